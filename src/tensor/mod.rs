//! Tensors: contiguous arrays whose shape is a type, and everything one does with them by hand.

#![allow(unsafe_code)] // the storage casts: nested arrays seen as slices, and back

mod arithmetic;
mod batch;
mod compare;
mod construct;
mod convolution;
mod diagonal;
mod format;
mod image;
mod index;
mod multiple;
mod pooling;
mod product;
mod reduce;
mod reshape;
mod transpose;
mod windows;

pub use arithmetic::{AddRhs, Divisor};
pub use batch::{Batch, BatchOf, CapacityError};
pub use construct::{ArrayOf, LengthError};
pub use convolution::{
    Convolution, Convolution1d, Convolution2d, ConvolvedBy, DepthwiseConvolution2d,
    GroupedConvolution2d, SpreadBy, Transposed2d, toeplitz,
};
pub use diagonal::{Diagonal, DiagonalRhs};
pub(crate) use image::area;
pub use multiple::{NumberMulRhs, ScalarRhs};
pub use pooling::{PooledBy, Pooling, Pooling2d};
pub use product::{MulRhs, RowMulRhs, VectorMulRhs};
pub use reduce::SquareWith;
pub(crate) use reduce::norm;
pub use transpose::Transposed;
pub use windows::{
    Divides, Groups, HasRoom, LeavesRoom, LineHasRoom, LineWindow, LineWindows, Over, SpreadWindow,
    SpreadWindows, Uneven, Window, Windows,
};

use core::mem::ManuallyDrop;

use crate::shape::{Row, Shape};
use crate::{Element, Zeroed, zeroed};

/// An array of `T` with the shape `S`, contiguous and row-major; see the aliases [`Vector`], [`Matrix`], [`Image`].
///
/// ```
/// use typograd::prelude::*;
///
/// dims! { pub Pixels = 4; pub Hidden = 2; }
///
/// let w: Matrix<Hidden, Pixels> = Matrix::from_fn(|(i, j)| (i + j) as f32);
/// let x: Vector<Pixels> = Vector::from([1.0, 0.0, 0.0, 2.0]);
/// let z: Vector<Hidden> = &w * &x;
/// assert_eq!(z, Vector::from([6.0, 9.0]));
/// ```
///
/// A tensor has the alignment of its elements and no padding: a row of a matrix, a sample of a batch and a slice of
/// the right length are tensors in place.
#[repr(transparent)]
pub struct Tensor<S: Shape, T = f32> {
    /// Numbers, of which nothing is dropped. Written so, the compiler need not ask what they are wherever a network goes out
    /// of scope; of one whose dimensions are none it would say so there again.
    data: ManuallyDrop<S::Storage<T>>,
}

/// A column vector of length `N`.
///
/// ```
/// use typograd::prelude::*;
///
/// let x = Vector::<D<3>>::from([1.0, 2.0, 3.0]);
/// assert_eq!(x[2], 3.0);
/// ```
pub type Vector<N, T = f32> = Tensor<(N,), T>;
/// A row vector of length `N`: what the transpose of a [`Vector`] is.
///
/// ```
/// use typograd::prelude::*;
///
/// let row = RowVector::<D<2>>::from([1.0, 2.0]);
/// assert_eq!(&row * Vector::from([3.0, 4.0]), 11.0);
/// assert_eq!(row.t(), &Vector::from([1.0, 2.0]));
/// ```
pub type RowVector<N, T = f32> = Tensor<Row<N>, T>;
/// A matrix of `R` rows and `C` columns.
///
/// ```
/// use typograd::prelude::*;
///
/// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
/// assert_eq!(m[(1, 0)], 4.0); // row 1, column 0
/// ```
pub type Matrix<R, C, T = f32> = Tensor<(R, C), T>;
/// A stack of `C` channels of height `H` and width `W`.
///
/// ```
/// use typograd::prelude::*;
///
/// let image = Image::<D<3>, D<4>, D<5>>::from_fn(|(channel, row, column)| (100 * channel + 10 * row + column) as f32);
/// assert_eq!(image[(2, 3, 4)], 234.0);
/// assert_eq!(image.as_slice()[1], 1.0); // columns run fastest
/// ```
pub type Image<C, H, W, T = f32> = Tensor<(C, H, W), T>;
/// A number as a tensor: what a layer's scalar parameter is.
///
/// ```
/// use typograd::prelude::*;
///
/// #[layer]
/// struct Scale {
///     #[init(ones)]
///     factor: Scalar,
/// }
///
/// #[layer]
/// impl Scale {
///     fn forward(&self, x: &Vector<D<2>>) -> Vector<D<2>> {
///         x * &self.factor
///     }
/// }
///
/// assert_eq!(Scale::seeded(1).factor.value(), 1.0);
/// ```
pub type Scalar<T = f32> = Tensor<(), T>;
/// The Jacobian ∂out/∂in: outputs × inputs. Chaining is the matrix product, whose inner dimension the compiler checks.
///
/// ```
/// use typograd::prelude::*;
///
/// dims! { Pixels = 3; Hidden = 2; Digit = 2; }
///
/// let hidden: Jacobian<Hidden, Pixels> = Matrix::full(1.0);
/// let logits: Jacobian<Digit, Hidden> = Matrix::full(2.0);
/// let chained: Jacobian<Digit, Pixels> = &logits * &hidden;
/// assert_eq!(chained[(0, 0)], 4.0);
/// ```
pub type Jacobian<Out, In, T = f32> = Matrix<Out, In, T>;

