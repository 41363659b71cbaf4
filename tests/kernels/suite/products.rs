//! Matrix products in all layouts.

use proptest::prelude::*;
use typograd::calculus::Dual;
use typograd::kernel::product::{
    Biased, Epilogue, Layout, Nn, Nt, Stored, Tn, product, product_of,
};
use typograd::kernel::{Extent, Known, Size, Store};
use typograd::{Element, Rng};

use super::buffer::{Buffer, Place};
use super::{assert_close, bits, cases, output, place, size, store, store_of, stored};

const LAYOUTS: [Layout; 4] = [Layout::Nn, Layout::Nt, Layout::Tn, Layout::Tt];

#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) layout: Layout,
    pub(super) sizes: (usize, usize, usize),
    pub(super) store: (f64, f64),
    pub(super) biased: bool,
    pub(super) halved: bool,
    pub(super) seed: u64,
}

/// Of a, b, c and the bias.
pub(super) type Places = [Place; 4];

fn case() -> impl Strategy<Value = Case> {
    let terms = prop_oneof![9 => size(), 1 => Just(0)];
    let layout = prop::sample::select(&LAYOUTS);
    (
        layout,
        (size(), size(), terms),
        store(),
        any::<[bool; 2]>(),
        any::<u64>(),
    )
        .prop_map(|(layout, sizes, store, [biased, halved], seed)| Case {
            layout,
            sizes,
            store,
            biased,
            halved,
            seed,
        })
}

fn places() -> impl Strategy<Value = Places> {
    [place(), place(), place(), place()]
}

/// x / 2 + 1: seen if it is left out, or done twice.
#[derive(Clone, Copy)]
struct Halved;

impl<T: Element> Epilogue<T> for Halved {
    fn finish(self, piece: &mut [T]) {
        let half = T::from_f64(0.5);
        for x in piece {
            *x = half * *x + T::one();
        }
    }
}

/// op(a) op(b), one element at a time.
fn plainly<T: Element>(case: &Case, a: &[T], b: &[T]) -> Vec<f64> {
    let (m, n, k) = case.sizes;
    let (a_transposed, b_transposed) = match case.layout {
        Layout::Nn => (false, false),
        Layout::Nt => (false, true),
        Layout::Tn => (true, false),
        Layout::Tt => (true, true),
    };
    let (rows, columns) = (
        along_k(a, (m, k), a_transposed),
        along_k(b, (n, k), !b_transposed),
    );
    let mut out = Vec::new();
    for i in 0..m {
        for j in 0..n {
            let (row, column) = (&rows[i * k..(i + 1) * k], &columns[j * k..(j + 1) * k]);
            // Debug builds take several times as long over an iterator.
            let (mut sum, mut p) = (0.0, 0);
            while p < k {
                sum += row[p] * column[p];
                p += 1;
            }
            out.push(sum);
        }
    }
    out
}

/// An operand as rows of k elements, stored so or `transposed`.
fn along_k<T: Element>(operand: &[T], (rows, k): (usize, usize), transposed: bool) -> Vec<f64> {
    let at = |row, p| {
        if transposed {
            p * rows + row
        } else {
            row * k + p
        }
    };
    let all = (0..rows).flat_map(|row| (0..k).map(move |p| at(row, p)));
    all.map(|at| operand[at].as_f64()).collect()
}

/// Runs the product, in buffers that lie there.
fn run<T: Element>(case: &Case, places: Places) -> Run<T> {
    run_with(case, places, &|a, b, c, store, bias| {
        let ((m, n, k), layout) = (case.sizes, case.layout);
        match (case.biased, case.halved) {
            (false, false) => product(layout, m, n, k, a, b, c, store, ()),
            (false, true) => product(layout, m, n, k, a, b, c, store, Halved),
            (true, false) => product(layout, m, n, k, a, b, c, store, Biased(bias, ())),
            (true, true) => product(layout, m, n, k, a, b, c, store, Biased(bias, Halved)),
        }
    })
}

/// A product of a and b into c, with a bias to add or not.
type Product<'a, T> = &'a dyn Fn(&[T], &[T], &mut [T], Store<T>, &[T]);

