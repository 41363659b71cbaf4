//! Checks of the kernels that run where there is no test harness. Each panics if something is wrong.
//!
//! On this machine `tests/kernels` makes them; here is only what the module's losses are compared with.

#![no_std]

// The files shared with those tests name what they need of `std`; nothing of it is in `core`.
extern crate alloc as std;

mod training;

pub use training::{STEPS, losses};

#[cfg(target_arch = "wasm32")]
#[path = "../../kernels/suite/buffer.rs"]
mod buffer;
#[cfg(target_arch = "wasm32")]
mod kernels;
#[cfg(target_arch = "wasm32")]
mod module;
#[cfg(target_arch = "wasm32")]
#[path = "../../kernels/suite/unit/mod.rs"]
mod unit;
#[cfg(target_arch = "wasm32")]
mod windows;
