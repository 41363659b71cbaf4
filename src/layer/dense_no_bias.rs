//! The dense layer without a bias: y = f(W x).

use core::marker::PhantomData;

use crate::dim::Dim;
use crate::op::{Activation, Identity};
use crate::tensor::{Matrix, Vector};
use crate::{Element, layer};

/// The dense layer without a bias, y = f(W x), with W: O × I; otherwise as [`Dense`](super::Dense).
///
/// ```
/// use typograd::prelude::*;
///
/// assert_eq!(DenseNoBias::<D<3>, D<2>>::PARAMS, 6);
/// assert_eq!(DenseNoBias::<D<3>, D<2>>::seeded(1).forward(&Vector::zeros()), Vector::zeros());
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DenseNoBias<I: Dim, O: Dim, F: Activation = Identity, T: Element = f32> {
    /// The weights W.
    #[init(F::INITIALIZER)]
    pub w: Matrix<O, I, T>,
    activation: PhantomData<F>,
}

#[layer]
impl<I: Dim, O: Dim, F: Activation, T: Element> DenseNoBias<I, O, F, T> {
    fn forward(&self, x: &Vector<I, T>) -> Vector<O, T> {
        F::of(&self.w * x)
    }
}
