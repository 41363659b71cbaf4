//! Shapes laid out in one line whose dimension has a name.

use core::marker::PhantomData;

use typenum::IsEqual;

use super::{Count, Misfit, Reason, ReshapesTo, Shape};
use crate::dim::{Dim, Fit};

/// `S: FlattensTo<N>`: the elements of shape `S` in one line of the dimension `N`. Every `N` has it; whether the lengths agree
/// is what [`ReshapesTo`] says.
pub trait FlattensTo<N: Dim>: Shape {
    /// The shape itself; a [`Misfit`] if `N` has another length.
    type Input: ReshapesTo<(N,)> + Shape<Meant = Self>;
}

#[diagnostic::do_not_recommend]
impl<S: Count<Meant = S>, N: Dim> FlattensTo<N> for S
where
    S::Count: IsEqual<N::Len>,
    <S::Count as IsEqual<N::Len>>::Output: Fit,
    <<S::Count as IsEqual<N::Len>>::Output as Fit>::Choose<S, Misfit<S, Line<N>>, S>:
        ReshapesTo<(N,)>,
{
    type Input = <<S::Count as IsEqual<N::Len>>::Output as Fit>::Choose<S, Misfit<S, Line<N>>, S>;
}

/// Why elements do not fit in one line: it is of another length.
#[derive(Clone, Copy, Debug)]
pub struct Line<N>(PhantomData<N>);

impl<S: ReshapesTo<(N,)>, N: Dim> Reason<S> for Line<N> {}

// Not that it could be called: there is no tensor of it.
#[diagnostic::do_not_recommend]
impl<S: Shape, N: Dim> ReshapesTo<(N,)> for Misfit<S, Line<N>> {}
