//! A row added to many, and the sum of many.

use proptest::prelude::*;
use typograd::kernel::rows;
use typograd::{Element, Rng};

use super::buffer::{Buffer, Place};
use super::{assert_close, bits, cases, output, place, size, store, store_of, stored};

#[derive(Clone, Copy, Debug)]
struct Case {
    count: usize,
    width: usize,
    store: (f64, f64),
    seed: u64,
}

fn case() -> impl Strategy<Value = Case> {
    let count = prop_oneof![9 => size(), 1 => Just(0)];
    (count, size(), store(), any::<u64>()).prop_map(|(count, width, store, seed)| Case {
        count,
        width,
        store,
        seed,
    })
}

/// Of the input and the output.
type Places = [Place; 2];

fn places() -> impl Strategy<Value = Places> {
    [place(), place()]
}

/// The input, what was in the output before, and the output.
type Run<T> = (Buffer<T>, Vec<T>, Buffer<T>);

fn run<T: Element>(
    case: Case,
    places: Places,
    (length_in, length_out): (usize, usize),
    kernel: impl Fn(&[T], &mut [T]),
) -> Run<T> {
    let mut rng = Rng::new(case.seed);
    let input = Buffer::random(places[0], length_in, &mut rng);
    let mut out = output(places[1], length_out, store_of::<T>(case.store), &mut rng);
    let old = out.to_vec();
    kernel(&input, &mut out);
    input.assert_intact();
    out.assert_intact();
    (input, old, out)
}

fn spread<T: Element>(case: Case, places: Places) -> Run<T> {
    let lengths = (case.width, case.count * case.width);
    run(case, places, lengths, |row, all| {
        rows::spread(row, all, store_of(case.store));
    })
}

fn gather<T: Element>(case: Case, places: Places) -> Run<T> {
    let lengths = (case.count * case.width, case.width);
    run(case, places, lengths, |all, row| {
        rows::gather(all, row, store_of(case.store));
    })
}

fn check<T: Element>(case: Case, places: Places) {
    let store = store_of::<T>(case.store);
    let expected = |old: &[T], value: &dyn Fn(usize) -> f64| -> Vec<f64> {
        let all = old.iter().enumerate();
        all.map(|(i, old)| stored(store, *old, value(i))).collect()
    };
    let (row, old, out) = spread::<T>(case, places);
    let expected_rows = expected(&old, &|i| row[i % case.width].as_f64());
    assert_close(&out, &expected_rows, 8, &format!("spread, {case:?}"));

    let (all, old, out) = gather::<T>(case, places);
    let expected_sums = expected(&old, &|column| {
        all.chunks(case.width).map(|row| row[column].as_f64()).sum()
    });
    let roundings = 8 * (case.count + 4);
    assert_close(
        &out,
        &expected_sums,
        roundings,
        &format!("gather, {case:?}"),
    );
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn rows_spread_and_gathered(case in case(), places in places()) {
        check::<f32>(case, places);
        check::<f64>(case, places);
    }

    /// The same to the bit from run to run, wherever the memory lies.
    #[test]
    fn they_repeat(case in case(), first in places(), second in places()) {
        fn all<T: Element>(case: Case, places: Places) -> [Vec<u64>; 2] {
            [spread::<T>(case, places), gather(case, places)].map(|(_, _, out)| bits(&out))
        }
        prop_assert_eq!(all::<f32>(case, first), all::<f32>(case, second));
        prop_assert_eq!(all::<f64>(case, first), all::<f64>(case, second));
    }
}

#[test]
#[should_panic(expected = "7 elements are no rows of 3")]
fn parts_of_rows_are_refused() {
    rows::spread(&[0.0; 3], &mut [0.0_f32; 7], store_of((1.0, 0.0)));
}
