//! The dense layer with its weights the other way round in memory: y = f(Vᵀ x + b).

use core::marker::PhantomData;

use super::Dense;
use crate::dim::Dim;
use crate::init::Initializer;
use crate::op::{Activation, Identity};
use crate::tensor::{Matrix, Vector};
use crate::{Element, layer};

/// The dense layer y = f(Vᵀ x + b), with V: I × O and b: O: what [`Dense`] computes with W = Vᵀ, from weights of which each
/// input has a row.
///
/// A single sample is through it sooner where there are many outputs, some 32 or more: rows are added up, each times its
/// input, and no sums are taken across a register. With few outputs, as at the end of most networks, [`Dense`] is the
/// quicker one, and in batches they are alike. Flax and TensorFlow keep their weights this way (`kernel`), PyTorch does
/// not: its files load as a [`Dense`], which then is made into this. So that no file of square weights loads the wrong way round,
/// the field is named V.
///
/// With δ the gradient in z = Vᵀ x + b, that is δ = ∇y ⊙ f′(z) for an element-wise f:
///
/// | gradient | closed form | shape |
/// |---|---|---|
/// | weights | ∇V = x δᵀ | I × O |
/// | bias | ∇b = δ | O |
/// | input | ∇x = V δ | I |
///
/// Its numbers are drawn from the distribution of [`Dense`], with inputs and outputs in their places for the initialiser, and
/// either is made of the other:
///
/// ```
/// use typograd::prelude::*;
///
/// let trained = Dense::<D<3>, D<2>, Relu>::seeded(1);
/// let quick = DenseTransposed::from(&trained);
/// assert_eq!(quick.v, trained.w.transpose());
///
/// let x = Vector::from([1.0, 2.0, 3.0]);
/// assert!(quick.forward(&x).is_close(&trained.forward(&x), 1e-6));
/// assert_eq!(Dense::from(&quick), trained);
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DenseTransposed<I: Dim, O: Dim, F: Activation = Identity, T: Element = f32> {
    /// The weights V = Wᵀ.
    #[init(Initializer::transposed(F::INITIALIZER))]
    pub v: Matrix<I, O, T>,
    /// The bias b.
    #[init(zeros)]
    pub b: Vector<O, T>,
    activation: PhantomData<F>,
}

#[layer]
impl<I: Dim, O: Dim, F: Activation, T: Element> DenseTransposed<I, O, F, T> {
    fn forward(&self, x: &Vector<I, T>) -> Vector<O, T> {
        F::of(self.v.t() * x + &self.b)
    }
}

/// The same layer, its weights transposed. A large one is better filled in its place, by
/// [`transpose_into`](Matrix::transpose_into).
impl<I: Dim, O: Dim, F: Activation, T: Element> From<&Dense<I, O, F, T>>
    for DenseTransposed<I, O, F, T>
{
    fn from(layer: &Dense<I, O, F, T>) -> Self {
        let mut transposed = Self::default();
        layer.w.transpose_into(&mut transposed.v);
        transposed.b.clone_from(&layer.b);
        transposed
    }
}

/// The same layer, its weights transposed. A large one is better filled in its place, by
/// [`transpose_into`](Matrix::transpose_into).
impl<I: Dim, O: Dim, F: Activation, T: Element> From<&DenseTransposed<I, O, F, T>>
    for Dense<I, O, F, T>
{
    fn from(layer: &DenseTransposed<I, O, F, T>) -> Self {
        let mut dense = Self::default();
        layer.v.transpose_into(&mut dense.w);
        dense.b.clone_from(&layer.b);
        dense
    }
}
