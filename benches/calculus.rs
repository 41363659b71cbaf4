//! What derived gradients cost.
//!
//! `cargo bench --bench calculus` prints a table of the identities of matrix calculus: the floating-point operations of the
//! value, of value and gradient together, and their ratio, counted by a number type (at sizes of 16, where no vector of
//! four lanes has a part to spare). Then the time of three gradients beside the same written by hand on the kernels:
//! `xᵀ A y 64 0.51 us, by hand 0.50 us, 1.02x`, medians over rounds. Words after `--` pick the lines that hold them all.

mod shared;

#[path = "../examples/shared/counted.rs"]
mod counted;
#[allow(dead_code)] // each function has more derivatives than are measured
#[path = "../tests/suite/calculus/functions.rs"]
mod functions;

use std::hint::black_box;

use counted::{Counted, operations};
use shared::{begin, is_selected, medians};
use typograd::kernel::math::{Tanh, map};
use typograd::kernel::product::{Layout, product};
use typograd::kernel::{Store, vector};
use typograd::prelude::*;

type N = D<16>;
type V = Vector<N, Counted>;
type M = Matrix<N, N, Counted>;

fn vector(seed: u64) -> V {
    Vector::uniform(Counted(0.5), Counted(1.5), &mut Rng::new(seed))
}

/// Well conditioned, and symmetric enough for a Cholesky factor.
fn matrix(seed: u64) -> M {
    let noise = M::uniform(Counted(-0.1), Counted(0.1), &mut Rng::new(seed));
    noise + M::identity() * Counted(3.0)
}

fn line(name: &str, value: impl FnOnce(), both: impl FnOnce()) {
    if !is_selected(name) {
        return;
    }
    let (value, both) = (operations(value), operations(both));
    let ratio = both as f64 / value as f64;
    println!("{name:<28} {value:>8} {both:>8} {ratio:>6.2}");
}

macro_rules! table {
    (numbers { $($name:literal $number:ident($($argument:expr),*);)* } tensors { $($title:literal $tensor:ident($($given:expr),*), $delta:expr;)* }) => {
        $(line(
            $name,
            || { let _ = black_box(functions::$number($($argument),*)); },
            || { let _ = black_box(functions::$number::value_and_grad($($argument),*)); },
        );)*
        $(line(
            $title,
            || { let _ = black_box(functions::$tensor($($given),*)); },
            || { let _ = black_box(functions::$tensor::vjp($($given,)* $delta)); },
        );)*
    };
}

fn count() {
    let (x, y, z, t) = (vector(1), vector(2), vector(3), vector(4));
    let (a, b, s) = (matrix(5), matrix(6), matrix(7));
    let number = Counted(0.7);
    println!("operations at 16               value with gradient  ratio");
    table! {
        numbers {
            "aᵀ x" linear(&x, &y);
            "xᵀ A y" bilinear(&x, &a, &y);
            "xᵀ A x" quadratic(&x, &a);
            "tr(A X B)" trace_of_product(&a, &b, &s);
            "tr(Xᵀ A X)" trace_of_square(&a, &b);
            "tr(X A Xᵀ)" trace_of_outer_square(&a, &b);
            "tr(Xᵀ A X B)" trace_of_weighed_square(&a, &b, &s);
            "‖X w − y‖²" least_squares(&a, &x, &y);
            "½ ‖A X − Y‖²" matrix_least_squares(&a, &b, &s);
            "‖x − a‖" distance(&x, &y);
            "‖X‖" frobenius(&a);
            "det X" determinant(&a);
            "ln |det X|" log_determinant(&a);
            "tr(X⁻¹ A)" trace_of_quotient(&a, &b);
            "aᵀ X⁻¹ b" inverse_form(&x, &a, &y);
            "ln det(Xᵀ X)" gram_log_determinant(&a);
            "tr(X³)" trace_of_cube(&a);
            "xᵀ S x / xᵀ x" rayleigh(&s, &x);
            "cosine" cosine(&x, &y);
            "ln Σ eᶻ" log_sum_exp(&z);
            "−tᵀ log softmax z" cross_entropy(&z, &t);
            "logistic" logistic(&a, &x, &y);
            "Gaussian in S" gaussian(&s, &x);
            "xᵀ A σ(B⁻¹ z + b)" composed(&x, &a, &b, &z, &y);
            "relu(w · x + b)" neuron(&x, &y, number);
        }
        tensors {
            "X⁻¹" inverse(&a), &b;
            "A⁻¹ b" solution(&a, &x), &y;
            "cholesky" cholesky(&a), &b;
            "softmax z" probabilities(&z), &t;
            "log softmax z" log_probabilities(&z), &t;
            "X ⊙ A" hadamard(&a, &b), &s;
            "diag(v) x" diagonal(&x, &y), &z;
            "w ⊘ x" quotient(&x, &y), &z;
            "x + z" shifted(&x, number), &y;
            "(ln x², sin 3x)" two_chains(number), (number, number);
        }
    }
}

