//! Networks in 8 bits, beside the same in real numbers.

#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // small numbers, and bytes

use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use typograd::data::{Csv, read_csv_labelled};
use typograd::kernel::int8::{narrow, quantize, rows};
use typograd::prelude::*;
use typograd::quant::{Calibration, Quantized, RangeError};

dims! { Pixels = 64; Hidden = 32; Digit = 10; }

#[derive(Network)]
struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

static EXACT: Classifier = weights!("../../examples/data/digits.safetensors" as Classifier);
static SMALL: Quantized<Classifier> =
    weights!("../../examples/data/digits-int8.safetensors" as Quantized<Classifier>);

#[test]
fn digits_lose_less_than_a_point() {
    let digits = read_csv_labelled::<Pixels, Digit, f32>(crate::DIGITS, Csv::default()).unwrap();
    let digits = digits.map_inputs(|pixels| pixels / 16.0);
    let mut calibration = Calibration::<Classifier>::new();
    for image in digits.inputs().iter().take(500) {
        calibration.observe(&EXACT, image);
    }
    let made = calibration.quantize(&EXACT).unwrap();
    let right = |answer: &dyn Fn(&Vector<Pixels>) -> Vector<Digit>| {
        let right = digits
            .iter()
            .filter(|(image, digit)| answer(image).argmax() == digit.index());
        right.count() as f64 / digits.len() as f64
    };
    let exact = right(&|image| EXACT.forward(image));
    assert!(exact > 0.97, "{exact}");
    for small in [&made, &SMALL] {
        let found = right(&|image| small.forward(image));
        assert!(found > exact - 0.01, "{found} instead of {exact}");
    }
    assert!(size_of::<Quantized<Classifier>>() * 7 < size_of::<Classifier>() * 2);
}

#[test]
fn logits_are_near() {
    let mut rng = Rng::new(5);
    let mut calibration = Calibration::<Classifier>::new();
    let images: Vec<Vector<Pixels>> = (0..200)
        .map(|_| Vector::uniform(0.0, 1.0, &mut rng))
        .collect();
    for image in &images {
        calibration.observe(&EXACT, image);
    }
    let small = calibration.quantize(&EXACT).unwrap();
    for image in &images {
        let (exact, found) = (EXACT.forward(image), small.forward(image));
        let error = (&found - &exact).norm_max();
        assert!(
            error < 0.03 * exact.norm_max().max(1.0),
            "{error}: {found} for {exact}"
        );
    }
}

#[test]
fn no_data_and_no_numbers() {
    let calibration = Calibration::<Classifier>::new();
    assert_eq!(calibration.quantize(&EXACT).unwrap_err(), RangeError::Empty);
    let mut calibration = Calibration::<Classifier>::new();
    calibration.observe(&EXACT, &Vector::full(f32::INFINITY));
    assert_eq!(
        calibration.quantize(&EXACT).unwrap_err(),
        RangeError::NotFinite
    );
}

proptest! {
    /// Against real numbers, in which the product is exact but for one rounding.
    #[test]
    fn sums_become_narrow(sum in -0x200_0000..0x200_0000_i32, scale in -24.0..1.0_f64, zero in -128..128_i32) {
        let scale = 2.0_f64.powf(scale) as f32;
        let exact = f64::from(zero) + f64::from(sum) * f64::from(scale);
        let found = f64::from(narrow(sum, scale, zero, -128));
        prop_assert!((found - exact.clamp(-128.0, 127.0)).abs() <= 0.5, "{found} for {exact}");
    }

    #[test]
    fn numbers_become_integers(x in -4.0..4.0_f32, exponent in -30..30_i32, scale in 0.001..1000.0_f32, zero in -128..128_i32) {
        let (x, scale) = (x * 2.0_f32.powi(exponent), scale * 2.0_f32.powi(-exponent));
        let mut found = [0];
        quantize(&[x], scale, zero, &mut found);
        let exact = f64::from(zero) + f64::from(x) * f64::from(scale);
        let error = (f64::from(found[0]) - exact.clamp(-128.0, 127.0)).abs();
        prop_assert!(error <= 0.5 + 1.0 / 64.0, "{} for {exact}", found[0]);
    }

    #[test]
    fn sums_of_products_are_exact(w in proptest::collection::vec(any::<i8>(), 0..400), columns in 1..40_usize) {
        let n = w.len() / columns;
        let w = &w[..n * columns];
        let x: Vec<i8> = (0..columns).map(|i| (i * 37 % 256) as u8 as i8).collect();
        let b: Vec<i32> = (0..n).map(|i| i as i32 * 1000 - 5000).collect();
        let mut found = vec![0; n];
        rows(w, &x, &b, |row, sum| found[row] = sum);
        for (row, found) in found.into_iter().enumerate() {
            let line = &w[row * columns..][..columns];
            let exact: i64 = line.iter().zip(&x).map(|(w, x)| i64::from(*w) * i64::from(*x)).sum();
            prop_assert_eq!(i64::from(found), exact + i64::from(b[row]));
        }
    }
}

#[test]
fn extremes_of_numbers() {
    let mut q = [0; 6];
    quantize(
        &[
            f32::INFINITY,
            f32::NEG_INFINITY,
            0.0,
            -0.0,
            f32::MIN_POSITIVE / 4.0,
            f32::MAX,
        ],
        1.0,
        3,
        &mut q,
    );
    assert_eq!(q, [127, -128, 3, 3, 3, 127]);
    assert_eq!(
        [
            narrow(i32::MIN, 1e30, 0, -128),
            narrow(i32::MAX, 1e-30, 5, -128)
        ],
        [-128, 5]
    );
}
