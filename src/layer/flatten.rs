//! Images laid out in one line, for a dense layer.

use core::marker::PhantomData;

use crate::layer;
use crate::shape::Flatten as Flattens;
use crate::tensor::{AnyTensor, Tensor, Vector};

/// All elements of a tensor `In` in one line, channel after channel, row after row: what stands before a
/// [`Dense`](super::Dense) layer; no parameters.
///
/// The dimension is a literal, `D<400>`, up to 1,024. Above, [`FlatOf`](crate::network::FlatOf) is it, which messages show by its
/// digits, or [`FlattenTo`](super::FlattenTo) gives it a name.
///
/// ```
/// use typograd::prelude::*;
///
/// let x = Image::<D<2>, D<1>, D<2>>::from([[[1.0, 2.0]], [[3.0, 4.0]]]);
/// let y: Vector<D<4>> = Flatten::<Image<D<2>, D<1>, D<2>>>::default().forward(&x);
/// assert_eq!(y, Vector::from([1.0, 2.0, 3.0, 4.0]));
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flatten<In: AnyTensor>
where
    In::Shape: Flattens,
{
    of: PhantomData<(In::Shape, In::Elem)>,
}

#[layer]
impl<In: AnyTensor> Flatten<In>
where
    In::Shape: Flattens,
{
    fn forward(
        &self,
        x: &Tensor<In::Shape, In::Elem>,
    ) -> Vector<<In::Shape as Flattens>::Flat, In::Elem> {
        x.flatten().clone()
    }
}
