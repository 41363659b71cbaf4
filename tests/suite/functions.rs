//! The vector functions: `f32` against the `f64` functions of std and libm, `f64` against 50 digits of mpmath.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, LN_2};
use std::sync::Mutex;

use typograd::kernel::math::{
    Cos, Erf, Exp, ExpM1, Function, Gelu, GeluSlope, Log, Rsqrt, Sigmoid, Sin, Softplus, Tanh,
    exp_sum, log_softmax, map, softmax, times,
};
use typograd::{Element, Rng};

/// A function of `f32`, what it is compared with, and the largest error in ULP.
struct Case {
    name: &'static str,
    function: fn(&mut [f32]),
    exact: fn(f64) -> f64,
    bound: f64,
    /// Errors are those of a number that is at least so large.
    scale: f64,
}

fn case<F: Function>(name: &'static str, exact: fn(f64) -> f64, bound: f64) -> Case {
    Case {
        name,
        function: map::<F, f32>,
        exact,
        bound,
        scale: 0.0,
    }
}

fn sigmoid(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    (if x < 0.0 { e } else { 1.0 }) / (1.0 + e)
}

fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// Φ(x). The argument of erfc is x/√2 and what its rounding leaves, which counts by the slope.
fn normal(x: f64) -> f64 {
    let t = -x * FRAC_1_SQRT_2;
    let left = (-x).mul_add(FRAC_1_SQRT_2, -t) + x * 4.833_646_656_726_457e-17;
    let slope = if left.is_finite() {
        FRAC_2_SQRT_PI * (-t * t).exp() * left
    } else {
        0.0
    };
    0.5 * (libm::erfc(t) - slope)
}

fn gelu(x: f64) -> f64 {
    if x == f64::NEG_INFINITY {
        0.0
    } else {
        x * normal(x)
    }
}

