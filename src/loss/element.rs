//! What the losses share that compare element by element.

#![allow(clippy::inline_always)] // a loop is vectorised only where it is inlined into a function with the features

use super::{Loss, TargetCountError, check_count, mean};
use crate::kernel::vector::vectorised;
use crate::{Batch, Dim, Element, Shape, Tensor};

/// As many sums as let the compiler vectorise them: added up in another order, which it may not choose by itself.
const SUMS: usize = 16;

/// Sums `f`, the loss and its slope for an output and a target, over the elements.
#[inline]
pub(super) fn sum<T: Element>(
    output: &[T],
    target: &[T],
    delta: Option<&mut [T]>,
    f: impl Fn(T, T) -> (T, T) + Copy,
) -> T {
    let mut total = T::zero();
    vectorised::<T>(
        #[inline(always)]
        || {
            // Here, lest they live in memory, which what is written might change.
            let (f, mut sums) = (f, [T::zero(); SUMS]);
            if let Some(delta) = delta {
                let (delta, delta_rest) = delta.as_chunks_mut::<SUMS>();
                let (output, output_rest) = output.as_chunks::<SUMS>();
                let (target, target_rest) = target.as_chunks::<SUMS>();
                for ((a, y), delta) in output.iter().zip(target).zip(delta) {
                    // All are read before any is written, which might be one of them for all that the compiler knows.
                    let (a, y) = (*a, *y);
                    let mut slopes = [T::zero(); SUMS];
                    add(&mut sums, &a, &y, &mut slopes, &f);
                    *delta = slopes;
                }
                add(&mut sums, output_rest, target_rest, delta_rest, &f);
            } else {
                for (i, (a, y)) in output.iter().zip(target).enumerate() {
                    sums[i % SUMS] += f(*a, *y).0;
                }
            }
            total = sums.into_iter().sum();
        },
    );
    total
}

/// Adds the loss of each element to the sum of its place, and writes the slope.
#[inline(always)]
fn add<T: Element>(
    sums: &mut [T; SUMS],
    output: &[T],
    target: &[T],
    delta: &mut [T],
    f: &impl Fn(T, T) -> (T, T),
) {
    for (((sum, a), y), delta) in sums.iter_mut().zip(output).zip(target).zip(delta) {
        let (value, slope) = f(*a, *y);
        *sum += value;
        *delta = slope;
    }
}

/// The loss of a batch, of which `f` is that of an element: in one pass over all samples.
#[inline]
pub(super) fn value<L: Loss<S, T>, B: Dim, S: Shape, T: Element>(
    output: &Batch<B, S, T>,
    targets: &[Tensor<S, T>],
    f: impl Fn(T, T) -> (T, T) + Copy,
) -> Result<T, TargetCountError> {
    check_count(output, targets)?;
    let sum = sum(output.as_slice(), Tensor::elements_of(targets), None, f);
    Ok(sum * mean::<L, S, T>(output.len()))
}

/// The same, and its gradient in the output.
#[inline]
pub(super) fn value_and_delta<L: Loss<S, T>, B: Dim, S: Shape, T: Element>(
    output: &Batch<B, S, T>,
    targets: &[Tensor<S, T>],
    delta: &mut Batch<B, S, T>,
    f: impl Fn(T, T) -> (T, T) + Copy,
) -> Result<T, TargetCountError> {
    check_count(output, targets)?;
    delta.resize_like(output);
    let weight = mean::<L, S, T>(output.len());
    let sum = sum(
        output.as_slice(),
        Tensor::elements_of(targets),
        Some(delta.as_mut_slice()),
        #[inline(always)]
        move |a, y| {
            let (value, slope) = f(a, y);
            (value, slope * weight)
        },
    );
    Ok(sum * weight)
}

/// A loss that compares element by element: its type, its reduction, and loss and slope for an output and a target.
macro_rules! element_loss {
    ($name:ident, $reduction:ident, |$this:ident, $a:ident, $y:ident| $f:expr) => {
        #[diagnostic::do_not_recommend]
        impl<S: $crate::Shape, T: $crate::Element> $crate::loss::Loss<S, T> for $name {
            type Target = $crate::Tensor<S, T>;
            const REDUCTION: $crate::loss::Reduction = $crate::loss::Reduction::$reduction;

            #[inline]
            fn sample(&self, output: &[T], target: &Self::Target, delta: Option<&mut [T]>) -> T {
                let $this = *self;
                $crate::loss::element::sum(output, target.as_slice(), delta, move |$a, $y| $f)
            }

            fn value<B: $crate::Dim>(
                &self,
                output: &$crate::Batch<B, S, T>,
                targets: &[Self::Target],
            ) -> Result<T, $crate::loss::TargetCountError> {
                let $this = *self;
                $crate::loss::element::value::<Self, B, S, T>(output, targets, move |$a, $y| $f)
            }

            fn value_and_delta<B: $crate::Dim>(
                &self,
                output: &$crate::Batch<B, S, T>,
                targets: &[Self::Target],
                delta: &mut $crate::Batch<B, S, T>,
            ) -> Result<T, $crate::loss::TargetCountError> {
                let $this = *self;
                $crate::loss::element::value_and_delta::<Self, B, S, T>(
                    output,
                    targets,
                    delta,
                    move |$a, $y| $f,
                )
            }
        }
    };
}
pub(super) use element_loss;
