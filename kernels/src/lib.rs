//! The loops that do the arithmetic of typograd, and the numbers they work on.
//!
//! Use the crate `typograd`, which has all of it as `typograd::kernel`. What is hidden here is for it alone, and no promise.
//!
//! Products of all sizes in `f32` are code of this crate. With
//!
//! ```toml
//! [profile.dev.package.typograd-kernels]
//! opt-level = 3
//! ```
//!
//! large ones are as quick in a debug build as in any other.

#![cfg_attr(not(feature = "std"), no_std)]

mod dtype;
mod element;
pub mod kernel;
#[doc(hidden)]
pub mod threads;
mod zeroed;

pub use dtype::Dtype;
#[doc(hidden)]
pub use dtype::StoredAs;
pub use element::Element;
pub use zeroed::{Zeroed, zeroed};
