//! Softmax over rows.

use super::{Activation, Differentiable, Operand, Output};
use crate::Element;
use crate::init::Initializer;
use crate::kernel::{math, vector};
use crate::op::ClosedForm;

/// Softmax over each row: yᵢ = eˣⁱ / Σⱼ eˣʲ, probabilities from logits.
///
/// The largest logit is subtracted first, so nothing overflows. Infinite logits share the probability among them; rows
/// of −∞ alone give NaN.
///
/// ```
/// use typograd::prelude::*;
///
/// let y = softmax(&Vector::<D<3>>::from([1e4, 0.0, 1e4]));
/// assert_eq!(y, Vector::from([0.5, 0.0, 0.5]));
/// ```
///
/// For training, prefer logits and [`SoftmaxCrossEntropy`](crate::loss::SoftmaxCrossEntropy), which fuses the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Softmax;

#[diagnostic::do_not_recommend]
impl Activation for Softmax {
    const FORM: ClosedForm = ClosedForm {
        value: "y = eˣ / 1ᵀ eˣ",
        vjp: &["∇x = y ⊙ (δ − yᵀ δ)"],
        jvp: "ẏ = y ⊙ (ẋ − yᵀ ẋ)",
    };
    const INITIALIZER: Initializer = Initializer::GlorotUniform;

    #[inline]
    fn apply<T: Element>(rows: &mut [T], width: usize) {
        math::softmax(rows, width);
    }
}

#[diagnostic::do_not_recommend]
impl Differentiable for Softmax {
    type Keeps = Output;

    #[inline]
    fn pull_back<T: Element>(kept: &[T], delta: &mut [T], width: usize) {
        for (y, delta) in kept.chunks_exact(width).zip(delta.chunks_exact_mut(width)) {
            let mean = vector::dot(y, delta);
            for (delta, y) in delta.iter_mut().zip(y) {
                *delta = *y * (*delta - mean);
            }
        }
    }

    #[inline]
    fn push_forward<T: Element>(kept: &[T], tangent: &mut [T], width: usize) {
        // diag(y) − y yᵀ is its own transpose.
        Self::pull_back(kept, tangent, width);
    }
}

/// [`Softmax`] over the rows of a tensor.
///
/// ```
/// use typograd::prelude::*;
///
/// let rows = softmax(&Matrix::<D<2>, D<2>>::from([[3.0, 3.0], [-100.0, 100.0]]));
/// assert_eq!(rows, Matrix::from([[0.5, 0.5], [0.0, 1.0]]));
/// ```
pub fn softmax<X: Operand>(x: X) -> X::Out {
    Softmax::of(x)
}
