//! Weights in files: into a `static` at compile time, into a network at run time, and out of a device.
//!
//! The format is [safetensors](https://huggingface.co/docs/safetensors): a header in JSON that names the tensors, with their
//! shapes and elements, and their bytes, little-endian. There is one reader, a `const fn` without std and without a heap:
//!
//! | | |
//! |---|---|
//! | [`weights!`](macro@crate::weights) | a file as a constant, checked against the network by the compiler |
//! | [`from_bytes`], [`read_params`] | bytes into a network, at run time; also in a `const` |
//! | [`write_params`], [`file_len`] | a network to whatever takes bytes |
//! | [`copy_params`] | a network in flash to one in RAM |
//! | [`load`], [`save`] | files, under `std` |
//!
//! It is strict. Every tensor of the network must be in the file, with its shape and elements, and no other; their bytes cover
//! the data without a gap. What does not hold is a [`WeightsError`].
//!
//! # Names
//!
//! A tensor is called by the fields that lead to it: `hidden.w`. Files from PyTorch load as well, where its module has
//! submodules with the names of our fields:
//!
//! | PyTorch's `state_dict` | here | shape |
//! |---|---|---|
//! | `hidden.weight` of a `Linear` | `hidden.w` of a [`Dense`](crate::layer::Dense) | outputs × inputs, in both |
//! | `hidden.bias` | `hidden.b` | outputs |
//! | `0.weight`, `1.weight` of a `Sequential` | `0.w`, `1.w` of a tuple of layers | the same |
//! | `encoder.0.weight` of a `Sequential` within a module | `encoder.0.w` of a tuple in a field | the same |
//!
//! A `Sequential` counts its activations too, which are part of a layer here: give its layers names
//! (`Sequential(OrderedDict(hidden=…, relu=…, logits=…))`), and save with `safetensors.torch.save_file(model.state_dict(), path)`.

mod bytes;
mod dtype;
mod error;
#[cfg(feature = "std")]
mod file;
mod header;
mod read;
mod text;
mod write;

#[doc(hidden)]
pub use dtype::StoredAs;
pub use dtype::{Dtype, Extents};
pub use error::{Name, WeightsError};
#[cfg(feature = "std")]
pub use file::{FileError, load, save};
pub use read::{copy_params, from_bytes, read_params};
pub use text::Text;
pub use write::{WriteError, file_len, write_params};

use crate::network::Layout;
use crate::{Parameters, Zeroed};

/// What can be stored in a file and read from one: every network, layer and tensor whose [`Parameters`] say where they
/// lie, as those that are derived do, and quantised networks.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::weights::{Stored, file_len};
///
/// /// The bytes of a file, for a network of any kind.
/// fn bytes<N: Stored>(_: &N) -> usize {
///     file_len::<N>()
/// }
///
/// assert!(bytes(&Dense::<D<3>, D<2>>::seeded(1)) > 8 * 4);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a file",
    label = "expected a network: a struct with `#[derive(Network)]`, a layer or a tuple of layers"
)]
pub trait Stored: Zeroed {
    /// What there is, and where.
    const LAYOUT: Layout<Self>;
}

#[diagnostic::do_not_recommend]
impl<N: Parameters> Stored for N {
    const LAYOUT: Layout<Self> = <N as Parameters>::LAYOUT;
}
