//! The textbook's lines: Wᵀδ and δaᵀ.

use typograd::prelude::*;

dims! { In = 4; Hidden = 3; Out = 2; }

#[test]
fn runs() {
    let (w1, w2) = (Matrix::<Hidden, In>::ones(), Matrix::<Out, Hidden>::ones());
    let (x, y) = (Vector::<In>::ones(), Vector::<Out>::zeros());
    let z = &w1 * &x;
    let a = sigmoid(&z);
    let output = &w2 * &a;
    let delta: Vector<Out> = output - &y;
    let grad_w2: Matrix<Out, Hidden> = &delta * a.t();
    let delta: Vector<Hidden> = (w2.t() * &delta).hadamard(&a.map(|a| a * (1.0 - a)));
    let grad_w1: Matrix<Hidden, In> = delta.outer(&x);
    let w1 = w1 - 0.1 * &grad_w1;
    assert!(w1[(0, 0)] < 1.0 && grad_w2[(1, 2)] > 0.0);
}
