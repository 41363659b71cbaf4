//! Log-softmax over rows.

use super::{Activation, Differentiable, Operand, Output};
use crate::Element;
use crate::init::Initializer;
use crate::kernel::{math, vector};
use crate::op::ClosedForm;

/// The logarithm of [`Softmax`](super::Softmax) over each row: yᵢ = xᵢ − ln Σⱼ eˣʲ, without overflow or cancellation.
///
/// ```
/// use typograd::prelude::*;
///
/// let y = log_softmax(&Vector::<D<3>>::from([0.0, 0.0, -1e4]));
/// assert!((y[0] + 2.0_f32.ln()).abs() < 1e-6); // ln ½
/// assert!(y[2] < -9999.0); // the logarithm of a softmax that is no f32
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogSoftmax;

#[diagnostic::do_not_recommend]
impl Activation for LogSoftmax {
    const FORM: ClosedForm = ClosedForm {
        value: "y = x − ln(1ᵀ eˣ)",
        vjp: &["∇x = δ − eʸ (1ᵀ δ)"],
        jvp: "ẏ = ẋ − (eʸ)ᵀ ẋ",
    };
    const INITIALIZER: Initializer = Initializer::GlorotUniform;

    #[inline]
    fn apply<T: Element>(rows: &mut [T], width: usize) {
        math::log_softmax(rows, width);
    }
}

#[diagnostic::do_not_recommend]
impl Differentiable for LogSoftmax {
    type Keeps = Output;

    #[inline]
    fn pull_back<T: Element>(kept: &[T], delta: &mut [T], width: usize) {
        for (y, delta) in kept.chunks_exact(width).zip(delta.chunks_exact_mut(width)) {
            let sum = vector::sum(delta);
            math::subtract_exp(y, delta, sum);
        }
    }

    #[inline]
    fn push_forward<T: Element>(kept: &[T], tangent: &mut [T], width: usize) {
        for (y, tangent) in kept
            .chunks_exact(width)
            .zip(tangent.chunks_exact_mut(width))
        {
            let mean = math::exp_dot(y, tangent);
            for t in tangent {
                *t -= mean;
            }
        }
    }
}

/// [`LogSoftmax`] over the rows of a tensor.
///
/// ```
/// use typograd::prelude::*;
///
/// let rows = log_softmax(&Matrix::<D<2>, D<1>>::from([[5.0], [-7.0]]));
/// assert_eq!(rows, Matrix::zeros()); // one class in each row: ln 1
/// ```
pub fn log_softmax<X: Operand>(x: X) -> X::Out {
    LogSoftmax::of(x)
}
