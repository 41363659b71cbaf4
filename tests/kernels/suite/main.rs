//! The kernels against the plainest loops in `f64`, over random sizes and random places in memory.
//!
//! They run on the instruction set that `TYPOGRAD_INSTRUCTION_SET` names, or else on the best the machine has; without
//! std, on the best that is among the target's features.

#![allow(clippy::float_cmp)] // what must be equal to the bit is compared so
#![allow(clippy::inline_always)] // code is compiled for an instruction set only where it is inlined

mod buffer;
mod choice;
mod convolutions;
mod cross_entropy;
#[cfg(unix)]
mod fence;
mod large_products;
mod products;
mod rows;
mod unit;
mod vectors;

use std::ops::RangeInclusive;

use proptest::prelude::*;
use typograd::kernel::Store;
use typograd::{Element, Rng};

use buffer::{Buffer, Place};

/// `count` cases, or as many as the environment variable `PROPTEST_CASES` says: emulated machines are slow.
fn cases(count: u32) -> ProptestConfig {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        ProptestConfig::default()
    } else {
        ProptestConfig::with_cases(count)
    }
}

/// Sizes up to 130, every third at the edge of a vector or of a tile.
fn size() -> impl Strategy<Value = usize> {
    const ALL: RangeInclusive<usize> = 1..=130;
    prop_oneof![
        2 => ALL,
        1 => (1..=16_usize, 0..=2_usize).prop_map(|(vectors, off)| 8 * vectors + off - 1),
    ]
}

fn place() -> BoxedStrategy<Place> {
    let anywhere = prop_oneof![(0..=16_usize).prop_map(Place::Amid), Just(Place::Alone)];
    #[cfg(unix)]
    let anywhere = prop_oneof![
        2 => anywhere,
        1 => Just(Place::BehindFence),
        2 => Just(Place::BeforeFence),
    ];
    anywhere.boxed()
}

/// What is kept, and the factor of what is new.
fn store() -> impl Strategy<Value = (f64, f64)> {
    prop_oneof![
        Just((1.0, 0.0)),
        Just((1.0, 1.0)),
        Just((-0.5, 0.25)),
        Just((1.5, 0.0)),
        Just((0.5, -1.0)),
    ]
}

fn store_of<T: Element>((scale, keep): (f64, f64)) -> Store<T> {
    Store {
        scale: T::from_f64(scale),
        keep: T::from_f64(keep),
    }
}

/// What a kernel writes to. What is not kept is not read: it is NaN.
fn output<T: Element>(place: Place, length: usize, store: Store<T>, rng: &mut Rng) -> Buffer<T> {
    if store.keep.is_zero() {
        Buffer::new(place, length, || T::nan())
    } else {
        Buffer::random(place, length, rng)
    }
}

/// `keep · old + scale · value`, where what is not kept is not read.
fn stored<T: Element>(store: Store<T>, old: T, value: f64) -> f64 {
    let new = store.scale.as_f64() * value;
    if store.keep.is_zero() {
        new
    } else {
        store.keep.as_f64() * old.as_f64() + new
    }
}

/// Each element within so many roundings of what is expected, for values and terms of about 1.
#[track_caller]
fn assert_close<T: Element>(found: &[T], expected: &[f64], roundings: usize, what: &str) {
    assert_eq!(found.len(), expected.len());
    let tolerance = roundings as f64 * T::epsilon().as_f64();
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (found.as_f64() - expected).abs();
        assert!(
            error <= tolerance,
            "{what}: element {i} is {found}, not {expected}: off by {error:e}"
        );
    }
}

/// The bits of numbers, to compare them by; NaN has one pattern here.
fn bits<T: Element>(x: &[T]) -> Vec<u64> {
    x.iter().map(|x| x.as_f64().to_bits()).collect()
}
