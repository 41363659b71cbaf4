//! What can be wrong with stored weights.

use core::fmt;

use super::Extents;
use super::text::Text;

/// A name, or another piece of a file, as errors show it: its first bytes, and three dots for the rest.
pub type Name = Text<36>;

/// Bytes that are not the weights of the network that was asked for: what is wrong, where, and what was expected. Nothing
/// has been read into the network then.
///
/// ```
/// use typograd::{prelude::*, weights};
///
/// let mut net = Dense::<D<2>, D<1>>::seeded(1);
/// let file = [&[2, 0, 0, 0, 0, 0, 0, 0][..], b"{}"].concat();
/// let error = weights::read_params(&mut net, &file).unwrap_err();
/// assert_eq!(error.to_string(), "the file has no tensor `w`, [1, 2] of F32");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightsError {
    /// The file ends before its header does.
    Short {
        /// How many bytes there must be.
        needed: u64,
        /// How many there are.
        found: usize,
    },
    /// The header is not what the format asks for.
    Header {
        /// The place in the file, counted from 0.
        byte: usize,
        /// What should be there.
        expected: &'static str,
    },
    /// The network has no such tensor.
    Unknown {
        /// The tensor in the file.
        name: Name,
    },
    /// The file does not have one of the network's tensors.
    Missing {
        /// The tensor in the network.
        name: Name,
        /// What it is in the network.
        expected: &'static Extents,
    },
    /// The file has a tensor twice, perhaps under two names that are one here.
    Twice {
        /// The second one.
        name: Name,
    },
    /// A tensor has elements of another type.
    Elements {
        /// The tensor in the file.
        name: Name,
        /// What it is in the network.
        expected: &'static Extents,
        /// The element type in the file.
        found: Name,
    },
    /// A tensor has another shape.
    Dimensions {
        /// The tensor in the file.
        name: Name,
        /// What it is in the network.
        expected: &'static Extents,
        /// The shape in the file.
        found: Name,
    },
    /// A tensor's offsets enclose more or fewer bytes than its shape has, or lie outside the data.
    Offsets {
        /// The tensor in the file.
        name: Name,
        /// Where it begins.
        begin: usize,
        /// Where it ends.
        end: usize,
        /// How many bytes it must have.
        expected: usize,
        /// The bytes of all tensors.
        data: usize,
    },
    /// Tensors overlap, or bytes belong to none.
    Apart {
        /// The byte of the data at which a tensor should begin, or the data end.
        byte: usize,
        /// The bytes of all tensors.
        data: usize,
    },
    /// A part of the network cannot be stored: it is of a type without a name in files, or its own name is longer than 190
    /// bytes.
    NotStorable {
        /// The part.
        name: Name,
    },
}

impl WeightsError {
    /// The error in words, in a `const` too.
    ///
    /// ```
    /// use typograd::weights::{self, WeightsError};
    ///
    /// let error = WeightsError::Short { needed: 8, found: 3 };
    /// assert_eq!(error.message().as_str(), "the file ends too early: 8 bytes are needed, there are 3");
    /// ```
    pub const fn message(&self) -> Text<400> {
        let text = Text::new();
        match self {
            Self::Short { needed, found } => {
                let text = text.push("the file ends too early: ");
                #[allow(clippy::cast_possible_truncation)] // checked
                let text = if *needed < 1 << 31 {
                    text.number(*needed as usize)
                } else {
                    text.push("more than 2147483647")
                };
                text.push(" bytes are needed, there are ").number(*found)
            }
            Self::Header { byte, expected } => text
                .push("byte ")
                .number(*byte)
                .push(": the header should have ")
                .push(expected)
                .push(" here"),
            Self::Unknown { name } => text
                .push("the file has a tensor `")
                .push(name.as_str())
                .push("`, which the network has not"),
            Self::Missing { name, expected } => {
                let text = text.push("the file has no tensor `").push(name.as_str());
                whole(text.push("`, "), expected)
            }
            Self::Twice { name } => text
                .push("the file has the tensor `")
                .push(name.as_str())
                .push("` twice"),
            Self::Elements {
                name,
                expected,
                found,
            } => {
                let text = text.push("`").push(name.as_str()).push("` is of ");
                let text = text.push(found.as_str()).push(" in the file, but ");
                whole(text, expected).push(" in the network")
            }
            Self::Dimensions {
                name,
                expected,
                found,
            } => {
                let text = text.push("`").push(name.as_str()).push("` is ");
                let text = text.push(found.as_str()).push(" in the file, but ");
                expected.shape(text, true).push(" in the network")
            }
            Self::Offsets {
                name,
                begin,
                end,
                expected,
                data,
            } => text
                .push("`")
                .push(name.as_str())
                .push("` lies at ")
                .number(*begin)
                .push("..")
                .number(*end)
                .push(" of ")
                .number(*data)
                .push(" bytes of data, and must have ")
                .number(*expected),
            Self::Apart { byte, data } => text
                .push("tensors overlap, or bytes belong to none: at byte ")
                .number(*byte)
                .push(" of ")
                .number(*data)
                .push(" of the data"),
            Self::NotStorable { name } => text
                .push("`")
                .push(name.as_str())
                .push("` in the network cannot be stored: files have no name for its type, or none so long for itself"),
        }
    }
}

/// `[Hidden=32, Pixels=64] of F32`.
#[allow(clippy::large_types_passed_by_value)] // in a `const`, and before an error is printed
const fn whole(text: Text<400>, expected: &Extents) -> Text<400> {
    let text = expected.shape(text, true);
    text.push(" of ").push(expected.dtype.name())
}

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().as_str())
    }
}

impl core::error::Error for WeightsError {}
