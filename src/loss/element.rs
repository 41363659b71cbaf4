//! What the losses share that compare element by element.

use crate::Element;

/// Sums `f`, the loss and its slope for an output and a target, over the elements.
#[inline]
pub(super) fn sum<T: Element>(
    output: &[T],
    target: &[T],
    delta: Option<&mut [T]>,
    f: impl Fn(T, T) -> (T, T),
) -> T {
    let mut sum = T::zero();
    match delta {
        Some(delta) => {
            for ((a, y), delta) in output.iter().zip(target).zip(delta) {
                let (value, slope) = f(*a, *y);
                sum += value;
                *delta = slope;
            }
        }
        None => {
            for (a, y) in output.iter().zip(target) {
                sum += f(*a, *y).0;
            }
        }
    }
    sum
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
