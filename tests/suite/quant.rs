//! Networks in 8 bits, beside the same in real numbers.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)] // small numbers, and bytes

use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use typograd::data::{Csv, read_csv_labelled};
use typograd::kernel::int8::{look_up, narrow, quantize, rows};
use typograd::layer::DenseNoBias as Plain;
use typograd::prelude::*;
use typograd::quant::{Calibration, Quantizable, Quantized, RangeError};

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

/// What a network in 8 bits makes of some inputs, beside the same in real numbers: the largest difference, in units of the
/// largest output.
fn error_of<N>(seed: u64) -> f32
where
    N: Layer<Elem = f32, In = (D<6>,)> + Quantizable,
{
    let (net, mut rng) = (N::seeded(seed), Rng::new(seed));
    let inputs: Vec<Vector<D<6>>> = (0..300)
        .map(|_| Vector::uniform(-1.0, 1.0, &mut rng))
        .collect();
    let mut calibration = Calibration::<N>::new();
    for x in &inputs {
        calibration.observe(&net, x);
    }
    let small = calibration.quantize(&net).unwrap();
    let (mut largest, mut worst) = (0.0_f32, 0.0_f32);
    for x in &inputs {
        let (exact, found) = (net.forward(x), small.forward(x));
        for (exact, found) in exact.as_slice().iter().zip(found.as_slice()) {
            largest = largest.max(exact.abs());
            worst = worst.max((exact - found).abs());
        }
    }
    worst / largest
}

#[track_caller]
fn is_near<N>()
where
    N: Layer<Elem = f32, In = (D<6>,)> + Quantizable,
{
    for seed in [1, 2, 3] {
        let error = error_of::<N>(seed);
        assert!(error < 0.05, "{error} with seed {seed}");
    }
}

/// A network in which an activation stands amid, and one in which it stands at the end.
macro_rules! activations {
    ($($test:ident: $activation:ty;)*) => {
        $(
            #[test]
            fn $test() {
                is_near::<(Dense<D<6>, D<8>, $activation>, Dense<D<8>, D<2>>)>();
                is_near::<(Dense<D<6>, D<8>>, Activate<$activation, (D<8>,)>, Dense<D<8>, D<2>>)>();
                is_near::<(Dense<D<6>, D<8>, Relu>, DenseNoBias<D<8>, D<2>, $activation>)>();
                is_near::<(Dense<D<6>, D<8>, Relu>, Dense<D<8>, D<2>>, Activate<$activation, (D<2>,)>)>();
                is_near::<(DenseTransposed<D<6>, D<8>, $activation>, DenseTransposed<D<8>, D<2>, $activation>)>();
            }
        )*
    };
}

activations! {
    with_identity: Identity;
    with_relu: Relu;
    with_elu: Elu;
    with_gelu: Gelu;
    with_gelu_tanh: GeluTanh;
    with_hard_sigmoid: HardSigmoid;
    with_hard_swish: HardSwish;
    with_leaky_relu: LeakyRelu;
    with_log_softmax: LogSoftmax;
    with_mish: Mish;
    with_selu: Selu;
    with_sigmoid: Sigmoid;
    with_silu: Silu;
    with_softmax: Softmax;
    with_softplus: Softplus;
    with_softsign: Softsign;
    with_tanh: Tanh;
    with_a_cosine: typograd::op::Cos;
    with_a_square: typograd::op::Powi<2>;
}

type Wide<F> = Dense<D<6>, Hidden, F>;

#[derive(Network)]
struct Encoder {
    wide: Wide<Tanh>,
    drop: Dropout<(Hidden,), 10>,
    narrow: Plain<Hidden, D<5>, Relu>,
}

type Smooth = (Activate<Gelu, (D<4>,)>,);

#[derive(Network)]
struct Nested {
    encoder: Encoder,
    pair: (Dense<D<5>, D<4>>, Smooth),
    flat: Flatten<Vector<D<4>>>,
    head: Dense<D<4>, D<3>>,
    drop: Dropout<(D<3>,), 50>,
}

/// Generic in what is within.
#[derive(Network)]
struct Around<N: Layer<Elem = f32, Out = (D<3>,)>> {
    inner: N,
    head: Dense<D<3>, D<2>, Sigmoid>,
}

