//! Values and gradients of PyTorch's autograd, for the identities that are one operation.

use serde_json::Value;
use typograd::kernel::Store;
use typograd::op::{
    Cholesky, Det, Inverse, LnAbsDet, LogSumExp, Solve, TryBinary, TryUnary, Unary,
};
use typograd::prelude::*;
use typograd::zeroed;

use crate::golden::{case, fill, flat};

const IDENTITIES: &str = include_str!("../../goldens/identities.json");

type Square = (D<3>, D<3>);

fn tensor<S: Shape>(value: &Value) -> Tensor<S, f64> {
    let mut tensor = Tensor::zeros();
    fill(tensor.as_mut_slice(), value);
    tensor
}

/// To 1e-8, as behind any factorisation.
#[track_caller]
fn close<S: Shape>(what: &str, found: &Tensor<S, f64>, expected: &Value) {
    for (found, expected) in found.iter().zip(flat(expected)) {
        let error = (found - expected).abs() / expected.abs().max(1.0);
        assert!(
            error <= 1e-8,
            "{what}: {found} where PyTorch has {expected}"
        );
    }
}

fn unary<O: TryUnary>(name: &str, variable: &str) {
    let case = case(IDENTITIES, name);
    let x = tensor::<Square>(&case["inputs"][variable]);
    let (mut y, mut factors, mut dx) = (Tensor::zeros(), zeroed(), Tensor::zeros());
    O::value(&x, &mut y, &mut factors).unwrap();
    close(name, &y, &case["output"]);
    let delta = if case["G"].is_null() {
        Tensor::full(1.0)
    } else {
        tensor(&case["G"])
    };
    O::vjp(&x, &y, &factors, &delta, &mut dx, Store::set());
    close(name, &dx, &case["grads"][variable]);
}

#[test]
fn factorised() {
    unary::<Inverse>("X^-1", "X");
    unary::<Det>("det X", "X");
    unary::<LnAbsDet>("log |det X|", "X");
    unary::<Cholesky>("cholesky(sym S)", "S");
}

#[test]
fn solve() {
    let case = case(IDENTITIES, "A^-1 b");
    let (a, b) = (
        tensor::<Square>(&case["inputs"]["A"]),
        tensor::<(D<3>,)>(&case["inputs"]["b"]),
    );
    let (mut y, mut lu) = (Vector::zeros(), zeroed());
    Solve::value(&a, &b, &mut y, &mut lu).unwrap();
    close("A⁻¹ b", &y, &case["output"]);
    let (mut da, mut db, delta) = (Matrix::zeros(), Vector::zeros(), tensor(&case["G"]));
    Solve::vjp_a(&a, &b, &y, &lu, &delta, &mut da, Store::set());
    Solve::vjp_b(&a, &b, &y, &lu, &delta, &mut db, Store::set());
    close("∇A", &da, &case["grads"]["A"]);
    close("∇b", &db, &case["grads"]["b"]);
}

#[test]
fn log_sum_exp() {
    let case = case(IDENTITIES, "logsumexp");
    let z = tensor::<(D<3>,)>(&case["inputs"]["z"]);
    let (mut y, mut dz) = (Scalar::<f64>::zeros(), Vector::<D<3>, f64>::zeros());
    LogSumExp::value::<(D<3>,), f64>(z.as_slice(), y.as_mut_slice(), Store::set());
    LogSumExp::vjp::<(D<3>,), f64>(
        z.as_slice(),
        y.as_slice(),
        &[1.0],
        dz.as_mut_slice(),
        Store::set(),
    );
    close("ln Σ eᶻ", &y, &case["output"]);
    close("∇z", &dz, &case["grads"]["z"]);
}
