//! What the losses share that compare element by element.

#![allow(clippy::inline_always)] // a loop is vectorised only where it is inlined into a function with the features

use crate::Element;
use crate::kernel::vector::vectorised;

/// As many sums as let the compiler vectorise them: added up in another order, which it may not choose by itself.
const SUMS: usize = 16;

/// Sums `f`, the loss and its slope for an output and a target, over the elements.
#[inline]
pub(super) fn sum<T: Element>(
    output: &[T],
    target: &[T],
    delta: Option<&mut [T]>,
    f: impl Fn(T, T) -> (T, T),
) -> T {
    let mut total = T::zero();
    vectorised::<T>(
        #[inline(always)]
        || {
            // Declared here, lest they live in memory.
            let mut sums = [T::zero(); SUMS];
            if let Some(delta) = delta {
                let (delta, delta_rest) = delta.as_chunks_mut::<SUMS>();
                let (output, output_rest) = output.as_chunks::<SUMS>();
                let (target, target_rest) = target.as_chunks::<SUMS>();
                for ((a, y), delta) in output.iter().zip(target).zip(delta) {
                    add(&mut sums, a, y, delta, &f);
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

/// A loss that compares element by element: its type, its reduction, and loss and slope for an output and a target.
macro_rules! element_loss {
    ($name:ident, $reduction:ident, |$this:ident, $a:ident, $y:ident| $f:expr) => {
        #[diagnostic::do_not_recommend]
        impl<S: $crate::Shape, T: $crate::Element> $crate::loss::Loss<S, T> for $name {
            type Target = $crate::Tensor<S, T>;
            const REDUCTION: $crate::loss::Reduction = $crate::loss::Reduction::$reduction;

            #[inline]
            fn sample(&self, output: &[T], target: &Self::Target, delta: Option<&mut [T]>) -> T {
                let $this = self;
                $crate::loss::element::sum(output, target.as_slice(), delta, |$a, $y| $f)
            }
        }
    };
}
pub(super) use element_loss;