#[test]
fn networks_of_all_kinds() {
    is_near::<Nested>();
    is_near::<Around<Nested>>();
    is_near::<(Encoder, Dense<D<5>, D<2>>)>();
    is_near::<Encoder>();
    is_near::<Dense<D<6>, D<2>>>();
    is_near::<(Wide<Relu>, Dropout<(Hidden,), 5>)>();
    is_near::<(Wide<Relu>, Flatten<Vector<Hidden>>)>();
}

#[test]
fn images_are_laid_out_in_one_line() {
    type Net = (
        Flatten<Image<D<1>, D<2>, D<2>>>,
        Dense<D<4>, D<3>, Relu>,
        Dense<D<3>, D<2>>,
    );
    let (net, mut rng) = (Net::seeded(4), Rng::new(4));
    let mut calibration = Calibration::<Net>::new();
    let images: Vec<Image<D<1>, D<2>, D<2>>> = (0..50)
        .map(|_| Image::uniform(0.0, 1.0, &mut rng))
        .collect();
    for x in &images {
        calibration.observe(&net, x);
    }
    let small = calibration.quantize(&net).unwrap();
    for x in &images {
        assert!((&small.forward(x) - &net.forward(x)).norm_max() < 0.05);
    }
}

/// Names are those of the network itself, and so are the shapes.
#[test]
fn names_in_files() {
    let net = Around::<Nested>::seeded(1);
    let mut calibration = Calibration::new();
    for seed in 1..9 {
        let x = Vector::uniform(-1.0, 1.0, &mut Rng::new(seed));
        calibration.observe(&net, &x);
    }
    let small = calibration.quantize(&net).unwrap();
    let mut file = Vec::new();
    let put = |bytes: &[u8]| {
        file.extend_from_slice(bytes);
        Ok::<_, ()>(())
    };
    weights::write_params(&small, put).unwrap();
    let read = safetensors::SafeTensors::deserialize(&file).unwrap();
    let mut shapes: Vec<String> = read
        .iter()
        .map(|(name, tensor)| format!("{name} {:?} {:?}", tensor.shape(), tensor.dtype()))
        .collect();
    shapes.sort_unstable();
    let expected = [
        "head.b [2] I32",
        "head.scale [2] F32",
        "head.w [2, 3] I8",
        "inner.encoder.narrow.b [5] I32",
        "inner.encoder.narrow.scale [5] F32",
        "inner.encoder.narrow.w [5, 32] I8",
        "inner.encoder.narrow.zero [] I32",
        "inner.encoder.wide.b [32] I32",
        "inner.encoder.wide.origin [] I32",
        "inner.encoder.wide.scale [32] F32",
        "inner.encoder.wide.table [256] I8",
        "inner.encoder.wide.w [32, 6] I8",
        "inner.head.b [3] I32",
        "inner.head.scale [3] F32",
        "inner.head.w [3, 4] I8",
        "inner.head.zero [] I32",
        "inner.pair.0.b [4] I32",
        "inner.pair.0.scale [4] F32",
        "inner.pair.0.w [4, 5] I8",
        "inner.pair.0.zero [] I32",
        "inner.pair.1.0.in_zero [] I32",
        "inner.pair.1.0.origin [] I32",
        "inner.pair.1.0.scale [] F32",
        "inner.pair.1.0.table [256] I8",
        "input_scale [] F32",
        "input_zero [] I32",
    ];
    assert_eq!(shapes, expected);
    let x = Vector::full(0.5);
    let again: Quantized<Around<Nested>> = weights::from_bytes(&file).unwrap();
    assert_eq!(again.forward(&x), small.forward(&x));
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
    fn tables_are_straight_between_entries(table in proptest::collection::vec(any::<i8>(), 2..300), place in -300..80_000_i32) {
        let end = (table.len() - 1) as f64;
        let at = (f64::from(place) / 256.0).clamp(0.0, end);
        let (before, after) = (table[at.floor() as usize], table[at.ceil() as usize]);
        let exact = f64::from(before) + (f64::from(after) - f64::from(before)) * at.fract();
        let found = f64::from(look_up(&table, place));
        // The last place is a 256th before the end: at most one off there.
        let allowed = if at < end { 0.5 } else { 1.0 };
        prop_assert!((found - exact).abs() <= allowed, "{found} for {exact}");
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