fn run_with<T: Element>(case: &Case, places: Places, product: Product<'_, T>) -> Run<T> {
    let (m, n, k) = case.sizes;
    let mut rng = Rng::new(case.seed);
    let a = Buffer::random(places[0], m * k, &mut rng);
    let b = Buffer::random(places[1], k * n, &mut rng);
    let bias = Buffer::random(places[3], n, &mut rng);
    let store = store_of(case.store);
    let mut c = output(places[2], m * n, store, &mut rng);
    let old = c.to_vec();
    product(&a, &b, &mut c, store, &bias);
    for buffer in [&a, &b, &bias, &c] {
        buffer.assert_intact();
    }
    Run { a, b, bias, old, c }
}

struct Run<T> {
    a: Buffer<T>,
    b: Buffer<T>,
    bias: Buffer<T>,
    old: Vec<T>,
    c: Buffer<T>,
}

pub(super) fn check<T: Element>(case: &Case, places: Places) {
    check_all::<T>([(case, places)]);
}

/// Products of the same operands: cases that differ in store and bias alone.
pub(super) fn check_all<'a, T: Element>(cases: impl IntoIterator<Item = (&'a Case, Places)>) {
    let mut plain = None;
    for (case, places) in cases {
        let run = run::<T>(case, places);
        let product = plain.get_or_insert_with(|| plainly(case, &run.a, &run.b));
        compare(case, &run, product);
    }
}

/// What was stored with what should have been, given the operands' product.
fn compare<T: Element>(case: &Case, run: &Run<T>, product: &[f64]) {
    let (_, n, k) = case.sizes;
    let each = product.iter().enumerate().map(|(i, product)| {
        let mut value = stored(store_of(case.store), run.old[i], *product);
        if case.biased {
            value += run.bias[i % n].as_f64();
        }
        if case.halved {
            value = 0.5 * value + 1.0;
        }
        value
    });
    let expected: Vec<_> = each.collect();
    assert_close(&run.c, &expected, 8 * (k + 4), &format!("{case:?}"));
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn products(case in case(), places in places()) {
        check::<f32>(&case, places);
        check::<f64>(&case, places);
    }
}

proptest! {
    #![proptest_config(cases(40))]

    /// The same to the bit from run to run, wherever the memory lies.
    #[test]
    fn products_repeat(case in case(), first in places(), second in places()) {
        prop_assert_eq!(bits(&run::<f32>(&case, first).c), bits(&run::<f32>(&case, second).c));
        prop_assert_eq!(bits(&run::<f64>(&case, first).c), bits(&run::<f64>(&case, second).c));
    }
}