fn gelu_slope(x: f64) -> f64 {
    let density = (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt();
    normal(x) + if density == 0.0 { 0.0 } else { x * density }
}

fn cases() -> Vec<Case> {
    vec![
        case::<Exp>("exp", f64::exp, 1.0),
        case::<ExpM1>("exp_m1", f64::exp_m1, 1.6),
        case::<Log>("log", f64::ln, 0.9),
        case::<Tanh>("tanh", f64::tanh, 2.5),
        case::<Sigmoid>("sigmoid", sigmoid, 2.5),
        case::<Softplus>("softplus", softplus, 1.8),
        case::<Erf>("erf", libm::erf, 2.1),
        case::<Gelu>("gelu", gelu, 4.0),
        Case {
            scale: 0.5,
            ..case::<GeluSlope>("gelu_slope", gelu_slope, 3.0)
        },
        case::<Sin>("sin", f64::sin, 2.5),
        case::<Cos>("cos", f64::cos, 2.5),
        case::<Rsqrt>("rsqrt", |x| x.sqrt().recip(), 0.9),
    ]
}

/// The distance of neighbouring numbers about x.
fn spacing(x: f64) -> f64 {
    let power = f64::from_bits(x.abs().to_bits() >> 52 << 52);
    power.max(f64::from(f32::MIN_POSITIVE)) * f64::from(f32::EPSILON)
}

/// How far y is from what is exact, in ULP; what overflows counts as the power of two beyond the largest number.
fn error(case: &Case, y: f32, exact: f64) -> f64 {
    const BEYOND: f64 = 3.402_823_669_209_385e38; // 2¹²⁸
    if exact.is_nan() || y.is_nan() {
        let is_right = exact.is_nan() && y.is_nan();
        return if is_right { 0.0 } else { f64::INFINITY };
    }
    let [y, exact] = [f64::from(y), exact].map(|y| y.clamp(-BEYOND, BEYOND));
    (y - exact).abs() / spacing(exact.abs().max(case.scale))
}

/// The largest error over the numbers with these bits, and where it is.
fn worst(case: &Case, bits: impl Iterator<Item = u32>) -> (f64, f32) {
    let x: Vec<f32> = bits.map(f32::from_bits).collect();
    let mut y = x.clone();
    (case.function)(&mut y);
    let mut worst = (0.0, 0.0);
    for (x, y) in x.into_iter().zip(y) {
        let error = error(case, y, (case.exact)(f64::from(x)));
        if error > worst.0 {
            worst = (error, x);
        }
    }
    worst
}

#[test]
#[ignore = "takes a minute a function"]
fn all_numbers() {
    const BLOCK: u32 = 1 << 14;
    let wanted = std::env::var("FUNCTION").unwrap_or_default();
    println!("{}", typograd::kernel::instruction_set());
    for case in cases().iter().filter(|case| case.name.contains(&wanted)) {
        let found = Mutex::new((0.0, 0.0));
        std::thread::scope(|scope| {
            for half in 0..2 {
                let found = &found;
                scope.spawn(move || {
                    let mut mine = (0.0, 0.0);
                    for block in (half..=u32::MAX / BLOCK).step_by(2) {
                        let first = block * BLOCK;
                        let here = worst(case, first..=first + (BLOCK - 1));
                        if here.0 > mine.0 {
                            mine = here;
                        }
                    }
                    let mut found = found.lock().unwrap();
                    if mine.0 > found.0 {
                        *found = mine;
                    }
                });
            }
        });
        let (error, x) = found.into_inner().unwrap();
        println!("{}: {error:.3} ULP at {x:e}", case.name);
        assert!(error <= case.bound);
    }
}

/// Every 4,099th of all numbers.
#[test]
fn narrow() {
    for case in cases() {
        let (error, x) = worst(&case, (0..u32::MAX).step_by(4099));
        assert!(
            error <= case.bound,
            "{}: {error:.3} ULP at {x:e}",
            case.name
        );
    }
}

const POINTS: &str = include_str!("../goldens/functions.txt");

/// A function of `f64`, and the largest error in ULP of a number that is at least as large as the last says.
type Wide = (&'static str, fn(&mut [f64]), f64, f64);

const WIDE: [Wide; 12] = [
    ("exp", map::<Exp, f64>, 1.0, 0.0),
    ("exp_m1", map::<ExpM1, f64>, 2.0, 0.0),
    ("log", map::<Log, f64>, 1.0, 0.0),
    ("tanh", map::<Tanh, f64>, 2.5, 0.0),
    ("sigmoid", map::<Sigmoid, f64>, 2.5, 0.0),
    ("softplus", map::<Softplus, f64>, 2.0, 0.0),
    ("erf", map::<Erf, f64>, 2.0, 0.0),
    ("gelu", map::<Gelu, f64>, 5.0, 0.0),
    ("gelu_slope", map::<GeluSlope, f64>, 3.0, 0.5),
    ("sin", map::<Sin, f64>, 2.5, 0.0),
    ("cos", map::<Cos, f64>, 2.5, 0.0),
    ("rsqrt", map::<Rsqrt, f64>, 1.0, 0.0),
];

#[test]
fn wide() {
    for (name, function, bound, scale) in WIDE {
        let points = POINTS
            .lines()
            .filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let points: Vec<[f64; 3]> = points
            .map(|line| {
                let mut numbers = line.split(' ').map(|number| number.parse().unwrap());
                std::array::from_fn(|_| numbers.next().unwrap())
            })
            .collect();
        assert!(points.len() > 200);
        let mut y: Vec<f64> = points.iter().map(|point| point[0]).collect();
        function(&mut y);
        for ([x, near, rest], y) in points.into_iter().zip(y) {
            let size = near.abs().max(scale).max(f64::MIN_POSITIVE);
            let spacing = size.next_up() - size;
            let error = ((y - near) - rest).abs() / spacing;
            assert!(error <= bound, "{name}: {error:.3} ULP at {x:e}");
        }
    }
}

fn of<F: Function, T: Element>(x: f64) -> f64 {
    let mut x = [T::from_f64(x)];
    map::<F, T>(&mut x);
    x[0].as_f64()
}

/// NaN in, NaN out; and what the functions are at infinity and at both zeros.
#[test]
fn special() {
    fn same(a: f64, b: f64) -> bool {
        a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
    }
    fn at<F: Function>(name: &str, minus_infinity: f64, minus_zero: f64, zero: f64, infinity: f64) {
        let ends = [
            f64::NEG_INFINITY,
            -0.0,
            0.0,
            f64::INFINITY,
            f64::NAN,
            -f64::NAN,
        ];
        let expected = [
            minus_infinity,
            minus_zero,
            zero,
            infinity,
            f64::NAN,
            f64::NAN,
        ];
        for (x, expected) in ends.into_iter().zip(expected) {
            let found = (of::<F, f32>(x), of::<F, f64>(x));
            let narrow = expected.clamp(f64::NEG_INFINITY, f64::INFINITY);
            assert!(
                same(found.1, expected)
                    && (same(found.0, narrow) || (found.0 - narrow).abs() < 1e-7),
                "{name} at {x}: {found:?}, not {expected}"
            );
        }
    }
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    at::<Exp>("exp", 0.0, 1.0, 1.0, inf);
    at::<ExpM1>("exp_m1", -1.0, -0.0, 0.0, inf);
    at::<Log>("log", nan, -inf, -inf, inf);
    at::<Tanh>("tanh", -1.0, -0.0, 0.0, 1.0);
    at::<Sigmoid>("sigmoid", 0.0, 0.5, 0.5, 1.0);
    at::<Softplus>("softplus", 0.0, LN_2, LN_2, inf);
    at::<Erf>("erf", -1.0, -0.0, 0.0, 1.0);
    at::<Gelu>("gelu", 0.0, -0.0, 0.0, inf);
    at::<GeluSlope>("gelu_slope", 0.0, 0.5, 0.5, 1.0);
    at::<Sin>("sin", nan, -0.0, 0.0, nan);
    at::<Cos>("cos", nan, 1.0, 1.0, nan);
    at::<Rsqrt>("rsqrt", nan, -inf, inf, 0.0);
    assert!(of::<Log, f32>(-1.0).is_nan() && of::<Rsqrt, f64>(-1e-310).is_nan());
}

/// The last arguments before eˣ overflows, and before it vanishes; and subnormal numbers.
#[test]
fn thresholds() {
    let (high, low) = (88.722_83_f32, -103.972_08_f32); // ln f32::MAX and −150 ln 2 lie just beyond
    assert!(of::<Exp, f32>(f64::from(high)).is_finite());
    assert!(of::<Exp, f32>(f64::from(high.next_up())).is_infinite());
    assert_eq!(of::<Exp, f32>(f64::from(low)), f64::from(f32::from_bits(1)));
    assert_eq!(of::<Exp, f32>(f64::from(low.next_down())), 0.0);

    assert!(of::<Exp, f64>(709.782_712_893_384).is_finite());
    assert!(of::<Exp, f64>(709.782_712_893_384_1).is_infinite());
    assert_eq!(of::<Exp, f64>(-745.133_219_101_941_1), f64::from_bits(1));
    assert_eq!(of::<Exp, f64>(-745.133_219_101_941_2), 0.0);
    for x in [-709.0, -720.5, -744.0] {
        assert_eq!(of::<Exp, f64>(x), f64::exp(x));
    }
    assert_eq!(of::<Log, f64>(5e-324), f64::ln(5e-324));
    assert_eq!(
        of::<Log, f32>(f64::from(f32::from_bits(1))),
        f64::from(f32::from_bits(1).ln())
    );
}

/// f(−x) = −f(x), or f(x), to the bit.
#[test]
fn symmetry() {
    let mut rng = Rng::new(1);
    for _ in 0..1000 {
        let x: f64 = rng.uniform(-3.0, 3.0);
        let x = x * x * x;
        for (plus, minus) in [
            (of::<Tanh, f32>(x), of::<Tanh, f32>(-x)),
            (of::<Tanh, f64>(x), of::<Tanh, f64>(-x)),
            (of::<Erf, f32>(x), of::<Erf, f32>(-x)),
            (of::<Erf, f64>(x), of::<Erf, f64>(-x)),
            (of::<Sin, f32>(x), of::<Sin, f32>(-x)),
            (of::<Sin, f64>(x), of::<Sin, f64>(-x)),
            (of::<Cos, f32>(x), -of::<Cos, f32>(-x)),
            (of::<Cos, f64>(x), -of::<Cos, f64>(-x)),
        ] {
            assert_eq!(plus, -minus, "at {x}");
        }
    }
}

/// Each length gives what single numbers give, and nothing beyond the ends is touched.
#[test]
fn every_tail() {
    const CANARY: f64 = 12_345.0;
    const MARGIN: usize = 70;
    fn check<T: Element>(length: usize) {
        let mut rng = Rng::new(7);
        let mut buffer = vec![T::from_f64(CANARY); length + 2 * MARGIN];
        for x in &mut buffer[MARGIN..MARGIN + length] {
            *x = rng.uniform(T::from_f64(-9.0), T::from_f64(9.0));
        }
        let before = buffer.clone();
        let single = |f: fn(&mut [T])| {
            before[MARGIN..MARGIN + length].iter().map(move |x| {
                let mut x = [*x];
                f(&mut x);
                x[0]
            })
        };
        let guarded = |buffer: &[T]| {
            let (low, rest) = buffer.split_at(MARGIN);
            let mut canaries = low.iter().chain(&rest[length..]);
            assert!(canaries.all(|x| x.as_f64() == CANARY), "length {length}");
        };

        map::<Sigmoid, T>(&mut buffer[MARGIN..MARGIN + length]);
        assert!(single(map::<Sigmoid, T>).eq(buffer[MARGIN..MARGIN + length].iter().copied()));
        guarded(&buffer);

        let mut product = before.clone();
        times::<Tanh, T>(
            &before[MARGIN..MARGIN + length],
            &mut product[MARGIN..MARGIN + length],
        );
        let expected = single(map::<Tanh, T>)
            .zip(&before[MARGIN..])
            .map(|(f, x)| f * *x);
        assert!(expected.eq(product[MARGIN..MARGIN + length].iter().copied()));
        guarded(&product);

        if length > 0 {
            let row = &before[MARGIN..MARGIN + length];
            let exact: Vec<f64> = row.iter().map(|x| x.as_f64().exp()).collect();
            let sum: f64 = exact.iter().sum();
            // x − m is rounded: to half an ε of up to 18.
            let tolerance = 16.0 * T::epsilon().as_f64();
            let mut rows = before.clone();
            softmax(&mut rows[MARGIN..MARGIN + length], length);
            for (y, exact) in rows[MARGIN..].iter().zip(&exact) {
                assert!((y.as_f64() - exact / sum).abs() <= tolerance * exact / sum);
            }
            guarded(&rows);
            let mut rows = before.clone();
            log_softmax(&mut rows[MARGIN..MARGIN + length], length);
            for (y, exact) in rows[MARGIN..].iter().zip(&exact) {
                assert!((y.as_f64() - (exact / sum).ln()).abs() <= 8.0 * tolerance);
            }
            guarded(&rows);
            let mut terms = before.clone();
            let terms_within = &mut terms[MARGIN..MARGIN + length];
            let (largest, found) = exp_sum(row, Some(terms_within));
            assert!((found.as_f64() * largest.as_f64().exp() - sum).abs() <= 2.0 * tolerance * sum);
            assert_eq!((largest, found), exp_sum(row, None));
            guarded(&terms);
        }
    }
    for length in 0..=128 {
        check::<f32>(length);
        check::<f64>(length);
    }
}
