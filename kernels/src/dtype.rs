//! What the elements of a stored tensor are.

use core::fmt;
use core::marker::PhantomData;

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
    /// The type of the elements in files.
    pub const fn dtype(&self) -> Dtype {
        self.dtype
    }
}

impl fmt::Display for Dtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
