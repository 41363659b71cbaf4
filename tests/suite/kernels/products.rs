//! The kernels against the plainest loops, over random sizes and layouts, with canaries around every buffer.
//!
//! Run with the `std` feature they are those of the best instruction set the machine has; without it, on a target
//! without AVX2, the portable ones.

use proptest::prelude::*;
use typograd::kernel::product::{Biased, Layout, product};
use typograd::kernel::{Store, vector};
use typograd::{Element, Rng};

/// A buffer between two canaries.
struct Guarded<T> {
    all: Vec<T>,
    length: usize,
}

const MARGIN: usize = 37;
const CANARY: f64 = 12_345.0;

impl<T: Element> Guarded<T> {
    fn new(length: usize, mut value: impl FnMut() -> f64) -> Self {
        let mut all = vec![T::from_f64(CANARY); length + 2 * MARGIN];
        for x in &mut all[MARGIN..MARGIN + length] {
            *x = T::from_f64(value());
        }
        Self { all, length }
    }

    fn get(&self) -> &[T] {
        &self.all[MARGIN..MARGIN + self.length]
    }

    fn get_mut(&mut self) -> &mut [T] {
        &mut self.all[MARGIN..MARGIN + self.length]
    }

    fn is_intact(&self) -> bool {
        let canary = T::from_f64(CANARY);
        let (before, rest) = self.all.split_at(MARGIN);
        before
            .iter()
            .chain(&rest[self.length..])
            .all(|x| *x == canary)
    }
}

fn layout() -> impl Strategy<Value = Layout> {
    prop_oneof![
        Just(Layout::Nn),
        Just(Layout::Nt),
        Just(Layout::Tn),
        Just(Layout::Tt)
    ]
}

/// c ← keep · c + scale · op(a) op(b) + bias, in f64, one element at a time.
#[allow(clippy::too_many_arguments)] // as the product it is compared with
fn plainly<T: Element>(
    layout: Layout,
    (m, n, k): (usize, usize, usize),
    a: &[T],
    b: &[T],
    c: &[T],
    store: Store<T>,
    bias: Option<&[T]>,
) -> Vec<f64> {
    let mut out = Vec::new();
    for i in 0..m {
        for j in 0..n {
            let mut sum = 0.0;
            for p in 0..k {
                let a = match layout {
                    Layout::Nn | Layout::Nt => a[i * k + p],
                    Layout::Tn | Layout::Tt => a[p * m + i],
                };
                let b = match layout {
                    Layout::Nn | Layout::Tn => b[p * n + j],
                    Layout::Nt | Layout::Tt => b[j * k + p],
                };
                sum += a.as_f64() * b.as_f64();
            }
            let mut value = store.scale.as_f64() * sum;
            if !store.keep.is_zero() {
                value += store.keep.as_f64() * c[i * n + j].as_f64();
            }
            out.push(value + bias.map_or(0.0, |bias| bias[j].as_f64()));
        }
    }
    out
}

