//! New names and shapes for the same elements; concatenation and splitting.

use super::{Matrix, Tensor, Vector};
use crate::Element;
use crate::dim::{Dim, Plus, SplitsInto};
use crate::shape::{Flatten, RelabelsTo, ReshapesTo, SameAs, Shape};

impl<S: Shape, T> Tensor<S, T> {
    /// The same tensor under other names: each dimension keeps its length.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// dims! { Pixels = 4; Features = 4; }
    ///
    /// let x: Vector<Pixels> = Vector::ones();
    /// let y: &Vector<Features> = x.relabel();
    /// let z: &Vector<D<4>> = y.relabel();
    /// ```
    pub fn relabel<R: Shape>(&self) -> &Tensor<R, T>
    where
        S: RelabelsTo<R>,
    {
        self.cast()
    }

    /// The same tensor, for a shape that is known to be its own by a bound: in code that is generic in both.
    ///
    /// ```
    /// use typograd::{prelude::*, shape::SameAs};
    ///
    /// fn plus<A: Shape + SameAs<B>, B: Shape>(a: &Tensor<A>, b: &Tensor<B>) -> Tensor<B> {
    ///     a.same() + b
    /// }
    ///
    /// assert_eq!(plus(&Vector::<D<2>>::ones(), &Vector::ones()), Vector::full(2.0));
    /// ```
    pub fn same<R: Shape>(&self) -> &Tensor<R, T>
    where
        S: SameAs<R>,
    {
        self.cast()
    }

    /// The same elements in row-major order under another shape with as many of them, in place.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<6>>::from([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    /// let m = x.reshape::<(D<2>, D<3>)>();
    /// assert_eq!(m[(1, 0)], 4.0);
    /// ```
    pub fn reshape<R: Shape>(&self) -> &Tensor<R, T>
    where
        S: ReshapesTo<R>,
    {
        self.cast()
    }

    /// All elements in one line, in place; its dimension is the product of all.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<3>>::ones();
    /// let flat = m.flatten(); // of dimension Times<D<2>, D<3>>
    /// let named: &Vector<D<6>> = flat.relabel();
    /// assert_eq!(named.sum(), 6.0);
    /// ```
    pub fn flatten(&self) -> &Vector<S::Flat, T>
    where
        S: Flatten,
    {
        self.cast()
    }
}

impl<N: Dim, T: Element> Vector<N, T> {
    /// This vector with another below it.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Vector::<D<2>>::from([1.0, 2.0]);
    /// let b = Vector::<D<1>>::from([3.0]);
    /// let both = a.concat(&b); // of dimension Plus<D<2>, D<1>>
    /// assert_eq!(both.relabel(), &Vector::<D<3>>::from([1.0, 2.0, 3.0]));
    ///
    /// let (first, second) = both.split::<D<2>, D<1>>();
    /// assert_eq!((first, second), (&a, &b));
    /// ```
    pub fn concat<M: Dim>(&self, below: &Vector<M, T>) -> Vector<Plus<N, M>, T>
    where
        Plus<N, M>: Dim,
    {
        let mut out = Vector::zeros();
        let (top, rest) = out.as_mut_slice().split_at_mut(N::LEN);
        top.copy_from_slice(self.as_slice());
        rest.copy_from_slice(below.as_slice());
        out
    }

    /// The first `A` elements and the `B` others, in place.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<3>>::from([1.0, 2.0, 3.0]);
    /// let (first, rest) = x.split::<D<1>, D<2>>();
    /// assert_eq!((first, rest), (&Vector::from([1.0]), &Vector::from([2.0, 3.0])));
    /// ```
    pub fn split<A: Dim, B: Dim>(&self) -> (&Vector<A, T>, &Vector<B, T>)
    where
        N: SplitsInto<A, B>,
    {
        let (top, rest) = self.as_slice().split_at(A::LEN);
        (Tensor::from_elements(top), Tensor::from_elements(rest))
    }
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// This matrix with another below it.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let top = Matrix::<D<1>, D<2>>::from([[1.0, 2.0]]);
    /// let both = top.concat_rows(&Matrix::<D<1>, _>::from([[3.0, 4.0]])); // of Plus<D<1>, D<1>> rows
    /// assert_eq!(both.relabel(), &Matrix::<D<2>, D<2>>::from([[1.0, 2.0], [3.0, 4.0]]));
    /// ```
    pub fn concat_rows<M: Dim>(&self, below: &Matrix<M, C, T>) -> Matrix<Plus<R, M>, C, T>
    where
        Plus<R, M>: Dim,
    {
        let mut out = Matrix::zeros();
        let (top, rest) = out.as_mut_slice().split_at_mut(R::LEN * C::LEN);
        top.copy_from_slice(self.as_slice());
        rest.copy_from_slice(below.as_slice());
        out
    }

    /// This matrix with another to the right of it.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let left = Matrix::<D<2>, D<1>>::from([[1.0], [2.0]]);
    /// let both = left.concat_columns(&Matrix::<_, D<1>>::from([[3.0], [4.0]])); // of Plus<D<1>, D<1>> columns
    /// assert_eq!(both.relabel(), &Matrix::<D<2>, D<2>>::from([[1.0, 3.0], [2.0, 4.0]]));
    /// ```
    pub fn concat_columns<M: Dim>(&self, right: &Matrix<R, M, T>) -> Matrix<R, Plus<C, M>, T>
    where
        Plus<C, M>: Dim,
    {
        let mut out = Matrix::zeros();
        for (i, row) in out.rows_mut().enumerate() {
            let (left, rest) = row.as_mut_slice().split_at_mut(C::LEN);
            left.copy_from_slice(self.row(i).as_slice());
            rest.copy_from_slice(right.row(i).as_slice());
        }
        out
    }

    /// The first `A` rows and the `B` others, in place.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<3>, D<1>>::from([[1.0], [2.0], [3.0]]);
    /// let (top, rest) = m.split_rows::<D<1>, D<2>>();
    /// assert_eq!((top, rest), (&Matrix::from([[1.0]]), &Matrix::from([[2.0], [3.0]])));
    /// ```
    pub fn split_rows<A: Dim, B: Dim>(&self) -> (&Matrix<A, C, T>, &Matrix<B, C, T>)
    where
        R: SplitsInto<A, B>,
    {
        let (top, rest) = self.as_slice().split_at(A::LEN * C::LEN);
        (Tensor::from_elements(top), Tensor::from_elements(rest))
    }

    /// Copies of the first `A` columns and of the `B` others.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<2>>::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let (left, right) = m.split_columns::<D<1>, D<1>>();
    /// assert_eq!((left, right), (Matrix::from([[1.0], [3.0]]), Matrix::from([[2.0], [4.0]])));
    /// ```
    pub fn split_columns<A: Dim, B: Dim>(&self) -> (Matrix<R, A, T>, Matrix<R, B, T>)
    where
        C: SplitsInto<A, B>,
    {
        (
            Matrix::from_fn(|(i, j)| self[(i, j)]),
            Matrix::from_fn(|(i, j)| self[(i, A::LEN + j)]),
        )
    }
}
