//! The gradient of a network's parameters.

use core::ops::{Deref, DerefMut};

use crate::Zeroed;
use crate::zeroed::zeroed_parts;

/// The gradient of a loss in the parameters of `N`: it has the network's shape, field by field, and is not a network.
///
/// `gradient.hidden.w` is the gradient in `network.hidden.w`.
///
/// ```
/// use typograd::prelude::*;
///
/// #[derive(Network)]
/// struct Net {
///     hidden: Dense<D<3>, D<2>, Relu>,
///     out: Dense<D<2>, D<1>>,
/// }
///
/// let mut gradient = Gradient::<Net>::zeros();
/// gradient.out.b[0] = 2.0; // field by field, as in the network
/// assert_eq!(gradient.out.b.sum() + gradient.hidden.w.sum(), 2.0);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[repr(transparent)]
pub struct Gradient<N>(N);

zeroed_parts!(Gradient[N: Zeroed][N] { 0 });

impl<N: Zeroed> Gradient<N> {
    /// A gradient of zeros.
    pub fn zeros() -> Self {
        Self(N::zeroed())
    }
}

impl<N> Deref for Gradient<N> {
    type Target = N;

    fn deref(&self) -> &N {
        &self.0
    }
}

impl<N> DerefMut for Gradient<N> {
    fn deref_mut(&mut self) -> &mut N {
        &mut self.0
    }
}
