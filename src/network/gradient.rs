//! The gradient of a network's parameters.

use core::ops::{Deref, DerefMut};

use crate::Zeroed;
use crate::zeroed::zeroed_parts;

/// The gradient of a loss in the parameters of `N`: it has the network's shape, field by field, and is not a network.
///
/// `gradient.hidden.w` is the gradient in `network.hidden.w`.
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
