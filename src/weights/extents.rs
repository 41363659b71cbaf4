//! The shape of a stored tensor.

use core::fmt;

use super::Dtype;
use super::text::Text;
use crate::shape::Shape;

/// The shape and the elements of a tensor in a network: `[Hidden=32, Pixels=64] of F32`.
///
/// It stands in a [`WeightsError`](super::WeightsError).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extents {
    pub(super) dtype: Dtype,
    rank: usize,
    dims: [usize; 4],
    names: [&'static str; 4],
}

impl Extents {
    pub(crate) const fn of<S: Shape>(dtype: Dtype) -> Self {
        Self {
            dtype,
            rank: S::RANK,
            dims: S::DIMS,
            names: S::NAMES,
        }
    }

    /// The lengths of the dimensions.
    pub const fn dims(&self) -> &[usize] {
        self.dims.split_at(self.rank).0
    }

    /// How many elements there are.
    pub(crate) const fn len(&self) -> usize {
        let [a, b, c, d] = self.dims;
        a * b * c * d
    }

    /// The bytes of all elements.
    pub const fn bytes(&self) -> usize {
        self.len() * self.dtype.size()
    }

    /// `[Hidden=32, Pixels=64]`, with names or as a file has it, added to a text.
    pub(super) const fn shape<const N: usize>(&self, mut text: Text<N>, named: bool) -> Text<N> {
        text = text.push("[");
        let mut axis = 0;
        while axis < self.rank {
            if axis > 0 {
                text = text.push(if named { ", " } else { "," });
            }
            if named && !self.names[axis].is_empty() {
                text = text.push(self.names[axis]).push("=");
            }
            text = text.number(self.dims[axis]);
            axis += 1;
        }
        text.push("]")
    }
}

impl fmt::Display for Extents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.shape(Text::<160>::new(), true);
        write!(f, "{} of {}", text.as_str(), self.dtype)
    }
}
