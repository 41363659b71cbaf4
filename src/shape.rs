//! Shapes: tuples of dimensions, how they are stored, and the arithmetic on them.
//!
//! A shape is `()` (a scalar), `(N,)`, `(R, C)`, `(C, H, W)` or a tuple of four, or [`Row<N>`], a vector lying down.
//!
//! The associated types of [`Shape`] are *total*: `Times`, for one, names a shape for every pair of operands, also
//! for a pair that cannot be multiplied. That is what lets the layer macro spell the types of intermediate values
//! without bounds; whether a product is allowed is asked once, where the user wrote it, by the operator traits of
//! [`tensor`](crate::tensor).

mod alike;
mod beside;
mod flat;
mod image;
mod misfit;

use core::fmt::{self, Debug};
use core::hash::Hash;
use core::marker::PhantomData;

use typenum::Unsigned;

pub use alike::{Count, RelabelsTo, ReshapesTo, SameAs};
pub use beside::{Beside, FewAxes};
pub use flat::{FlattensTo, Line};
pub use image::{Cropped, JoinsChannels, Padded, Upsampled};
pub use misfit::{Misfit, Reason, Sound};

use crate::dim::{D, Dim, Literal, Shorter};

/// The shape of a tensor: a tuple of up to four dimensions, or [`Row<N>`].
///
/// ```
/// use typograd::prelude::*;
///
/// assert_eq!(<(D<2>, D<3>)>::LEN, 6);
/// assert_eq!(<(D<2>, D<3>)>::DIMS, [2, 3, 1, 1]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the shape of a tensor",
    label = "a shape is a tuple of up to four dimensions: `(N,)` for a vector, `(Rows, Columns)` for a matrix"
)]
pub trait Shape:
    sealed::Sealed + Beside + Copy + Debug + Default + Ord + Hash + Send + Sync + 'static
{
    /// Nested arrays, the last dimension contiguous, without padding: [`LEN`](Shape::LEN) elements in a row.
    type Storage<T>;
    /// How many dimensions there are.
    const RANK: usize;
    /// The lengths, filled up with ones.
    const DIMS: [usize; 4];
    /// The names of the dimensions, filled up with empty strings.
    const NAMES: [&'static str; 4];
    /// The number of elements.
    const LEN: usize;
    /// Rows and columns when read as a matrix: a vector is one column, a [`Row`] one row.
    const MATRIX: (usize, usize);

    /// The shape itself; of a [`Misfit`], that of what does not fit.
    type Meant: Shape;
    /// `A`; of a [`Misfit`] `B`.
    type IfSound<A: Shape, B: Shape>: Shape;
    /// The dimension of the rows when read as a matrix; for a stack of matrices, its first dimension.
    type Rows: Dim;
    /// The dimension of the columns when read as a matrix; for a stack of matrices, its last dimension.
    type Columns: Dim;
    /// The shape of the transpose.
    type Transposed: Shape;
    /// The shape of the matrix product `self * B`.
    type Times<B: Shape>: Shape;
    /// The shape of `matrix * self` for a matrix of shape `(R, C)`.
    type AfterMatrix<R: Dim, C: Dim>: Shape;
    /// The shape of `vector * self`.
    type AfterVector<N: Dim>: Shape;
    /// The shape of `row * self`.
    type AfterRow<N: Dim>: Shape;
}

/// The dimension of a matrix's shorter side: see [`Shorter`].
pub type ShorterSide<S> = Shorter<<S as Shape>::Rows, <S as Shape>::Columns>;

/// The shape of a row vector, the transpose of a column of length `N`.
///
/// `x.t()` of a `Vector<N>` is a `&RowVector<N>`: `x.t() * &a` is a row, `x.t() * &y` a number, `&x * y.t()` a matrix.
///
/// ```
/// use typograd::prelude::*;
///
/// let x = Vector::<D<2>>::from([1.0, 2.0]);
/// let row: &RowVector<D<2>> = x.t();
/// assert_eq!(<Row<D<2>>>::MATRIX, (1, 2)); // one row of two columns
/// assert_eq!(row * &x, 5.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row<N>(PhantomData<N>);

mod sealed {
    use super::{Misfit, Row};

    pub trait Sealed {}
    impl<S, Why> Sealed for Misfit<S, Why> {}
    impl Sealed for () {}
    impl<A> Sealed for (A,) {}
    impl<A, B> Sealed for (A, B) {}
    impl<A, B, C> Sealed for (A, B, C) {}
    impl<A, B, C, E> Sealed for (A, B, C, E) {}
    impl<N> Sealed for Row<N> {}
}

/// How many values an array of a dimension has. A dimension may be anybody's, and say another length than that of its arrays: then
/// nothing that has it is compiled.
///
/// What an array is, [`Elements`](crate::dim::Elements) restricts to values in a row, and as it is one of any type, it has as many of
/// each: bytes are counted. So tensors of a shape have [`LEN`](Shape::LEN) elements, whatever the dimension says.
///
/// ```
/// use typograd::{dim::Dim, prelude::*};
///
/// #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// struct Three;
///
/// impl Dim for Three {
///     type Len = <D<3> as Dim>::Len;
///     type Array<T> = [T; 3];
/// }
///
/// assert_eq!(Vector::<Three>::from([1.0, 2.0, 3.0]).sum(), 6.0);
/// ```
///
/// ```compile_fail
/// use typograd::{dim::Dim, prelude::*};
///
/// #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// struct Three;
///
/// impl Dim for Three {
///     type Len = <D<3> as Dim>::Len;
///     type Array<T> = [T; 2];
/// }
///
/// let mut batch = Batch::<D<1>, (Three,)>::new();
/// batch.as_mut_slice().fill(1.0);
/// ```
pub(crate) const fn len<N: Dim>() -> usize {
    let length = size_of::<N::Array<u8>>();
    assert!(
        length == <N::Len as Unsigned>::USIZE,
        "a dimension has a length, `Dim::Len`, that is not the number of values in its `Dim::Array`"
    );
    length
}

impl Shape for () {
    type Storage<T> = T;
    const RANK: usize = 0;
    const DIMS: [usize; 4] = [1; 4];
    const NAMES: [&'static str; 4] = [""; 4];
    const LEN: usize = 1;
    const MATRIX: (usize, usize) = (1, 1);

    type Meant = Self;
    type IfSound<X: Shape, Y: Shape> = X;
    type Rows = D<1>;
    type Columns = D<1>;
    type Transposed = ();
    type Times<B: Shape> = B;
    type AfterMatrix<R: Dim, C: Dim> = (R, C);
    type AfterVector<N: Dim> = (N,);
    type AfterRow<N: Dim> = Row<N>;
}

impl<A: Dim> Shape for (A,) {
    type Storage<T> = A::Array<T>;
    const RANK: usize = 1;
    const DIMS: [usize; 4] = [len::<A>(), 1, 1, 1];
    const NAMES: [&'static str; 4] = [A::NAME, "", "", ""];
    const LEN: usize = len::<A>();
    const MATRIX: (usize, usize) = (len::<A>(), 1);

    type Meant = Self;
    type IfSound<X: Shape, Y: Shape> = X;
    type Rows = A;
    type Columns = D<1>;
    type Transposed = Row<A>;
    type Times<B: Shape> = B::AfterVector<A>;
    type AfterMatrix<R: Dim, C: Dim> = (R,);
    type AfterVector<N: Dim> = (N,);
    type AfterRow<N: Dim> = ();
}

impl<A: Dim> Shape for Row<A> {
    type Storage<T> = A::Array<T>;
    const RANK: usize = 1;
    const DIMS: [usize; 4] = [len::<A>(), 1, 1, 1];
    const NAMES: [&'static str; 4] = [A::NAME, "", "", ""];
    const LEN: usize = len::<A>();
    const MATRIX: (usize, usize) = (1, len::<A>());

    type Meant = Self;
    type IfSound<X: Shape, Y: Shape> = X;
    type Rows = D<1>;
    type Columns = A;
    type Transposed = (A,);
    type Times<B: Shape> = B::AfterRow<A>;
    type AfterMatrix<R: Dim, C: Dim> = (R, A);
    type AfterVector<N: Dim> = (N, A);
    type AfterRow<N: Dim> = Row<A>;
}

impl<A: Dim, B: Dim> Shape for (A, B) {
    type Storage<T> = A::Array<B::Array<T>>;
    const RANK: usize = 2;
    const DIMS: [usize; 4] = [len::<A>(), len::<B>(), 1, 1];
    const NAMES: [&'static str; 4] = [A::NAME, B::NAME, "", ""];
    const LEN: usize = len::<A>() * len::<B>();
    const MATRIX: (usize, usize) = (len::<A>(), len::<B>());

    type Meant = Self;
    type IfSound<X: Shape, Y: Shape> = X;
    type Rows = A;
    type Columns = B;
    type Transposed = (B, A);
    type Times<X: Shape> = X::AfterMatrix<A, B>;
    type AfterMatrix<R: Dim, C: Dim> = (R, B);
    type AfterVector<N: Dim> = (N, B);
    type AfterRow<N: Dim> = Row<B>;
}

/// Shapes of rank three and four: stacks of matrices, multiplied by scalars alone.
macro_rules! stacked_shape {
    ($rank:literal, ($first:ident $(, $rest:ident)*), $last:ident, [$($pad:literal),*], $storage:ty) => {
        impl<$first: Dim $(, $rest: Dim)*> Shape for ($first $(, $rest)*) {
            type Storage<T> = $storage;
            const RANK: usize = $rank;
            const DIMS: [usize; 4] = [len::<$first>() $(, len::<$rest>())* $(, $pad)*];
            const NAMES: [&'static str; 4] = {
                let mut names = [""; 4];
                let given = [$first::NAME $(, $rest::NAME)*];
                let mut i = 0;
                while i < $rank {
                    names[i] = given[i];
                    i += 1;
                }
                names
            };
            const LEN: usize = len::<$first>() $(* len::<$rest>())*;
            const MATRIX: (usize, usize) = (len::<$first>(), Self::LEN / len::<$first>());

            type Meant = Self;
            type IfSound<X: Shape, Y: Shape> = X;
            type Rows = $first;
            type Columns = $last;
            type Transposed = Self;
            type Times<X: Shape> = Self;
            type AfterMatrix<R: Dim, K: Dim> = Self;
            type AfterVector<N: Dim> = Self;
            type AfterRow<N: Dim> = Self;
        }
    };
}

stacked_shape!(3, (A, B, C), C, [1], A::Array<B::Array<C::Array<T>>>);
stacked_shape!(
    4,
    (A, B, C, E),
    E,
    [],
    A::Array<B::Array<C::Array<E::Array<T>>>>
);

/// Prints a shape as a person would: `Pixels=64 × 10`.
///
/// ```
/// use typograd::{prelude::*, shape::ShapeName};
///
/// dims! { Pixels = 64; }
///
/// assert_eq!(ShapeName::<(Pixels, D<10>)>::new().to_string(), "Pixels=64 × 10");
/// assert_eq!(ShapeName::<()>::new().to_string(), "scalar");
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ShapeName<S>(PhantomData<S>);

impl<S: Shape> ShapeName<S> {
    /// The printable name of `S`.
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<S: Shape> fmt::Display for ShapeName<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if S::RANK == 0 {
            return f.write_str("scalar");
        }
        for axis in 0..S::RANK {
            if axis > 0 {
                f.write_str(" × ")?;
            }
            if S::NAMES[axis].is_empty() {
                write!(f, "{}", S::DIMS[axis])?;
            } else {
                write!(f, "{}={}", S::NAMES[axis], S::DIMS[axis])?;
            }
        }
        Ok(())
    }
}

/// Shapes whose elements can be laid out in one line, as [`Tensor::flatten`](crate::Tensor::flatten) does.
pub trait Flatten: Shape {
    /// The dimension that holds all elements: a literal up to 1,024, and above [`Digits4`](crate::dim::Digits4) and its like.
    type Flat: Dim;
    /// The shape with that dimension alone.
    type Out: Shape;
}

impl<A: Dim> Flatten for (A,) {
    type Flat = A;
    type Out = (A,);
}

impl<A: Dim> Flatten for Row<A> {
    type Flat = A;
    type Out = (A,);
}

macro_rules! flatten {
    ($($dim:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($dim: Dim),*> Flatten for ($($dim),*)
        where
            Self: Count<Count: Literal<Dim: Dim>>,
        {
            type Flat = <<Self as Count>::Count as Literal>::Dim;
            type Out = (Self::Flat,);
        }
    };
}

flatten!(A B);
flatten!(A B C);
flatten!(A B C E);

/// Shapes of channels: their first dimension, whatever a channel is made of.
///
/// ```
/// use typograd::{prelude::*, shape::Channels};
///
/// assert_eq!(<<(D<3>, D<8>, D<8>) as Channels>::Channel as Dim>::LEN, 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no channels",
    label = "expected the shape of an image, `(Channels, Height, Width)`, or of a signal, `(Channels, Length)`"
)]
pub trait Channels: Shape<Rows = Self::Channel> {
    /// The first dimension.
    type Channel: Dim;
    /// The shape with that dimension alone.
    type Out: Shape;
}

macro_rules! channels {
    ($($dim:ident)*) => {
        impl<A: Dim $(, $dim: Dim)*> Channels for (A, $($dim),*) {
            type Channel = A;
            type Out = (A,);
        }
    };
}

channels!(B);
channels!(B C);

/// `S: RemoveAxis<K>` names the shape that is left when axis `K` is summed away, counted from 0.
///
/// ```
/// use typograd::{prelude::*, shape::RemoveAxis};
///
/// fn column_sums<S: RemoveAxis<0>>(x: &Tensor<S>) -> Tensor<S::Out> {
///     x.sum_axis::<0>()
/// }
///
/// let m = Matrix::<D<2>, D<2>>::from([[1.0, 2.0], [3.0, 4.0]]);
/// assert_eq!(column_sums(&m), Vector::from([4.0, 6.0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no axis {AXIS}",
    label = "axes are counted from 0: a matrix has axis 0, along its rows, and axis 1"
)]
pub trait RemoveAxis<const AXIS: usize>: Shape {
    /// The shape without the axis.
    type Out: Shape;
}

macro_rules! remove_axis {
    ($(($($dim:ident),*) $axis:literal => ($($left:ident),*);)*) => {
        $(#[diagnostic::do_not_recommend]
        impl<$($dim: Dim),*> RemoveAxis<$axis> for ($($dim,)*) {
            type Out = ($($left,)*);
        })*
    };
}

remove_axis! {
    (A) 0 => ();
    (A, B) 0 => (B);
    (A, B) 1 => (A);
    (A, B, C) 0 => (B, C);
    (A, B, C) 1 => (A, C);
    (A, B, C) 2 => (A, B);
    (A, B, C, E) 0 => (B, C, E);
    (A, B, C, E) 1 => (A, C, E);
    (A, B, C, E) 2 => (A, B, E);
    (A, B, C, E) 3 => (A, B, C);
}
