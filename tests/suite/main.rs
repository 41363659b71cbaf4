//! The tests but those of the kernels, in one program: a module for each room of the library. What they compare with comes
//! from outside it: PyTorch, finite differences, nalgebra, the laws of algebra.

#![allow(clippy::float_cmp)] // what must be equal to the bit is compared so

#[cfg(feature = "alloc")]
mod activations;
mod calculus;
mod convolutions;
#[path = "../../examples/shared/counted.rs"]
mod counted;
#[cfg(feature = "std")]
mod data;
mod functions;
mod golden;
#[cfg(feature = "alloc")]
mod gradients;
mod laws;
#[cfg(feature = "alloc")]
mod layers;
#[cfg(feature = "std")]
mod lectures;
#[cfg(feature = "alloc")]
mod linalg;
mod losses;
mod memory;
#[cfg(feature = "std")]
mod minimize;
mod networks;
mod operations;
mod optimizers;
#[cfg(feature = "std")]
mod quant;
mod random;
#[cfg(feature = "std")]
mod rejected;
mod tensors;
#[cfg(feature = "std")]
mod training;
#[cfg(feature = "std")]
mod weights;
mod worked_example;

/// 8 × 8 pictures of digits, and which digit each is.
#[cfg(feature = "std")]
const DIGITS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/data/digits.csv");
