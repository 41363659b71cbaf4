//! What a function within another is given, and how its arguments become what it takes.

use super::Over;
use crate::Element;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// A constant on its way to a function within another.
#[derive(Clone, core::marker::Copy, Debug)]
pub struct Given<X>(pub X);

/// What a function within another is given, as it takes it: tensors by reference, numbers as tensors, and what is neither within
/// [`Given`].
#[diagnostic::on_unimplemented(
    message = "the function called here takes `{Y}`, and is given `{Self}`",
    label = "expected `{Y}`"
)]
pub trait Give<Y> {
    /// The argument.
    fn give(self) -> Y;
}

#[diagnostic::do_not_recommend]
impl<'a, S: Shape, T: Element> Give<&'a Tensor<S, T>> for &'a Tensor<S, T> {
    #[inline]
    fn give(self) -> &'a Tensor<S, T> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: Element> Give<Tensor<(), T>> for &Tensor<(), T> {
    #[inline]
    fn give(self) -> Tensor<(), T> {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<E, T: Over<E>> Give<Tensor<(), T>> for Given<E> {
    #[inline]
    fn give(self) -> Tensor<(), T> {
        Tensor::full(T::lift(self.0))
    }
}

#[diagnostic::do_not_recommend]
impl<X> Give<Given<X>> for Given<X> {
    #[inline]
    fn give(self) -> Self {
        self
    }
}

/// What was given before, given again, as it is taken: that the shapes agree has been asked, and answered in words.
pub trait GiveAgain<Y> {
    /// The argument.
    fn give_again(self) -> Y;
}

impl<'a, S: Shape, R: Shape, T: Element> GiveAgain<&'a Tensor<R, T>> for &'a Tensor<S, T> {
    #[inline]
    fn give_again(self) -> &'a Tensor<R, T> {
        self.cast()
    }
}

impl<S: Shape, T: Element> GiveAgain<Tensor<(), T>> for &Tensor<S, T> {
    #[inline]
    fn give_again(self) -> Tensor<(), T> {
        self.cast::<()>().clone()
    }
}

impl<E, T: Over<E>> GiveAgain<Tensor<(), T>> for Given<E> {
    #[inline]
    fn give_again(self) -> Tensor<(), T> {
        self.give()
    }
}

impl<X> GiveAgain<Given<X>> for Given<X> {
    #[inline]
    fn give_again(self) -> Self {
        self
    }
}