fn check_product<T: Element>(
    layout: Layout,
    (m, n, k): (usize, usize, usize),
    (scale, keep): (f64, f64),
    with_bias: bool,
    seed: u64,
) {
    let mut rng = Rng::new(seed);
    let mut uniform = || rng.uniform(-1.0, 1.0);
    let a = Guarded::<T>::new(m * k, &mut uniform);
    let b = Guarded::<T>::new(k * n, &mut uniform);
    let bias = Guarded::<T>::new(n, &mut uniform);
    // What is not kept is not read: it may be NaN.
    let mut c = Guarded::<T>::new(m * n, || if keep == 0.0 { f64::NAN } else { uniform() });
    let store = Store {
        scale: T::from_f64(scale),
        keep: T::from_f64(keep),
    };
    let bias = with_bias.then(|| bias.get());
    let expected = plainly(layout, (m, n, k), a.get(), b.get(), c.get(), store, bias);
    let (a_in, b_in, out) = (a.get(), b.get(), c.get_mut());
    match bias {
        Some(bias) => product(layout, m, n, k, a_in, b_in, out, store, Biased(bias, ())),
        None => product(layout, m, n, k, a_in, b_in, out, store, ()),
    }
    assert!(a.is_intact() && b.is_intact() && c.is_intact());
    let epsilon = T::epsilon().as_f64();
    for (found, expected) in c.get().iter().zip(expected) {
        let error = (found.as_f64() - expected).abs();
        assert!(
            error <= 4.0 * epsilon * (k as f64 + 4.0),
            "{layout:?} {m}×{n}×{k}: off by {error:e}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn products(
        layout in layout(),
        sizes in (1..70_usize, 1..70_usize, 0..70_usize),
        store in prop_oneof![Just((1.0, 0.0)), Just((1.0, 1.0)), Just((-0.5, 0.25))],
        with_bias in any::<bool>(),
        seed in any::<u64>(),
    ) {
        check_product::<f32>(layout, sizes, store, with_bias, seed);
        check_product::<f64>(layout, sizes, store, with_bias, seed);
    }

    #[test]
    fn copies_and_hadamard_products(length in 0..100_usize, scale in -2.0..2.0, keep in prop_oneof![Just(0.0), Just(1.0), Just(-0.5)], seed in any::<u64>()) {
        fn check<T: Element>(length: usize, scale: f64, keep: f64, seed: u64) {
            let mut rng = Rng::new(seed);
            let mut uniform = || rng.uniform(-1.0, 1.0);
            let (a, b) = (Guarded::<T>::new(length, &mut uniform), Guarded::<T>::new(length, &mut uniform));
            let old = Guarded::<T>::new(length, &mut uniform);
            let store = Store { scale: T::from_f64(scale), keep: T::from_f64(keep) };
            let fresh = || {
                let mut next = old.get().iter();
                Guarded::<T>::new(length, || if keep == 0.0 { f64::NAN } else { next.next().unwrap().as_f64() })
            };
            let (mut copied, mut multiplied) = (fresh(), fresh());
            vector::copy(a.get(), copied.get_mut(), store);
            vector::hadamard(a.get(), b.get(), multiplied.get_mut(), store);
            assert!(copied.is_intact() && multiplied.is_intact());
            for i in 0..length {
                let (a, b, old) = (a.get()[i].as_f64(), b.get()[i].as_f64(), keep * old.get()[i].as_f64());
                let tolerance = 8.0 * T::epsilon().as_f64();
                assert!((copied.get()[i].as_f64() - (old + scale * a)).abs() <= tolerance);
                assert!((multiplied.get()[i].as_f64() - (old + scale * a * b)).abs() <= tolerance);
            }
        }
        check::<f32>(length, scale, keep, seed);
        check::<f64>(length, scale, keep, seed);
    }

    #[test]
    fn sums_and_dot_products(length in 0..200_usize, seed in any::<u64>()) {
        fn check<T: Element>(length: usize, seed: u64) {
            let mut rng = Rng::new(seed);
            let mut uniform = || rng.uniform(-1.0, 1.0);
            let (a, b) = (Guarded::<T>::new(length, &mut uniform), Guarded::<T>::new(length, &mut uniform));
            let sum: f64 = a.get().iter().map(|a| a.as_f64()).sum();
            let dot: f64 = a.get().iter().zip(b.get()).map(|(a, b)| a.as_f64() * b.as_f64()).sum();
            let tolerance = 2.0 * T::epsilon().as_f64() * (length as f64 + 4.0);
            assert!((vector::sum(a.get()).as_f64() - sum).abs() <= tolerance);
            assert!((vector::dot(a.get(), b.get()).as_f64() - dot).abs() <= tolerance);
        }
        check::<f32>(length, seed);
        check::<f64>(length, seed);
    }
}

/// The sizes at the edges of tiles and vectors, all layouts.
#[test]
fn edges() {
    for layout in [Layout::Nn, Layout::Nt, Layout::Tn, Layout::Tt] {
        for m in [1, 2, 3, 4, 5, 6, 7, 12, 13] {
            for n in [1, 2, 3, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33] {
                for k in [0, 1, 7, 8, 9, 16, 33] {
                    check_product::<f32>(layout, (m, n, k), (1.0, 0.0), true, 1);
                    check_product::<f64>(layout, (m, n, k), (1.0, 1.0), false, 2);
                }
            }
        }
    }
}

#[test]
fn an_epilogue_sees_every_element_once() {
    #[derive(Clone, Copy)]
    struct Increment;
    impl typograd::kernel::product::Epilogue<f32> for Increment {
        fn finish(self, piece: &mut [f32]) {
            for x in piece {
                *x += 1.0;
            }
        }
    }
    for layout in [Layout::Nn, Layout::Nt, Layout::Tn, Layout::Tt] {
        let (m, n, k) = (13, 21, 5);
        let mut c = vec![7.0; m * n];
        let (a, b) = (vec![0.0; m * k], vec![0.0; k * n]);
        product(layout, m, n, k, &a, &b, &mut c, Store::add(), Increment);
        assert!(c.iter().all(|c| *c == 8.0), "{layout:?}");
    }
}

#[test]
#[should_panic(expected = "a product of 2 × 3 by 3 × 4 into 2 × 4")]
fn wrong_lengths_are_refused() {
    let (a, b) = ([0.0_f32; 6], [0.0; 11]);
    product(Layout::Nn, 2, 4, 3, &a, &b, &mut [0.0; 8], Store::set(), ());
}

/// Sizes whose products wrap around to 0, the length of the slices.
#[test]
#[should_panic(expected = "was given 0, 0 and 0 elements")]
fn sizes_that_overflow_are_refused() {
    let size = 1 << (usize::BITS / 2);
    product::<f32>(
        Layout::Nn,
        size,
        size,
        size,
        &[],
        &[],
        &mut [],
        Store::set(),
        (),
    );
}

/// The same to the bit from run to run.
#[test]
fn products_repeat() {
    let mut rng = Rng::new(1);
    let a: Vec<f32> = (0..61 * 67).map(|_| rng.uniform(-1.0, 1.0)).collect();
    let b: Vec<f32> = (0..67 * 43).map(|_| rng.uniform(-1.0, 1.0)).collect();
    let run = || {
        let mut c = vec![0.0; 61 * 43];
        product(Layout::Nn, 61, 43, 67, &a, &b, &mut c, Store::set(), ());
        c.iter().map(|c| c.to_bits()).collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
}
