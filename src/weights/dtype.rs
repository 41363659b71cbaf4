//! What the elements of a stored tensor are, and its shape.

use core::fmt;
use core::marker::PhantomData;

use super::text::Text;
use crate::shape::Shape;

/// The element type of a tensor in a file, little-endian. Files may hold more types than these; networks do not.
///
/// ```
/// use typograd::weights::Dtype;
///
/// assert_eq!((Dtype::F32.name(), Dtype::F32.size()), ("F32", 4));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dtype {
    /// `f32`.
    F32,
    /// `f64`.
    F64,
    /// `i8`.
    I8,
    /// `i32`.
    I32,
}

impl Dtype {
    /// What files call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::F32 => "F32",
            Self::F64 => "F64",
            Self::I8 => "I8",
            Self::I32 => "I32",
        }
    }

    /// The bytes of one element.
    pub const fn size(self) -> usize {
        match self {
            Self::I8 => 1,
            Self::F32 | Self::I32 => 4,
            Self::F64 => 8,
        }
    }
}

/// The element type under which a `T` is stored. There is none for other types than these, and so it is a proof that any
/// bytes are a `T`.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct StoredAs<T> {
    dtype: Dtype,
    of: PhantomData<T>,
}

macro_rules! stored_as {
    ($($dtype:ident: $number:ty;)*) => {
        $(
            impl StoredAs<$number> {
                #[allow(missing_docs)] // hidden
                pub const $dtype: Self = Self { dtype: Dtype::$dtype, of: PhantomData };
            }
        )*
    };
}

stored_as! { F32: f32; F64: f64; I8: i8; I32: i32; }

impl<T> StoredAs<T> {
    pub(crate) const fn dtype(&self) -> Dtype {
        self.dtype
    }
}

impl fmt::Display for Dtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

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