impl<S: Shape, T> Tensor<S, T> {
    /// The number of elements.
    pub const LEN: usize = S::LEN;

    /// The elements in row-major order.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let m = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(m.as_slice(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    /// ```
    #[inline]
    pub fn as_slice(&self) -> &[T] {
        // SAFETY: `Storage` is `T` or nested arrays of it, without padding: `LEN` elements in a row.
        unsafe { core::slice::from_raw_parts((&raw const self.data).cast(), S::LEN) }
    }

    /// The elements in row-major order, to be changed.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut m = Matrix::<D<2>, D<2>>::zeros();
    /// m.as_mut_slice()[2] = 1.0;
    /// assert_eq!(m, Matrix::from([[0.0, 0.0], [1.0, 0.0]]));
    /// ```
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: `Storage` is `T` or nested arrays of it, without padding: `LEN` elements in a row.
        unsafe { core::slice::from_raw_parts_mut((&raw mut self.data).cast(), S::LEN) }
    }

    /// The elements of tensors in a row, one after the other.
    #[inline]
    pub(crate) fn elements_of(tensors: &[Self]) -> &[T] {
        // SAFETY: each tensor is `LEN` elements without padding, and so are those in a row.
        unsafe { core::slice::from_raw_parts(tensors.as_ptr().cast(), tensors.len() * S::LEN) }
    }

    /// The elements as a tensor, in place.
    ///
    /// # Panics
    ///
    /// If their number is not that of the shape.
    #[inline]
    pub(crate) fn from_elements(elements: &[T]) -> &Self {
        assert!(elements.len() == S::LEN);
        // SAFETY: `LEN` elements in a row are what a tensor of this shape is, with the same alignment.
        unsafe { &*elements.as_ptr().cast() }
    }

    /// The elements as a tensor, in place, to be changed.
    ///
    /// # Panics
    ///
    /// If their number is not that of the shape.
    #[inline]
    pub(crate) fn from_elements_mut(elements: &mut [T]) -> &mut Self {
        assert!(elements.len() == S::LEN);
        // SAFETY: `LEN` elements in a row are what a tensor of this shape is, with the same alignment.
        unsafe { &mut *elements.as_mut_ptr().cast() }
    }

    /// The same elements under another shape with as many of them.
    #[inline]
    pub(crate) fn cast<R: Shape>(&self) -> &Tensor<R, T> {
        Tensor::from_elements(self.as_slice())
    }
}

// SAFETY: a tensor is `LEN` elements, each of which may be zero bytes.
unsafe impl<S: Shape, T: Zeroed> Zeroed for Tensor<S, T> {}
// SAFETY: a tensor owns its elements and nothing else.
unsafe impl<S: Shape, T: Send> Send for Tensor<S, T> {}
// SAFETY: as above.
unsafe impl<S: Shape, T: Sync> Sync for Tensor<S, T> {}

impl<S: Shape, T: Element> Clone for Tensor<S, T> {
    fn clone(&self) -> Self {
        let mut copy = zeroed::<Self>();
        copy.clone_from(self);
        copy
    }

    fn clone_from(&mut self, source: &Self) {
        self.as_mut_slice().copy_from_slice(source.as_slice());
    }
}

impl<S: Shape, T: Element> Default for Tensor<S, T> {
    /// All zeros.
    fn default() -> Self {
        zeroed()
    }
}

/// Any tensor: what a generic signature needs to name the parts of `Vector<N>` or `Image<C, H, W>`.
///
/// ```
/// use typograd::{AnyTensor, prelude::*};
///
/// fn batched<X: AnyTensor>() -> BatchOf<D<4>, X> {
///     Batch::new()
/// }
///
/// assert_eq!(batched::<Vector<D<2>>>().len(), 0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tensor",
    label = "expected a tensor such as `Vector<N>`, `Matrix<R, C>`, or `Scalar` for a number"
)]
pub trait AnyTensor: Sized + 'static {
    /// The shape.
    type Shape: Shape;
    /// The element type.
    type Elem: Element;
}

impl<S: Shape, T: Element> AnyTensor for Tensor<S, T> {
    type Shape = S;
    type Elem = T;
}
