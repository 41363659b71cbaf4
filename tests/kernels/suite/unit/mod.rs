//! The instructions of a vector unit, lane by lane: those of the set that runs, and the portable ones. `tests/wasm` runs
//! the same, calling the tests by name; `std` is `alloc` there.

#![allow(unsafe_code)] // what loads and stores is under test

pub(crate) mod memory;
pub(crate) mod registers;

use std::vec;
use std::vec::Vec;

use typograd::Element;
use typograd::kernel::{Kernel, Portable, Simd};

/// A number and its bits.
trait Bits: Element {
    const WIDTH: u32;

    /// Those beyond the width are dropped.
    fn of(bits: u64) -> Self;
    fn bits(self) -> u64;
}

impl Bits for f32 {
    const WIDTH: u32 = 32;

    #[allow(clippy::cast_possible_truncation)] // as said
    fn of(bits: u64) -> Self {
        Self::from_bits(bits as u32)
    }

    fn bits(self) -> u64 {
        self.to_bits().into()
    }
}

impl Bits for f64 {
    const WIDTH: u32 = 64;

    fn of(bits: u64) -> Self {
        Self::from_bits(bits)
    }

    fn bits(self) -> u64 {
        self.to_bits()
    }
}

/// A check of a unit, for both types.
trait Check: Copy + Kernel<f32, Output = ()> + Kernel<f64, Output = ()> {
    fn on_all_units(self) {
        f32::dispatch(self);
        f64::dispatch(self);
        Kernel::<f32>::run(self, Portable);
        Kernel::<f64>::run(self, Portable);
    }
}

impl<K: Copy + Kernel<f32, Output = ()> + Kernel<f64, Output = ()>> Check for K {}

/// A vector of the first elements of a slice.
#[inline(always)]
fn vector<T: Bits, S: Simd<T>>(simd: S, from: &[T]) -> S::Vector {
    assert!(from.len() >= S::LANES);
    // SAFETY: as many elements are there.
    unsafe { simd.load(from.as_ptr()) }
}

#[inline(always)]
fn lanes<T: Bits, S: Simd<T>>(simd: S, a: S::Vector) -> Vec<T> {
    let mut to = vec![T::zero(); S::LANES];
    // SAFETY: as many elements are there.
    unsafe { simd.store(to.as_mut_ptr(), a) };
    to
}

/// The bits of each.
fn patterns<T: Bits>(x: &[T]) -> Vec<u64> {
    x.iter().map(|x| x.bits()).collect()
}
