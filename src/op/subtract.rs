//! y = a − b.

use super::signed_sum::signed_sum;

/// y = a − b, for equal shapes, or a number b subtracted from every element.
///
/// | | closed form |
/// |---|---|
/// | value | y = a − b |
/// | VJP | ∇a = δ, ∇b = −δ (for a number, ∇b = −Σ δ) |
/// | JVP | ẏ = ȧ − ḃ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Binary, Subtract};
/// use typograd::prelude::*;
///
/// let mut y = [0.0; 2];
/// Subtract::value::<(D<2>,), (D<2>,), f32>(&[5.0, 7.0], &[2.0, 3.0], &mut y, Store::set());
/// assert_eq!(y, [3.0, 4.0]);
/// Subtract::vjp_b::<(D<2>,), (D<2>,), f32>(&[], &[], &[], &[1.0, -2.0], &mut y, Store::set());
/// assert_eq!(y, [-1.0, 2.0]); // −δ
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Subtract;

signed_sum!(
    Subtract,
    -T::one(),
    "y = a − b",
    "∇a = δ",
    "∇b = −δ",
    "ẏ = ȧ − ḃ"
);
