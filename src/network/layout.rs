//! What a value holds and where, as a constant: its tensors by name, element type, shape and place.

use core::marker::PhantomData;

use crate::shape::Shape;
use crate::tensor::Tensor;
use crate::weights::{Dtype, Extents, StoredAs};

/// What an `X` holds and where: what [`weights`](mod@crate::weights) are read into and written from, by name.
///
/// `#[layer]` and `#[derive(Network)]` make it, field by field; a type whose [`Parameters`](crate::Parameters) are written
/// by hand has none unless it says so, and cannot be loaded or saved then.
pub struct Layout<X> {
    kind: Kind,
    of: PhantomData<fn() -> X>,
}

/// A [`Layout`] without its type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// A tensor.
    Tensor(&'static Extents),
    /// Fields, one after another.
    Parts(&'static [Part]),
    /// Nobody has said what there is.
    Unknown,
}

/// One field in a [`Layout`].
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub(crate) name: &'static str,
    pub(crate) offset: usize,
    pub(crate) kind: Kind,
}

impl Part {
    /// The field `name`, so many bytes from the beginning of the whole. Names may be joined: `encoder.0`. The parts of a
    /// part without a name are called as if they were the whole's.
    pub const fn new<F>(name: &'static str, offset: usize, layout: Layout<F>) -> Self {
        Self {
            name,
            offset,
            kind: layout.kind,
        }
    }
}

impl<X> Layout<X> {
    /// The layout of a struct.
    ///
    /// ```
    /// use core::mem::offset_of;
    /// use typograd::network::{Layout, Part};
    /// use typograd::prelude::*;
    ///
    /// struct Pair {
    ///     first: Vector<D<2>>,
    ///     second: Vector<D<3>>,
    /// }
    ///
    /// // SAFETY: these are fields of `Pair`, with their places and types.
    /// const LAYOUT: Layout<Pair> = unsafe {
    ///     Layout::of_parts(const {
    ///         &[
    ///             Part::new("first", offset_of!(Pair, first), <Vector<D<2>> as Parameters>::LAYOUT),
    ///             Part::new("second", offset_of!(Pair, second), <Vector<D<3>> as Parameters>::LAYOUT),
    ///         ]
    ///     })
    /// };
    /// assert_eq!(format!("{LAYOUT:?}"), "Layout of 2 tensors");
    /// ```
    ///
    /// # Safety
    ///
    /// At the offset of each part an `X` has a field of the part's type, and no two parts are one field.
    #[allow(unsafe_code)] // what is said here is where bytes are written
    pub const unsafe fn of_parts(parts: &'static [Part]) -> Self {
        Self::of(Kind::Parts(parts))
    }

    /// The layout of a type about which no more is known than how many numbers it holds: it can be loaded and saved if
    /// there are none.
    ///
    /// ```
    /// use typograd::{network::Layout, prelude::*};
    ///
    /// assert_eq!(format!("{:?}", Layout::<Relu>::of_count(0)), "Layout of 0 tensors");
    /// ```
    pub const fn of_count(count: usize) -> Self {
        Self::of(if count == 0 {
            Kind::Parts(&[])
        } else {
            Kind::Unknown
        })
    }

    const fn of(kind: Kind) -> Self {
        Self {
            kind,
            of: PhantomData,
        }
    }

    pub(crate) const fn kind(self) -> Kind {
        self.kind
    }
}

impl<S: Shape, T> Layout<Tensor<S, T>> {
    /// The layout of a tensor of such elements, if files have a name for them.
    pub(crate) const fn of_tensor(elements: Option<StoredAs<T>>) -> Self {
        let extents = match elements {
            None => return Self::of(Kind::Unknown),
            Some(elements) => match elements.dtype() {
                Dtype::F32 => const { &Extents::of::<S>(Dtype::F32) },
                Dtype::F64 => const { &Extents::of::<S>(Dtype::F64) },
                Dtype::I8 => const { &Extents::of::<S>(Dtype::I8) },
                Dtype::I32 => const { &Extents::of::<S>(Dtype::I32) },
            },
        };
        Self::of(Kind::Tensor(extents))
    }
}

impl<X> Clone for Layout<X> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<X> Copy for Layout<X> {}

impl<X> core::fmt::Debug for Layout<X> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.kind.count() {
            Some(count) => write!(f, "Layout of {count} tensors"),
            None => f.write_str("Layout that is not known"),
        }
    }
}

impl Kind {
    /// How many tensors there are, if that is known.
    pub(crate) const fn count(self) -> Option<usize> {
        match self {
            Self::Tensor(_) => Some(1),
            Self::Unknown => None,
            Self::Parts(parts) => {
                let (mut count, mut i) = (0, 0);
                while i < parts.len() {
                    match parts[i].kind.count() {
                        Some(more) => count += more,
                        None => return None,
                    }
                    i += 1;
                }
                Some(count)
            }
        }
    }

    /// How many numbers the largest tensor holds, if that is known.
    pub(crate) const fn largest(self) -> Option<usize> {
        match self {
            Self::Tensor(extents) => Some(extents.len()),
            Self::Unknown => None,
            Self::Parts(parts) => {
                let (mut largest, mut i) = (0, 0);
                while i < parts.len() {
                    match parts[i].kind.largest() {
                        Some(len) if len > largest => largest = len,
                        Some(_) => {}
                        None => return None,
                    }
                    i += 1;
                }
                Some(largest)
            }
        }
    }
}
