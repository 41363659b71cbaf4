//! Every kernel over many sizes, against the plainest loops. All numbers are small multiples of 1/8: no sum of theirs is
//! rounded, whatever its order, and so what is found is what is expected, to the bit.

use std::vec::Vec;

use typograd::kernel::product::{Biased, Layout, product};
use typograd::kernel::{Store, rows, vector};
use typograd::{Element, Rng};

use crate::buffer::{Buffer, Place};

/// From −1 to 1.
pub(crate) fn numbers<T: Element>(length: usize, rng: &mut Rng) -> Buffer<T> {
    let eighths = || T::from_f64(rng.uniform(-8.0, 9.0)).floor() / T::from_f64(8.0);
    Buffer::new(Place::Amid(length % 17), length, eighths)
}

/// The same numbers as those of a matrix of so many columns, transposed.
fn transposed<T: Element>(matrix: &[T], columns: usize) -> Buffer<T> {
    let rows = matrix.len() / columns;
    let mut at = 0..matrix.len();
    Buffer::new(Place::Amid(columns % 17), matrix.len(), || {
        let at = at.next().expect("one for each element");
        matrix[at % rows * columns + at / rows]
    })
}

/// What is written to: NaN if it is not to be read.
pub(crate) fn output<T: Element>(length: usize, store: Store<T>, rng: &mut Rng) -> Buffer<T> {
    let mut out = numbers(length, rng);
    if store.keep.is_zero() {
        out.fill(T::nan());
    }
    out
}

pub(crate) fn stored<T: Element>(store: Store<T>, old: T, value: f64) -> f64 {
    let new = store.scale.as_f64() * value;
    if store.keep.is_zero() {
        new
    } else {
        store.keep.as_f64() * old.as_f64() + new
    }
}

/// In turns: nothing is kept, or a part.
pub(crate) fn store<T: Element>(turn: usize) -> Store<T> {
    match turn % 2 {
        0 => Store::set(),
        _ => Store {
            scale: T::from_f64(-0.5),
            keep: T::from_f64(0.25),
        },
    }
}

#[track_caller]
pub(crate) fn assert_equal<T: Element>(found: &Buffer<T>, expected: impl Iterator<Item = f64>) {
    found.assert_intact();
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!(
            found.as_f64() == expected,
            "element {i} is {found}, not {expected}"
        );
    }
}

/// Sizes up to this one.
const SIZES: usize = 40;

fn products_of<T: Element>() {
    let rng = &mut Rng::new(1);
    for (m, n) in (1..=SIZES).flat_map(|m| (1..=SIZES).map(move |n| (m, n))) {
        // A third of all sizes, with every pair of two of them.
        for k in (1 + (m + n) % 3..=SIZES).step_by(3) {
            let (a, b) = (numbers::<T>(m * k, rng), numbers::<T>(k * n, rng));
            let (a_transposed, b_transposed) = (transposed(&a, k), transposed(&b, n));
            let (bias, store) = (numbers::<T>(n, rng), store::<T>(m + n + k));
            let sums: Vec<f64> = (0..m * n)
                .map(|at| {
                    let row = &a[at / n * k..][..k];
                    let column = &b_transposed[at % n * k..][..k];
                    row.iter()
                        .zip(column)
                        .map(|(a, b)| a.as_f64() * b.as_f64())
                        .sum()
                })
                .collect();
            for (layout, a, b) in [
                (Layout::Nn, &a, &b),
                (Layout::Nt, &a, &b_transposed),
                (Layout::Tn, &a_transposed, &b),
                (Layout::Tt, &a_transposed, &b_transposed),
            ] {
                let mut c = output(m * n, store, rng);
                let old = c.to_vec();
                product(layout, m, n, k, a, b, &mut c, store, Biased(&bias, ()));
                let expected = |at: usize| stored(store, old[at], sums[at]) + bias[at % n].as_f64();
                assert_equal(&c, (0..m * n).map(expected));
            }
        }
    }
}

fn vectors_of<T: Element>() {
    let rng = &mut Rng::new(2);
    for length in 0..300 {
        let (mut a, b) = (numbers::<T>(length, rng), numbers::<T>(length, rng));
        let products = || a.iter().zip(&*b).map(|(a, b)| a.as_f64() * b.as_f64());
        let sum: f64 = a.iter().map(|a| a.as_f64()).sum();
        assert!(vector::sum(&a).as_f64() == sum, "the sum of {length}");
        let dot: f64 = products().sum();
        assert!(
            vector::dot(&a, &b).as_f64() == dot,
            "the dot product of {length}"
        );
        for turn in 0..2 {
            let store = store::<T>(turn);
            let mut out = output(length, store, rng);
            let old = out.to_vec();
            vector::copy(&a, &mut out, store);
            let values = a.iter().map(|a| a.as_f64());
            assert_equal(
                &out,
                old.iter()
                    .zip(values)
                    .map(|(old, a)| stored(store, *old, a)),
            );

            let mut out = output(length, store, rng);
            let old = out.to_vec();
            vector::hadamard(&a, &b, &mut out, store);
            assert_equal(
                &out,
                old.iter()
                    .zip(products())
                    .map(|(old, ab)| stored(store, *old, ab)),
            );
        }
        assert!(vector::is_finite(&a), "{length} numbers are finite");
        if length > 0 {
            a[length / 2] = T::infinity();
            assert!(
                !vector::is_finite(&a),
                "one of {length} numbers is not finite"
            );
        }
    }
}

fn rows_of<T: Element>() {
    let rng = &mut Rng::new(3);
    for (count, width) in (0..=SIZES).flat_map(|count| (1..=130).map(move |width| (count, width))) {
        let (all, row) = (numbers::<T>(count * width, rng), numbers::<T>(width, rng));
        let store = store::<T>(count + width);

        let mut out = output(count * width, store, rng);
        let old = out.to_vec();
        rows::spread(&row, &mut out, store);
        let expected = |at: usize| stored(store, old[at], row[at % width].as_f64());
        assert_equal(&out, (0..count * width).map(expected));

        let mut out = output(width, store, rng);
        let old = out.to_vec();
        rows::gather(&all, &mut out, store);
        let sum = |at: usize| all.chunks(width).map(|row| row[at].as_f64()).sum();
        assert_equal(&out, (0..width).map(|at| stored(store, old[at], sum(at))));
    }
}

pub(crate) fn products() {
    products_of::<f32>();
    products_of::<f64>();
}

pub(crate) fn vectors() {
    vectors_of::<f32>();
    vectors_of::<f64>();
}

pub(crate) fn row_kernels() {
    rows_of::<f32>();
    rows_of::<f64>();
}