fn compare(name: &str, size: usize, derived: &mut dyn FnMut(), by_hand: &mut dyn FnMut()) {
    let name = format!("{name} {size}");
    if !is_selected(&name) {
        return;
    }
    let (_, [derived, by_hand]) = medians::<f32, 2>([derived, by_hand]);
    println!(
        "{name} {:.2} us, by hand {:.2} us, {:.2}x",
        derived * 1e6,
        by_hand * 1e6,
        derived / by_hand
    );
}

fn uniform<S: Shape>(seed: u64) -> Box<Tensor<S>> {
    let mut tensor = typograd::boxed::<Tensor<S>>();
    let mut rng = Rng::new(seed);
    for x in tensor.as_mut_slice() {
        *x = rng.uniform(-0.1, 0.1);
    }
    tensor
}

/// xᵀ A y: ∇x = A y, ∇A = x yᵀ, ∇y = Aᵀ x.
fn bilinear<N: Dim>() {
    let n = N::LEN;
    let (x, a, y) = (uniform::<(N,)>(1), uniform::<(N, N)>(2), uniform::<(N,)>(3));
    let mut gradient = Box::new(functions::bilinear::grad(&x, &a, &y));
    let mut by_hand = gradient.clone();
    compare(
        "xᵀ A y",
        n,
        &mut || {
            let into = black_box(&mut *gradient);
            black_box(functions::bilinear::value_and_grad_into(&x, &a, &y, into));
        },
        &mut || {
            let into = black_box(&mut *by_hand);
            let (x, a, y) = (x.as_slice(), a.as_slice(), y.as_slice());
            let [dx, da, dy] = [
                into.x.as_mut_slice(),
                into.a.as_mut_slice(),
                into.y.as_mut_slice(),
            ];
            product(Layout::Nn, 1, n, n, x, a, dy, Store::set(), ());
            black_box(vector::dot(dy, y));
            product(Layout::Nn, n, n, 1, x, y, da, Store::set(), ());
            product(Layout::Nt, 1, n, n, y, a, dx, Store::set(), ());
        },
    );
}

