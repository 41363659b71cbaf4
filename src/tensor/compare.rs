//! Equality, exact and approximate.

use super::Tensor;
use crate::Element;
use crate::shape::Shape;

impl<S: Shape, T: Element> PartialEq for Tensor<S, T> {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<S: Shape, T: Element> PartialEq<&Tensor<S, T>> for Tensor<S, T> {
    fn eq(&self, other: &&Self) -> bool {
        self == *other
    }
}

impl<S: Shape, T: Element> PartialEq<Tensor<S, T>> for &Tensor<S, T> {
    fn eq(&self, other: &Tensor<S, T>) -> bool {
        *self == other
    }
}

impl<S: Shape, T: Element> Tensor<S, T> {
    /// Whether every element satisfies |aᵢ − bᵢ| ≤ tolerance · max(1, |aᵢ|, |bᵢ|): relative for large elements,
    /// absolute for small ones. Infinities are near themselves, NaN is near nothing.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Vector::<D<2>>::from([1.0, 1e6]);
    /// let b = Vector::<D<2>>::from([1.000_001, 1e6 + 1.0]);
    /// assert!(a.is_close(&b, 2e-6));
    /// assert!(!a.is_close(&b, 1e-7));
    /// ```
    pub fn is_close(&self, other: &Self, tolerance: T) -> bool {
        self.iter().zip(other).all(|(a, b)| {
            a == b || (*a - *b).abs() <= tolerance * a.abs().max(b.abs()).max(T::one())
        })
    }

    /// The largest |aᵢ − bᵢ|; NaN if there is one.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let (a, b) = (Vector::<D<2>>::from([1.0, 2.0]), Vector::from([1.5, -1.0]));
    /// assert_eq!(a.max_difference(&b), 3.0);
    /// ```
    pub fn max_difference(&self, other: &Self) -> T {
        (self - other).norm_max()
    }
}
