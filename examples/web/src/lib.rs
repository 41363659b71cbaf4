//! The network behind the page: it reads what is drawn, and learns what it is told.

#![cfg_attr(target_arch = "wasm32", no_std)]

mod digit;
mod page;

pub use digit::reduce;
