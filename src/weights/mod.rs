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
//! A tensor is called by the fields that lead to it: `hidden.w`. `#[weights(name = "…")]` on a field gives it another name in
//! files, which may hold dots. Files from PyTorch load as they are:
//!
//! | PyTorch's `state_dict` | here | shape |
//! |---|---|---|
//! | `hidden.weight` of a `Linear` | `hidden.w` of a [`Dense`](crate::layer::Dense) | outputs × inputs, in both |
//! | the same, for a [`DenseTransposed`](crate::layer::DenseTransposed) | a `Dense`, which that is made of | inputs × outputs, `hidden.v` |
//! | `hidden.bias` | `hidden.b` | outputs |
//! | `conv1.weight` of a `Conv2d` | `conv1.w` of a [`Conv2d`](crate::layer::Conv2d) | outputs × inputs × height × width, in both |
//! | `fc1.weight`, of a module with other names | a field with `#[weights(name = "fc1")]` | the same |
//! | `0.weight`, `2.weight` of a `Sequential` | a tuple of layers, or fields with `#[weights(name = "0")]`, `"2"` | the same |
//! | `encoder.0.weight`, `encoder.2.weight` of one within a module | a tuple in the field `encoder` | the same |
//!
//! A `Sequential` counts its activations and all that has no parameters, which are part of a layer here. So the numbers of
//! layers in a row are compared by their order, if they are not the same.
//!
//! ```standalone_crate
//! use typograd::{prelude::*, weights};
//!
//! // torch.nn.Sequential(Linear(6, 5), ReLU(), Linear(5, 3)), saved by
//! // safetensors.torch.save_file(model.state_dict(), "model.safetensors")
//! type Sequential = (Dense<D<6>, D<5>, Relu>, Dense<D<5>, D<3>>);
//! static NET: Sequential = weights!("../../tests/goldens/weights-sequential.safetensors" as Sequential);
//!
//! // A module whose layers are called fc1 and fc2
//! #[derive(Network)]
//! struct Named {
//!     #[weights(name = "fc1")]
//!     hidden: Dense<D<6>, D<5>, Relu>,
//!     #[weights(name = "fc2")]
//!     logits: Dense<D<5>, D<3>>,
//! }
//! let net = weights::load::<Named>("tests/goldens/weights-renamed.safetensors")?;
//! # assert!(net.hidden.w.norm_max() > 0.0 && NET.1.w.norm_max() > 0.0);
//! # Ok::<(), weights::FileError>(())
//! ```
//!
//! What is written has the names of this side, `fc1.w`. On the way back to PyTorch, these are
//! `{re.sub(r"\bw$", "weight", re.sub(r"\bb$", "bias", name)): x for name, x in load_file(path).items()}`.

mod bytes;
mod error;
mod extents;
#[cfg(feature = "std")]
mod file;
mod header;
mod names;
mod read;
mod text;
mod write;

pub use error::{Name, WeightsError};
pub use extents::Extents;
#[cfg(feature = "std")]
pub use file::{FileError, load, save};
pub use read::{copy_params, from_bytes, read_params};
pub use text::Text;
pub use typograd_kernels::Dtype;
#[doc(hidden)]
pub use typograd_kernels::StoredAs;
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
