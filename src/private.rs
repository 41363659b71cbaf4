//! What the macros' code refers to. Not for use by hand.

use core::any::Any;
use core::ops::Range;

pub use typenum;

use crate::Element;
use crate::shape::Shape;

/// The type of a field, by the hash of its name: a struct and its impl are expanded apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no such field, or its struct is not marked `#[layer]`",
    label = "not a field that `#[layer]` knows of"
)]
pub trait Field<const NAME: u64> {
    /// The type.
    type Type;
    /// The field.
    fn get(&self) -> &Self::Type;
    /// The field, to be changed.
    fn get_mut(&mut self) -> &mut Self::Type;
}

/// The shape of an intermediate value of a forward expression, by its number.
pub trait Value<const NUMBER: usize> {
    /// The shape.
    type Shape: Shape;
}

/// The same reference under another name of the same type.
///
/// Generated code joins layers with it: that neighbours agree is asked, and answered in words, in one place; were it
/// asked again here, one mistake would yield many errors.
///
/// # Panics
///
/// If the types differ, which is then a bug in the macros.
#[inline]
pub fn same<X: 'static, Y: 'static>(x: &X) -> &Y {
    (x as &dyn Any)
        .downcast_ref()
        .expect("neighbouring layers agree in type")
}

/// [`same`], for a mutable reference.
///
/// # Panics
///
/// As there.
#[inline]
pub fn same_mut<X: 'static, Y: 'static>(x: &mut X) -> &mut Y {
    (x as &mut dyn Any)
        .downcast_mut()
        .expect("neighbouring layers agree in type")
}

/// [`same`], for a value.
///
/// # Panics
///
/// As there.
#[inline]
pub fn same_value<X: 'static, Y: 'static>(x: X) -> Y {
    let mut slot = Some(x);
    same_mut::<Option<X>, Option<Y>>(&mut slot)
        .take()
        .expect("just put there")
}

/// The addresses of a field of a layer.
#[inline]
pub fn place<X>(field: &X) -> Range<usize> {
    let start = core::ptr::from_ref(field).addr();
    start..start + size_of::<X>()
}

/// `F: Known<G>` holds where two functions are one.
#[diagnostic::on_unimplemented(
    message = "the derivative of typograd's function of this name is known, and this is another function",
    label = "not the function of typograd; one of your own has another name, or is an `Activation`, called as `F::of(…)`"
)]
pub trait Known<F> {}

#[diagnostic::do_not_recommend]
impl<F> Known<F> for F {}

/// Does nothing: what a forward expression calls by the name of a function of ours is to be that function.
#[inline]
pub fn known<F, G: Known<F>>(_: F, _: G) {}

/// 0.
#[inline]
pub fn zero<T: Element>() -> T {
    T::zero()
}

/// 1.
#[inline]
pub fn one<T: Element>() -> T {
    T::one()
}

/// −1.
#[inline]
pub fn negative_one<T: Element>() -> T {
    -T::one()
}

/// 1 / x.
#[inline]
pub fn recip<T: Element>(x: T) -> T {
    x.recip()
}
