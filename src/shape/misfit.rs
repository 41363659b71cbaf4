//! What a layer takes whose windows do not fit: nothing that there is.

use core::cmp::Ordering;
use core::fmt::{self, Debug};
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;

use super::{Beside, Row, Shape};
use crate::dim::Dim;

/// The shape that a layer takes where windows, `Why`, do not fit into images of shape `S`.
///
/// There is one, so that a network whose layers follow from one another can be named, and its mistake is said at that layer
/// alone. There is no tensor of it.
pub struct Misfit<S, Why>(PhantomData<fn() -> (S, Why)>);

impl<S, Why> Clone for Misfit<S, Why> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, Why> Copy for Misfit<S, Why> {}

impl<S, Why> Debug for Misfit<S, Why> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Misfit")
    }
}

impl<S, Why> Default for Misfit<S, Why> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<S, Why> PartialEq for Misfit<S, Why> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<S, Why> Eq for Misfit<S, Why> {}

impl<S, Why> PartialOrd for Misfit<S, Why> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<S, Why> Ord for Misfit<S, Why> {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

impl<S, Why> Hash for Misfit<S, Why> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl<S: Shape, Why: 'static> Beside for Misfit<S, Why> {
    type With<I: Shape> = S::With<I>;
    type AfterNone = S::AfterNone;
    type AfterOne<A: Dim> = S::AfterOne<A>;
    type AfterOneLying<A: Dim> = S::AfterOneLying<A>;
    type AfterTwo<A: Dim, B: Dim> = S::AfterTwo<A, B>;
    type AfterThree<A: Dim, B: Dim, C: Dim> = S::AfterThree<A, B, C>;
    type AfterFour<A: Dim, B: Dim, C: Dim, E: Dim> = S::AfterFour<A, B, C, E>;
}

impl<S: Shape, Why: 'static> Shape for Misfit<S, Why> {
    type Storage<T> = S::Storage<T>;
    const RANK: usize = S::RANK;
    const DIMS: [usize; 4] = S::DIMS;
    const NAMES: [&'static str; 4] = S::NAMES;
    const LEN: usize = S::LEN;
    const MATRIX: (usize, usize) = S::MATRIX;

    type Meant = S;
    type IfSound<A: Shape, B: Shape> = B;
    type Rows = S::Rows;
    type Columns = S::Columns;
    type Transposed = S::Transposed;
    type Times<B: Shape> = S::Times<B>;
    type AfterMatrix<R: Dim, C: Dim> = S::AfterMatrix<R, C>;
    type AfterVector<N: Dim> = S::AfterVector<N>;
    type AfterRow<N: Dim> = S::AfterRow<N>;
}

/// Why there is no tensor of a [`Misfit`]: it never holds, and what it asks for says why.
pub trait Reason<S> {}

impl<S: Shape, Why: Reason<S> + 'static> Sound for Misfit<S, Why> {}

/// Shapes that there are tensors of: what a network's layers must take.
pub trait Sound: Shape {
    /// Nothing: to ask for the trait.
    const SOUND: () = ();
}

macro_rules! sound {
    ($([$($dim:ident)*] $shape:ty;)*) => {
        $(#[diagnostic::do_not_recommend]
        impl<$($dim: Dim),*> Sound for $shape {})*
    };
}

sound! {
    [] ();
    [A] (A,);
    [A] Row<A>;
    [A B] (A, B);
    [A B C] (A, B, C);
    [A B C E] (A, B, C, E);
}
