//! The axes of one shape and then those of another: the shapes of derivatives.

use super::{Row, Shape};
use crate::dim::Dim;

/// Which shapes stand beside which: for every pair, so that generic code asks for [`Shape`] and for nothing else.
///
/// Of more than four axes together there is no tensor; `()` then stands for nothing.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::shape::Beside;
///
/// type Shapes = <(D<2>,) as Beside>::With<(D<3>, D<4>)>;
/// assert_eq!(Tensor::<Shapes>::shape().to_string(), "2 × 3 × 4");
/// ```
pub trait Beside {
    /// The axes of this shape, then those of `I`; of a number and a vector, a row.
    type With<I: Shape>: Shape;
    /// This shape behind that of a number.
    type AfterNone: Shape;
    /// Behind that of a vector.
    type AfterOne<A: Dim>: Shape;
    /// Behind that of a row.
    type AfterOneLying<A: Dim>: Shape;
    /// Behind that of a matrix.
    type AfterTwo<A: Dim, B: Dim>: Shape;
    /// Behind one of three axes.
    type AfterThree<A: Dim, B: Dim, C: Dim>: Shape;
    /// Behind one of four axes.
    type AfterFour<A: Dim, B: Dim, C: Dim, E: Dim>: Shape;
}

macro_rules! beside {
    ($([$($dim:ident)*] $shape:ty, $after:ident: $none:ty, $one:ty, $lying:ty, $two:ty, $three:ty, $four:ty;)*) => {
        $(impl<$($dim: Dim),*> Beside for $shape {
            type With<I: Shape> = I::$after<$($dim),*>;
            type AfterNone = $none;
            type AfterOne<A: Dim> = $one;
            type AfterOneLying<A: Dim> = $lying;
            type AfterTwo<A: Dim, B: Dim> = $two;
            type AfterThree<A: Dim, B: Dim, C: Dim> = $three;
            type AfterFour<A: Dim, B: Dim, C: Dim, E: Dim> = $four;
        })*
    };
}

beside! {
    [] (), AfterNone: (), (A,), Row<A>, (A, B), (A, B, C), (A, B, C, E);
    [X] (X,), AfterOne: Row<X>, (A, X), (A, X), (A, B, X), (A, B, C, X), ();
    [X] Row<X>, AfterOneLying: Row<X>, (A, X), (A, X), (A, B, X), (A, B, C, X), ();
    [X Y] (X, Y), AfterTwo: (X, Y), (A, X, Y), (A, X, Y), (A, B, X, Y), (), ();
    [X Y Z] (X, Y, Z), AfterThree: (X, Y, Z), (A, X, Y, Z), (A, X, Y, Z), (), (), ();
    [X Y Z W] (X, Y, Z, W), AfterFour: (X, Y, Z, W), (), (), (), (), ();
}

/// `O: FewAxes<I>` holds where shapes have at most four axes together: what a derivative must have to be a tensor.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::shape::FewAxes;
///
/// fn has_a_jacobian<O: FewAxes<I>, I: Shape>() {}
///
/// has_a_jacobian::<(D<2>,), (D<3>, D<8>, D<8>)>(); // of a vector, in an image
/// ```
#[diagnostic::on_unimplemented(
    message = "a derivative of shape `{Self}` by `{I}` would have more than four axes",
    label = "the result and the variable have four axes together, at most"
)]
pub trait FewAxes<I: Shape>: Shape {}

macro_rules! few {
    ($([$($dim:ident)*] $out:ty: $($in:ty)*;)*) => {
        $(few!(@each [$($dim)*] $out: $($in)*);)*
    };
    (@each $dims:tt $out:ty: $($in:ty)*) => {
        $(few!(@one $dims $out: $in);)*
    };
    (@one [$($dim:ident)*] $out:ty: $in:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($dim: Dim),*> FewAxes<$in> for $out {}
    };
}

few! {
    [] (): ();
    [X] (): (X,) Row<X>;
    [X Y] (): (X, Y);
    [X Y Z] (): (X, Y, Z);
    [X Y Z W] (): (X, Y, Z, W);
    [A] (A,): ();
    [A X] (A,): (X,) Row<X>;
    [A X Y] (A,): (X, Y);
    [A X Y Z] (A,): (X, Y, Z);
    [A] Row<A>: ();
    [A X] Row<A>: (X,) Row<X>;
    [A X Y] Row<A>: (X, Y);
    [A X Y Z] Row<A>: (X, Y, Z);
    [A B] (A, B): ();
    [A B X] (A, B): (X,) Row<X>;
    [A B X Y] (A, B): (X, Y);
    [A B C] (A, B, C): ();
    [A B C X] (A, B, C): (X,) Row<X>;
    [A B C E] (A, B, C, E): ();
}
