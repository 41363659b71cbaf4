//! What two shapes must have in common for the elements of one to be those of the other: their number, their dimensions'
//! lengths, or all.

use core::ops::Mul;

use typenum::{IsEqual, Prod, U1, Unsigned};

use super::{Row, Shape};
use crate::dim::{Dim, SameLength, True};

/// The number of elements of a shape as a typenum integer: what [`ReshapesTo`] compares.
pub trait Count: Shape {
    /// The product of the lengths.
    type Count: Unsigned;
}

impl Count for () {
    type Count = U1;
}

impl<A: Dim> Count for (A,) {
    type Count = A::Len;
}

impl<A: Dim> Count for Row<A> {
    type Count = A::Len;
}

impl<A: Dim, B: Dim> Count for (A, B)
where
    A::Len: Mul<B::Len, Output: Unsigned>,
{
    type Count = Prod<A::Len, B::Len>;
}

impl<A: Dim, B: Dim, C: Dim> Count for (A, B, C)
where
    A::Len: Mul<B::Len, Output: Mul<C::Len, Output: Unsigned>>,
{
    type Count = Prod<Prod<A::Len, B::Len>, C::Len>;
}

impl<A: Dim, B: Dim, C: Dim, E: Dim> Count for (A, B, C, E)
where
    A::Len: Mul<B::Len, Output: Mul<C::Len, Output: Mul<E::Len, Output: Unsigned>>>,
{
    type Count = Prod<Prod<Prod<A::Len, B::Len>, C::Len>, E::Len>;
}

/// `S: ReshapesTo<R>` holds where both shapes have the same number of elements: what
/// [`Tensor::reshape`](crate::Tensor::reshape) needs.
///
/// ```
/// use typograd::{prelude::*, shape::ReshapesTo};
///
/// fn total<S: ReshapesTo<(D<6>,)>>(x: &Tensor<S>) -> f32 {
///     x.reshape::<(D<6>,)>().dot(&Vector::ones())
/// }
///
/// assert_eq!(total(&Matrix::<D<2>, D<3>>::ones()), 6.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "the shapes `{Self}` and `{R}` do not have the same number of elements",
    label = "a tensor of shape `{Self}` cannot become one of shape `{R}`"
)]
pub trait ReshapesTo<R: Shape>: Shape {}

#[diagnostic::do_not_recommend]
impl<S: Count, R: Count> ReshapesTo<R> for S
where
    S::Count: IsEqual<R::Count>,
    <S::Count as IsEqual<R::Count>>::Output: True,
{
}

/// `S: RelabelsTo<R>` holds where two shapes agree in length, dimension by dimension: what
/// [`Tensor::relabel`](crate::Tensor::relabel) needs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be relabelled as `{R}`",
    label = "relabelling keeps the number of dimensions and the length of each"
)]
pub trait RelabelsTo<R: Shape>: Shape {}

macro_rules! relabels {
    ($($from:ident $to:ident),*) => {
        #[diagnostic::do_not_recommend]
        impl<$($from: Dim + SameLength<$to>, $to: Dim),*> RelabelsTo<($($to,)*)> for ($($from,)*) {}
    };
}

relabels!(A X);
relabels!(A X, B Y);
relabels!(A X, B Y, C Z);
relabels!(A X, B Y, C Z, E W);

#[diagnostic::do_not_recommend]
impl<A: Dim + SameLength<X>, X: Dim> RelabelsTo<Row<X>> for Row<A> {}

/// `S: SameAs<R>` holds where two shapes are one: for code that is generic in both.
///
/// ```
/// use typograd::{prelude::*, shape::SameAs};
///
/// /// f(f(x)), for any layer that keeps the shape.
/// fn twice<L: Layer<Elem = f32>>(layer: &L, x: &Tensor<L::In>) -> Tensor<L::Out>
/// where
///     L::Out: SameAs<L::In>,
/// {
///     layer.forward(layer.forward(x).same())
/// }
///
/// let mut double = DenseNoBias::<D<1>, D<1>>::default();
/// double.w.fill(2.0);
/// assert_eq!(twice(&double, &Vector::from([3.0])), Vector::from([12.0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "the shape `{Self}` is not `{R}`",
    label = "`{Self}` and `{R}` must be the same shape"
)]
pub trait SameAs<R: Shape>: Shape {}

#[diagnostic::do_not_recommend]
impl<S: Shape> SameAs<S> for S {}
