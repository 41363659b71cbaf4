//! y = a + b.

use super::signed_sum::signed_sum;

/// y = a + b, for equal shapes, or a number b added to every element.
///
/// | | closed form |
/// |---|---|
/// | value | y = a + b |
/// | VJP | ∇a = δ, ∇b = δ (for a number, ∇b = Σ δ) |
/// | JVP | ẏ = ȧ + ḃ |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Add, Binary};
/// use typograd::prelude::*;
///
/// let (mut da, mut db) = ([0.0; 3], [0.0]); // a is a vector of three, b a number
/// let (delta, set) = ([1.0, 2.0, 3.0], Store::set());
/// Add::vjp_a::<(D<3>,), (), f32>(&[], &[], &[], &delta, &mut da, set);
/// Add::vjp_b::<(D<3>,), (), f32>(&[], &[], &[], &delta, &mut db, set);
/// assert_eq!((da, db), (delta, [6.0])); // δ and Σ δ
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Add;

signed_sum!(Add, T::one(), "y = a + b", "∇a = δ", "∇b = δ", "ẏ = ȧ + ḃ");
