//! Binary cross entropy on logits.

#![allow(clippy::inline_always)] // code is compiled for an instruction set only where it is inlined

use super::{Loss, Reduction};
use crate::kernel::Simd;
use crate::kernel::math::{Comparison, Function, Sigmoid, Softplus, compare};
use crate::{Element, Shape, Tensor};

/// The mean over elements and samples of −y ln σ(z) − (1 − y) ln(1 − σ(z)), for logits z and targets y in 0..=1:
/// PyTorch's `BCEWithLogitsLoss`. Fused, δ = (σ(z) − y) / n, with n the number of elements of all samples.
///
/// It is computed as y max(0, −z) + (1 − y) max(0, z) + softplus(−|z|), which neither overflows nor cancels.
///
/// ```
/// use typograd::prelude::*;
///
/// let output: Batch<D<1>, (D<2>,)> = Batch::from_samples(&[Vector::from([0.0, 200.0])])?;
/// let loss = SigmoidBinaryCrossEntropy.value(&output, &[Vector::from([1.0, 0.0])])?;
/// assert!((loss - (2.0_f32.ln() + 200.0) / 2.0).abs() < 1e-5); // −ln σ(0) and −ln(1 − σ(200))
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SigmoidBinaryCrossEntropy;

/// w · x, where a weight of 0 wins over an infinite x.
#[inline(always)]
fn weighted<T: Element, S: Simd<T>>(simd: S, weight: S::Vector, x: S::Vector) -> S::Vector {
    let is_zero = simd.equal(weight, simd.splat(T::zero()));
    simd.select(is_zero, weight, simd.mul(weight, x))
}

impl Comparison for SigmoidBinaryCrossEntropy {
    #[inline(always)]
    fn lanes<T: Element, S: Simd<T>>(
        simd: S,
        z: S::Vector,
        y: S::Vector,
    ) -> (S::Vector, S::Vector) {
        let (zero, one) = (simd.splat(T::zero()), simd.splat(T::one()));
        let minus = simd.sub(zero, z);
        // softplus(±z) is max(0, ±z) + softplus(−|z|), and the weights of the latter sum to 1.
        let (above, below) = (simd.max(z, zero), simd.max(minus, zero));
        let bend = Softplus::lanes(simd, simd.min(z, minus));
        let false_ones = weighted(simd, simd.sub(one, y), above);
        let false_zeros = weighted(simd, y, below);
        let value = simd.add(simd.add(false_ones, false_zeros), bend);
        (value, simd.sub(Sigmoid::lanes(simd, z), y))
    }
}

#[diagnostic::do_not_recommend]
impl<S: Shape, T: Element> Loss<S, T> for SigmoidBinaryCrossEntropy {
    type Target = Tensor<S, T>;
    const REDUCTION: Reduction = Reduction::ElementMean;

    fn sample(&self, output: &[T], target: &Tensor<S, T>, delta: Option<&mut [T]>) -> T {
        compare::<Self, T>(output, target.as_slice(), delta)
    }
}
