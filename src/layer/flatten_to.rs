//! Images laid out in one line whose dimension has a name.

use core::marker::PhantomData;

use crate::dim::Dim;
use crate::layer;
use crate::shape::FlattensTo;
use crate::tensor::{AnyTensor, Tensor, Vector};

/// As [`Flatten`](super::Flatten), to a dimension `N` of one's own, of any length that is right: literals reach to 1,024.
///
/// ```
/// use typograd::prelude::*;
///
/// dims! { Feature = 3136; }
///
/// type Pool = MaxPool2d<Image<D<64>, D<14>, D<14>>, D<2>>;
///
/// #[derive(Network)]
/// struct Head {
///     pool: Pool,
///     flat: FlattenTo<OutputOf<Pool>, Feature>, // 64 · 7 · 7
///     logits: Dense<Feature, D<10>>,
/// }
///
/// let y: Vector<D<10>> = Head::boxed(1).forward(&Image::ones());
/// assert!(y.norm_max() > 0.0);
/// ```
#[layer]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlattenTo<In: AnyTensor, N: Dim> {
    of: PhantomData<(In::Shape, In::Elem, N)>,
}

#[layer]
impl<In: AnyTensor, N: Dim> FlattenTo<In, N>
where
    In::Shape: FlattensTo<N>,
{
    fn forward(
        &self,
        x: &Tensor<<In::Shape as FlattensTo<N>>::Input, In::Elem>,
    ) -> Vector<N, In::Elem> {
        x.reshape::<(N,)>().clone()
    }
}