/// The sizes at the edges of tiles and vectors, all layouts.
#[test]
fn edges() {
    let places = [
        Place::Amid(1),
        Place::Amid(2),
        Place::Amid(3),
        Place::Amid(4),
    ];
    let check = |layout, sizes, keep| {
        let case = Case {
            layout,
            sizes,
            store: (1.0, keep),
            biased: keep == 0.0,
            halved: false,
            seed: 1,
        };
        check::<f32>(&case, places);
        check::<f64>(&case, places);
    };
    for layout in LAYOUTS {
        for m in [1, 2, 3, 4, 5, 6, 7, 12, 13] {
            for n in [1, 2, 3, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33] {
                let terms = [
                    (0, 0.0),
                    (1, 1.0),
                    (7, 0.0),
                    (8, 1.0),
                    (9, 0.0),
                    (16, 1.0),
                    (33, 0.0),
                ];
                // A third of them for each pair, each for a third of the pairs.
                for (k, keep) in terms.into_iter().skip((m + n) % 3).step_by(3) {
                    check(layout, (m, n, k), keep);
                }
            }
        }
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

/// Numbers wider than those with vectors of their own, one wider than a cache line: 32 and 128 bytes.
#[test]
fn wide_numbers() {
    type Second = Dual<Dual<f64>>;
    type Fourth = Dual<Dual<Second>>;
    let case = |layout, sizes| Case {
        layout,
        sizes,
        store: (1.0, 0.0),
        biased: true,
        halved: false,
        seed: 1,
    };
    for layout in LAYOUTS {
        check::<Fourth>(&case(layout, (10, 70, 100)), [Place::Alone; 4]);
        check::<Second>(&case(layout, (130, 130, 130)), [Place::Alone; 4]);
    }
    check::<Second>(&case(Layout::Tn, (520, 130, 140)), [Place::Alone; 4]);
}

/// A size the compiler knows.
struct Is<const N: usize>;

impl<const N: usize> Size for Is<N> {
    const SIZE: usize = N;
}

/// Where what is read or written past an end is seen in optimised builds too.
#[cfg(unix)]
pub(super) const ENDS: [Place; 2] = [Place::BeforeFence, Place::BehindFence];
#[cfg(not(unix))]
pub(super) const ENDS: [Place; 2] = [Place::Amid(1), Place::Amid(2)];

fn check_known<L: Stored, T: Element, const N: usize, const K: usize>(m: impl Extent) {
    let mut plain = None;
    let (n, k) = (Known::<Is<N>>::new(), Known::<Is<K>>::new());
    for (store, biased) in [((1.0, 0.0), true), ((2.0, -0.5), false)] {
        let case = Case {
            layout: L::LAYOUT,
            sizes: (m.get(), N, K),
            store,
            biased,
            halved: false,
            seed: 1,
        };
        for place in ENDS {
            let run = run_with::<T>(&case, [place; 4], &|a, b, c, store, bias| {
                if biased {
                    product_of::<L, T>(m, n, k, a, b, c, store, Biased(bias, ()));
                } else {
                    product_of::<L, T>(m, n, k, a, b, c, store, ());
                }
            });
            let product = plain.get_or_insert_with(|| plainly(&case, &run.a, &run.b));
            compare(&case, &run, product);
        }
    }
}

/// Checks products in each layout and type: of known sizes, or of known columns and terms for rows whose number is not known.
macro_rules! check_known {
    ($($m:literal x $n:literal x $k:literal)*) => {
        $(check_known!($n, $k, Known::<Is<$m>>::new());)*
    };
    ($n:literal, $k:literal, $m:expr) => {
        check_known::<Nn, f32, $n, $k>($m);
        check_known::<Nt, f32, $n, $k>($m);
        check_known::<Tn, f32, $n, $k>($m);
        check_known::<Nn, f64, $n, $k>($m);
        check_known::<Nt, f64, $n, $k>($m);
        check_known::<Tn, f64, $n, $k>($m);
    };
}

/// Products of known sizes, none of them large: code of their own in optimised builds, and so `.ci/isa` runs this in one too.
#[test]
fn known_sizes() {
    check_known! {
        1 x 1 x 1  1 x 10 x 32  1 x 64 x 17  1 x 33 x 5  1 x 6 x 64
        4 x 4 x 4  5 x 7 x 3  9 x 17 x 33  16 x 16 x 16  24 x 24 x 24  31 x 50 x 13  64 x 64 x 64  64 x 1 x 7  3 x 40 x 64
        16 x 32 x 28  20 x 48 x 24  17 x 64 x 63  33 x 24 x 9
        // A few columns, after others or alone.
        17 x 20 x 31  64 x 50 x 33  24 x 36 x 60  33 x 3 x 16  64 x 37 x 64  33 x 7 x 33  64 x 10 x 64
        // Whole vectors, up to twice as long a side.
        96 x 128 x 112  17 x 80 x 65  128 x 72 x 100  15 x 128 x 70
        // So many lines that share their places in the cache that the code of all sizes does better.
        128 x 128 x 128
    }
}

/// As many rows as turn out at run time: where it is one, that of known columns has the code of their own, and others that of all sizes.
#[test]
fn known_columns() {
    check_known!(1, 1, 1);
    check_known!(10, 32, 1);
    check_known!(64, 17, 1);
    check_known!(33, 5, 1);
    check_known!(6, 64, 1);
    check_known!(50, 13, 31);
    check_known!(128, 112, 96);
}
