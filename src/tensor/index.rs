//! Elements, rows and columns.

use core::ops::{Index, IndexMut};

use super::{Matrix, RowVector, Tensor, Vector};
use crate::Element;
use crate::dim::Dim;
use crate::shape::{Row, Shape};

impl<S: Shape, T> Tensor<S, T> {
    /// The elements in row-major order.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(m.iter().copied().filter(|x| x % 2.0 == 0.0).sum::<f32>(), 12.0); // 2 + 4 + 6
    /// ```
    pub fn iter(&self) -> core::slice::Iter<'_, T> {
        self.as_slice().iter()
    }

    /// The elements in row-major order, to be changed.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut x = Vector::<D<2>>::from([1.0, 2.0]);
    /// x.iter_mut().for_each(|x| *x *= 10.0);
    /// assert_eq!(x, Vector::from([10.0, 20.0]));
    /// ```
    pub fn iter_mut(&mut self) -> core::slice::IterMut<'_, T> {
        self.as_mut_slice().iter_mut()
    }
}

impl<'a, S: Shape, T> IntoIterator for &'a Tensor<S, T> {
    type Item = &'a T;
    type IntoIter = core::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, S: Shape, T> IntoIterator for &'a mut Tensor<S, T> {
    type Item = &'a mut T;
    type IntoIter = core::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

/// The position of an index in row-major order, or `None` outside.
fn position<S: Shape>(index: [usize; 4]) -> Option<usize> {
    let mut at = 0;
    for (i, length) in index.into_iter().zip(S::DIMS) {
        if i >= length {
            return None;
        }
        at = at * length + i;
    }
    Some(at)
}

#[cold]
fn outside<S: Shape>(index: [usize; 4]) -> ! {
    panic!(
        "index {:?} is outside a tensor of {}",
        &index[..S::RANK],
        crate::shape::ShapeName::<S>::new()
    )
}

macro_rules! index {
    ($(($($dim:ident),*), $shape:ty, $index:ty, $pattern:expr;)*) => {
        $(impl<$($dim: Dim,)* T> Tensor<$shape, T> {
            /// The element at an index, or `None` outside.
            ///
            /// ```
            /// use typograd::prelude::*;
            ///
            /// let m = Matrix::<D<2>, D<2>>::identity();
            /// assert_eq!((m.get((1, 1)), m.get((0, 2))), (Some(&1.0), None));
            /// assert_eq!(m.row(0).get(1), Some(&0.0));
            /// ```
            pub fn get(&self, index: $index) -> Option<&T> {
                self.as_slice().get(position::<$shape>($pattern(index))?)
            }

            /// The element at an index, to be changed, or `None` outside.
            pub fn get_mut(&mut self, index: $index) -> Option<&mut T> {
                self.as_mut_slice().get_mut(position::<$shape>($pattern(index))?)
            }
        }

        impl<$($dim: Dim,)* T> Index<$index> for Tensor<$shape, T> {
            type Output = T;

            /// # Panics
            ///
            /// If the index is outside.
            fn index(&self, index: $index) -> &T {
                self.get(index).unwrap_or_else(|| outside::<$shape>($pattern(index)))
            }
        }

        impl<$($dim: Dim,)* T> IndexMut<$index> for Tensor<$shape, T> {
            /// # Panics
            ///
            /// If the index is outside.
            fn index_mut(&mut self, index: $index) -> &mut T {
                let Some(at) = position::<$shape>($pattern(index)) else {
                    outside::<$shape>($pattern(index))
                };
                &mut self.as_mut_slice()[at]
            }
        })*
    };
}

index! {
    (A), (A,), usize, |i| [i, 0, 0, 0];
    (A), Row<A>, usize, |i| [i, 0, 0, 0];
    (A, B), (A, B), (usize, usize), |(i, j)| [i, j, 0, 0];
    (A, B, C), (A, B, C), (usize, usize, usize), |(i, j, k)| [i, j, k, 0];
    (A, B, C, E), (A, B, C, E), (usize, usize, usize, usize), |(i, j, k, l)| [i, j, k, l];
}

impl<R: Dim, C: Dim, T> Matrix<R, C, T> {
    /// Row `i`, in place.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// let x = Vector::<D<3>>::ones();
    /// assert_eq!(m.row(1) * &x, 15.0);
    /// assert_eq!(m.column(2), Vector::from([3.0, 6.0]));
    /// ```
    pub fn row(&self, i: usize) -> &RowVector<C, T> {
        self.rows()
            .nth(i)
            .unwrap_or_else(|| outside::<(R, C)>([i, 0, 0, 0]))
    }

    /// Row `i`, in place, to be changed.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut m = Matrix::<D<2>, D<2>>::zeros();
    /// m.row_mut(1).fill(1.0);
    /// assert_eq!(m, Matrix::from([[0.0, 0.0], [1.0, 1.0]]));
    /// ```
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn row_mut(&mut self, i: usize) -> &mut RowVector<C, T> {
        self.rows_mut()
            .nth(i)
            .unwrap_or_else(|| outside::<(R, C)>([i, 0, 0, 0]))
    }

    /// The rows, in place.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert!(m.rows().map(RowVector::sum).eq([6.0, 15.0]));
    /// ```
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &RowVector<C, T>> + ExactSizeIterator {
        self.as_slice()
            .chunks_exact(C::LEN)
            .map(Tensor::from_elements)
    }

    /// The rows, in place, to be changed.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut m = Matrix::<D<2>, D<2>>::ones();
    /// for (i, row) in m.rows_mut().enumerate() {
    ///     *row *= i as f32;
    /// }
    /// assert_eq!(m, Matrix::from([[0.0, 0.0], [1.0, 1.0]]));
    /// ```
    pub fn rows_mut(
        &mut self,
    ) -> impl DoubleEndedIterator<Item = &mut RowVector<C, T>> + ExactSizeIterator {
        self.as_mut_slice()
            .chunks_exact_mut(C::LEN)
            .map(Tensor::from_elements_mut)
    }
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// A copy of column `j`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(m.column(1), Vector::from([2.0, 5.0]));
    /// ```
    ///
    /// # Panics
    ///
    /// If there is no such column.
    pub fn column(&self, j: usize) -> Vector<R, T> {
        if j >= C::LEN {
            outside::<(R, C)>([0, j, 0, 0]);
        }
        Vector::from_fn(|i| self[(i, j)])
    }

    /// Copies of the columns.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert!(m.columns().map(|column| column.sum()).eq([5.0, 7.0, 9.0]));
    /// ```
    pub fn columns(&self) -> impl DoubleEndedIterator<Item = Vector<R, T>> + ExactSizeIterator {
        (0..C::LEN).map(|j| self.column(j))
    }
}
