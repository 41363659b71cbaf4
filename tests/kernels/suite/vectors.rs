//! Element-wise kernels and reductions.

use proptest::prelude::*;
use typograd::kernel::vector;
use typograd::{Element, Rng};

use super::buffer::{Buffer, Place};
use super::{assert_close, bits, cases, output, place, store, store_of, stored};

/// Several rounds of four vectors of any set.
fn length() -> impl Strategy<Value = usize> {
    0..=300_usize
}

/// Of the two inputs and the output.
type Places = [Place; 3];

fn places() -> impl Strategy<Value = Places> {
    [place(), place(), place()]
}

struct Inputs<T> {
    a: Buffer<T>,
    b: Buffer<T>,
}

impl<T: Element> Inputs<T> {
    fn new(length: usize, places: Places, rng: &mut Rng) -> Self {
        Self {
            a: Buffer::random(places[0], length, rng),
            b: Buffer::random(places[1], length, rng),
        }
    }

    fn reductions(&self) -> [T; 2] {
        [vector::sum(&self.a), vector::dot(&self.a, &self.b)]
    }
}

/// An output, and what it held before.
struct Written<T> {
    old: Vec<T>,
    new: Buffer<T>,
}

struct Elementwise<T> {
    inputs: Inputs<T>,
    copied: Written<T>,
    multiplied: Written<T>,
}

impl<T: Element> Elementwise<T> {
    fn run(length: usize, factors: (f64, f64), places: Places, seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let inputs = Inputs::new(length, places, &mut rng);
        let store = store_of(factors);
        let mut write = |kernel: &dyn Fn(&mut [T])| {
            let mut new = output(places[2], length, store, &mut rng);
            let old = new.to_vec();
            kernel(&mut new);
            new.assert_intact();
            Written { old, new }
        };
        let copied = write(&|y| vector::copy(&inputs.a, y, store));
        let multiplied = write(&|y| vector::hadamard(&inputs.a, &inputs.b, y, store));
        inputs.a.assert_intact();
        inputs.b.assert_intact();
        Self {
            inputs,
            copied,
            multiplied,
        }
    }
}

fn check_elementwise<T: Element>(length: usize, factors: (f64, f64), places: Places, seed: u64) {
    let run = Elementwise::<T>::run(length, factors, places, seed);
    let check = |written: &Written<T>, value: &dyn Fn(usize) -> f64, what| {
        let old = written.old.iter().enumerate();
        let expected: Vec<f64> = old
            .map(|(i, old)| stored(store_of(factors), *old, value(i)))
            .collect();
        assert_close(&written.new, &expected, 8, what);
    };
    let a = |i: usize| run.inputs.a[i].as_f64();
    let b = |i: usize| run.inputs.b[i].as_f64();
    check(&run.copied, &a, "copy");
    check(&run.multiplied, &|i| a(i) * b(i), "Hadamard product");
}

fn check_reductions<T: Element>(length: usize, places: Places, seed: u64) {
    let inputs = Inputs::<T>::new(length, places, &mut Rng::new(seed));
    let sum = inputs.a.iter().map(|a| a.as_f64()).sum();
    let pairs = inputs.a.iter().zip(&*inputs.b);
    let dot = pairs.map(|(a, b)| a.as_f64() * b.as_f64()).sum();
    assert_close(
        &inputs.reductions(),
        &[sum, dot],
        2 * (length + 4),
        "sum and dot product",
    );
    assert!(vector::is_finite(&inputs.a));
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn copies_and_hadamard_products(length in length(), store in store(), places in places(), seed in any::<u64>()) {
        check_elementwise::<f32>(length, store, places, seed);
        check_elementwise::<f64>(length, store, places, seed);
    }

    #[test]
    fn sums_and_dot_products(length in length(), places in places(), seed in any::<u64>()) {
        check_reductions::<f32>(length, places, seed);
        check_reductions::<f64>(length, places, seed);
    }

    /// One number that is not finite is found, wherever it stands.
    #[test]
    fn what_is_not_finite_is_found(length in 1..=300_usize, at in any::<prop::sample::Index>(), place in place(), seed in any::<u64>()) {
        fn check<T: Element>(length: usize, at: usize, place: Place, seed: u64) {
            let mut x = Buffer::<T>::random(place, length, &mut Rng::new(seed));
            for (value, is_finite) in [
                (T::nan(), false),
                (T::infinity(), false),
                (T::neg_infinity(), false),
                (T::max_value(), true),
                (T::min_positive_value() / T::from_f64(4.0), true),
            ] {
                x[at] = value;
                assert_eq!(vector::is_finite(&x), is_finite, "{value} at {at} of {length}");
            }
        }
        let at = at.index(length);
        check::<f32>(length, at, place, seed);
        check::<f64>(length, at, place, seed);
    }

    /// The same to the bit from run to run, wherever the memory lies.
    #[test]
    fn they_repeat(length in length(), store in store(), first in places(), second in places(), seed in any::<u64>()) {
        fn all<T: Element>(length: usize, store: (f64, f64), places: Places, seed: u64) -> Vec<u64> {
            let run = Elementwise::<T>::run(length, store, places, seed);
            [bits(&run.copied.new), bits(&run.multiplied.new), bits(&run.inputs.reductions())].concat()
        }
        prop_assert_eq!(all::<f32>(length, store, first, seed), all::<f32>(length, store, second, seed));
        prop_assert_eq!(all::<f64>(length, store, first, seed), all::<f64>(length, store, second, seed));
    }
}
