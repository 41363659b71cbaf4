//! Operations that the shapes of their operands decide upon.

use super::{
    Add, AddPerChannel, Binary, ChannelMeans, Hadamard, LogSumExp, Mean, Norm, NormSquared,
    Product, Quotient, Standing, Subtract, Sum, Trace, Transpose, Unary,
};
use crate::shape::Shape;

/// `R: UnaryOf<X>` names the operation that `R` is for an operand of shape `X`.
///
/// Most are themselves for every shape. Where the shape of the result is not there for every operand, as that of an image
/// with a margin is not, the macros cannot name the operation; it is chosen here.
///
/// ```
/// use typograd::op::{PadBy, Unary, UnaryOf};
/// use typograd::prelude::*;
///
/// type X = (D<1>, D<4>, D<4>);
///
/// fn padded<R: UnaryOf<X>>() -> String {
///     Tensor::<<R::Rule as Unary>::Out<X>>::shape().to_string()
/// }
///
/// assert_eq!(padded::<PadBy<Pad<2>>>(), "1 × 8 × 8");
/// ```
pub trait UnaryOf<X: Shape> {
    /// It.
    type Rule: Unary;
}

/// `R: BinaryOf<A, B>` names the operation that `R` is for operands of shapes `A` and `B`: see [`UnaryOf`].
pub trait BinaryOf<A: Shape, B: Shape> {
    /// It.
    type Rule: Binary;
}

macro_rules! always {
    ($($rule:ident)*; $($of_two:ident)*) => {
        $(#[diagnostic::do_not_recommend]
        impl<X: Shape> UnaryOf<X> for $rule {
            type Rule = Self;
        })*
        $(#[diagnostic::do_not_recommend]
        impl<A: Shape, B: Shape> BinaryOf<A, B> for $of_two {
            type Rule = Self;
        })*
    };
}

always! {
    ChannelMeans LogSumExp Mean Norm NormSquared Sum Trace Transpose;
    Add AddPerChannel Hadamard Quotient Subtract
}

#[diagnostic::do_not_recommend]
impl<SA: Standing, SB: Standing, A: Shape, B: Shape> BinaryOf<A, B> for Product<SA, SB> {
    type Rule = Self;
}