/// ‖X w − y‖²: with e = X w − y, ∇X = 2 e wᵀ, ∇w = 2 Xᵀ e, ∇y = −2 e.
fn least_squares<N: Dim>() {
    let n = N::LEN;
    let (x, w, y) = (uniform::<(N, N)>(1), uniform::<(N,)>(2), uniform::<(N,)>(3));
    let mut gradient = Box::new(functions::least_squares::grad(&x, &w, &y));
    let mut by_hand = gradient.clone();
    let mut e = Vector::<N>::zeros();
    compare(
        "‖X w − y‖²",
        n,
        &mut || {
            let into = black_box(&mut *gradient);
            black_box(functions::least_squares::value_and_grad_into(
                &x, &w, &y, into,
            ));
        },
        &mut || {
            let into = black_box(&mut *by_hand);
            let (x, w) = (x.as_slice(), w.as_slice());
            let [dx, dw] = [into.x.as_mut_slice(), into.w.as_mut_slice()];
            product(
                Layout::Nt,
                1,
                n,
                n,
                w,
                x,
                e.as_mut_slice(),
                Store::set(),
                (),
            );
            e -= &*y;
            black_box(e.norm_squared());
            let (e, twice) = (e.as_slice(), Store::set().times(2.0));
            product(Layout::Nn, n, n, 1, e, w, dx, twice, ());
            product(Layout::Nn, 1, n, n, e, x, dw, twice, ());
            vector::copy(e, into.y.as_mut_slice(), Store::set().times(-2.0));
        },
    );
}

#[differentiable]
fn network<N: Dim>(
    w1: &Matrix<N, N>,
    b1: &Vector<N>,
    w2: &Matrix<N, N>,
    b2: &Vector<N>,
    #[constant] x: &Vector<N>,
    #[constant] y: &Vector<N>,
) -> f32 {
    let a = tanh(w1 * x + b1);
    (w2 * a + b2 - y).norm_squared() / 2.0
}

/// Two layers: δ₂ = W₂ a + b₂ − y, δ₁ = (W₂ᵀ δ₂) ⊙ (1 − a²), ∇W = δ aᵀ.
fn two_layers<N: Dim>() {
    let n = N::LEN;
    let (w1, b1) = (uniform::<(N, N)>(1), uniform::<(N,)>(2));
    let (w2, b2) = (uniform::<(N, N)>(3), uniform::<(N,)>(4));
    let (x, y) = (uniform::<(N,)>(5), uniform::<(N,)>(6));
    let mut gradient = Box::new(network::grad(&w1, &b1, &w2, &b2, &x, &y));
    let mut by_hand = gradient.clone();
    let (mut a, mut delta) = (Vector::<N>::zeros(), Vector::<N>::zeros());
    compare(
        "two layers",
        n,
        &mut || {
            let into = black_box(&mut *gradient);
            black_box(network::value_and_grad_into(
                &w1, &b1, &w2, &b2, &x, &y, into,
            ));
        },
        &mut || {
            let into = black_box(&mut *by_hand);
            let (x, w1, w2) = (x.as_slice(), w1.as_slice(), w2.as_slice());
            product(
                Layout::Nt,
                1,
                n,
                n,
                x,
                w1,
                a.as_mut_slice(),
                Store::set(),
                (),
            );
            a += &*b1;
            map::<Tanh, f32>(a.as_mut_slice());
            product(
                Layout::Nt,
                1,
                n,
                n,
                a.as_slice(),
                w2,
                delta.as_mut_slice(),
                Store::set(),
                (),
            );
            delta += &*b2;
            delta -= &*y;
            black_box(delta.norm_squared() / 2.0);
            let (d, a) = (delta.as_slice(), a.as_slice());
            let [dw1, db1] = [into.w1.as_mut_slice(), into.b1.as_mut_slice()];
            product(
                Layout::Nn,
                n,
                n,
                1,
                d,
                a,
                into.w2.as_mut_slice(),
                Store::set(),
                (),
            );
            into.b2.as_mut_slice().copy_from_slice(d);
            product(Layout::Nn, 1, n, n, d, w2, db1, Store::set(), ());
            for (d, a) in db1.iter_mut().zip(a) {
                *d *= 1.0 - a * a;
            }
            product(Layout::Nn, n, n, 1, db1, x, dw1, Store::set(), ());
        },
    );
}

fn main() {
    begin();
    bilinear::<D<64>>();
    bilinear::<D<256>>();
    least_squares::<D<64>>();
    least_squares::<D<256>>();
    two_layers::<D<64>>();
    two_layers::<D<256>>();
    count();
}
