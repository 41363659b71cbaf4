//! Every loss against PyTorch, value and gradient, in `f64` and `f32`; and at the far ends of the line.

use serde_json::Value;
use typograd::kernel::math;
use typograd::loss::Reduction;
use typograd::prelude::*;

use crate::golden::{assert_close, case, fill, flat};

const LOSSES: &str = include_str!("../goldens/losses.json");

type Row = (D<5>,);

fn batch<T: Element>(value: &Value) -> Batch<D<3>, Row, T> {
    let mut batch = Batch::new();
    batch.set_len(3).unwrap();
    fill(batch.as_mut_slice(), value);
    batch
}

fn labels(value: &Value) -> Vec<Label<D<5>>> {
    let indices = value.as_array().unwrap().iter();
    indices
        .map(|index| Label::new(usize::try_from(index.as_u64().unwrap()).unwrap()).unwrap())
        .collect()
}

fn compare<T: Element, L: Loss<Row, T>>(name: &str, loss: &L, targets: &[L::Target]) {
    let golden = case(LOSSES, name);
    let x = batch::<T>(&golden["inputs"]["x"]);
    let mut delta = Batch::new();
    let value = loss.value_and_delta(&x, targets, &mut delta).unwrap();
    assert_close(name, &[value], &golden["output"]);
    assert_close(
        &format!("∇ of {name}"),
        delta.as_slice(),
        &golden["grads"]["x"],
    );
    assert_eq!(loss.value(&x, targets).unwrap(), value);
}

/// A loss whose target is a tensor.
fn on_tensors<T: Element>(name: &str, loss: &impl Loss<Row, T, Target = Vector<D<5>, T>>) {
    let targets = batch::<T>(&case(LOSSES, name)["inputs"]["y"]);
    compare(name, loss, targets.samples());
}

/// A loss whose target is a class.
fn on_labels<T: Element>(name: &str, loss: &impl Loss<Row, T, Target = Label<D<5>>>) {
    compare(name, loss, &labels(&case(LOSSES, name)["inputs"]["y"]));
}

macro_rules! losses {
    ($($test:ident: $how:ident $name:literal, $loss:expr;)*) => {
        $(
            #[test]
            fn $test() {
                $how::<f64>($name, &$loss);
                $how::<f32>($name, &$loss);
            }
        )*
    };
}

losses! {
    mean_squared_error: on_tensors "mse mean", MeanSquaredError;
    half_squared_error: on_tensors "half squared error sum", HalfSquaredError;
    mean_absolute_error: on_tensors "l1 mean", MeanAbsoluteError;
    huber: on_tensors "huber mean delta 1", Huber::default();
    binary_cross_entropy: on_tensors "bce mean", BinaryCrossEntropy;
    sigmoid_binary_cross_entropy: on_tensors "bce with logits mean", SigmoidBinaryCrossEntropy;
    sigmoid_binary_cross_entropy_extreme: on_tensors "bce with logits extreme", SigmoidBinaryCrossEntropy;
    cross_entropy: on_labels "cross entropy labels mean", SoftmaxCrossEntropy::default();
    cross_entropy_extreme: on_labels "cross entropy extreme logits", SoftmaxCrossEntropy::default();
    cross_entropy_smoothed: on_labels "cross entropy label smoothing 0.1",
        SoftmaxCrossEntropy { label_smoothing: 0.1 };
    cross_entropy_of_distributions: on_tensors "cross entropy probabilities", SoftTargetCrossEntropy;
    kl_divergence: on_tensors "kl batchmean", KlDivergence;
    hinge: on_tensors "hinge mean", Hinge;
}

/// All golden losses are compared above.
#[test]
fn every_golden_is_used() {
    let names = crate::golden::cases(LOSSES);
    let text = include_str!("losses.rs");
    for case in names {
        let name = case["name"].as_str().unwrap();
        assert!(
            text.contains(&format!("{name:?}")),
            "{name} is not compared"
        );
    }
}

fn single<T: Element, L: Loss<(D<3>,), T>>(loss: &L, x: [T; 3], target: L::Target) -> (T, [T; 3]) {
    let x: Batch<D<1>, (D<3>,), T> = Batch::from_samples(&[Vector::from(x)]).unwrap();
    let mut delta = Batch::new();
    let value = loss.value_and_delta(&x, &[target], &mut delta).unwrap();
    (value, [delta[0][0], delta[0][1], delta[0][2]])
}

/// Infinite logits: certainty, right or wrong.
#[test]
fn infinite_logits() {
    let inf = f64::INFINITY;
    let label = |i| Label::<D<3>>::new(i).unwrap();
    let loss = SoftmaxCrossEntropy::default();
    assert_eq!(single(&loss, [inf, 0.0, 0.0], label(0)), (0.0, [0.0; 3]));
    assert_eq!(
        single(&loss, [inf, 0.0, 0.0], label(1)),
        (inf, [1.0, -1.0, 0.0])
    );
    assert_eq!(
        single(&loss, [-inf, 0.0, 0.0], label(1)),
        (2.0_f64.ln(), [0.0, -0.5, 0.5])
    );

    let target = Vector::<D<3>, f64>::from([1.0, 0.0, 1.0]);
    let (value, delta) = single(&SigmoidBinaryCrossEntropy, [inf, -inf, 1e4], target);
    assert_eq!((value, delta), (0.0, [0.0; 3]));
}

/// NaN is handed on, never hidden.
#[test]
fn nan_stays() {
    let x = [0.3, f32::NAN, 0.2];
    let y = || Vector::<D<3>>::from([0.5, 0.25, 0.25]);
    assert!(single(&MeanSquaredError, x, y()).0.is_nan());
    assert!(single(&HalfSquaredError, x, y()).0.is_nan());
    assert!(single(&MeanAbsoluteError, x, y()).0.is_nan());
    assert!(single(&Huber::default(), x, y()).0.is_nan());
    assert!(single(&BinaryCrossEntropy, x, y()).0.is_nan());
    assert!(single(&SigmoidBinaryCrossEntropy, x, y()).0.is_nan());
    assert!(single(&SoftTargetCrossEntropy, x, y()).0.is_nan());
    assert!(single(&KlDivergence, x, y()).0.is_nan());
    assert!(single(&Hinge, x, y()).0.is_nan());
    let label = Label::<D<3>>::new(0).unwrap();
    assert!(single(&SoftmaxCrossEntropy::default(), x, label).0.is_nan());
}

/// The sum over two batches follows from the reduction.
#[test]
fn reductions() {
    fn sum<L: Loss<Row, f64>>(_: &L) -> Reduction {
        L::REDUCTION
    }
    assert_eq!(sum(&HalfSquaredError), Reduction::Sum);
    assert_eq!(sum(&SoftmaxCrossEntropy::default()), Reduction::SampleMean);
    assert_eq!(sum(&MeanSquaredError), Reduction::ElementMean);
    let golden = case(LOSSES, "mse mean");
    let (x, y) = (flat(&golden["inputs"]["x"]), flat(&golden["inputs"]["y"]));
    let by_hand: f64 = x.iter().zip(&y).map(|(a, y)| (a - y).powi(2)).sum::<f64>() / 15.0;
    assert!((by_hand - golden["output"].as_f64().unwrap()).abs() < 1e-12);
}

#[test]
fn wrong_number_of_targets() {
    let x: Batch<D<4>, (D<3>,)> = Batch::from_samples(&[Vector::zeros(), Vector::zeros()]).unwrap();
    let error = MeanSquaredError.value(&x, &[Vector::zeros()]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 targets were given for a batch of 2 samples"
    );
}

/// Labels over rows of many widths and numbers, against softmax and ln of std in `f64`; infinite logits keep their meaning.
#[test]
fn labels_over_many_rows() {
    fn check<T: Element>(width: usize, rows: usize) {
        let mut rng = Rng::new(width as u64);
        let logits: Vec<T> = (0..width * rows)
            .map(|_| T::from_f64(rng.uniform(-8.0, 8.0)))
            .collect();
        let label = |row: usize| row * 5 % width;
        let (weight, mut delta) = (0.25, vec![T::nan(); width * rows]);
        let into = Some((delta.as_mut_slice(), T::from_f64(weight)));
        let found = math::cross_entropy(&logits, width, label, into);
        assert_eq!(found, math::cross_entropy(&logits, width, label, None));
        let tolerance = 32.0 * T::epsilon().as_f64();
        let mut sum = 0.0;
        let pairs = logits.chunks(width).zip(delta.chunks(width));
        for (i, (logits, delta)) in pairs.enumerate() {
            let powers: Vec<f64> = logits.iter().map(|z| z.as_f64().exp()).collect();
            let total: f64 = powers.iter().sum();
            sum -= (powers[label(i)] / total).ln();
            for (j, (power, delta)) in powers.iter().zip(delta).enumerate() {
                let one = f64::from(u8::from(j == label(i)));
                let exact = weight * (power / total - one);
                assert!(
                    (delta.as_f64() - exact).abs() <= tolerance,
                    "{width}: {delta} {exact}"
                );
            }
        }
        assert!((found.as_f64() - sum).abs() <= tolerance * sum.abs() + tolerance);
    }
    for width in (1..40).chain([64, 100]) {
        for rows in [1, 2, 7, 16, 33] {
            check::<f32>(width, rows);
            check::<f64>(width, rows);
        }
    }
    // A row with an infinite logit and one with NaN, among others.
    for rows in [1, 16] {
        let mut logits = vec![0.0_f32; 3 * (rows + 2)];
        logits[1] = f32::INFINITY;
        let mut delta = logits.clone();
        let loss = math::cross_entropy(&logits, 3, |_| 1, Some((delta.as_mut_slice(), 1.0)));
        assert_eq!(delta[..3], [0.0; 3]);
        let third = 1.0 / 3.0;
        for x in delta[3..].chunks(3) {
            let close = |(x, y): (&f32, &f32)| (x - y).abs() < 1e-6;
            assert!(
                x.iter().zip(&[third, third - 1.0, third]).all(close),
                "{x:?}"
            );
        }
        let exact = (rows + 1) as f32 * 3.0_f32.ln();
        assert!((loss - exact).abs() < 1e-5 * exact, "{loss} {exact}");
        let certain = math::cross_entropy(&logits, 3, |row| usize::from(row > 0), None);
        assert_eq!(certain, f32::INFINITY);
        logits[4] = f32::NAN;
        let loss = math::cross_entropy(&logits, 3, |_| 0, Some((delta.as_mut_slice(), 1.0)));
        assert!(loss.is_nan() && delta[3..6].iter().all(|x| x.is_nan()));
        assert!(delta[6..].iter().all(|x| x.is_finite()));
    }
    for width in [3, 40] {
        let mut logits = vec![0.0; width];
        logits[1] = f64::INFINITY;
        let mut delta = vec![0.0; width];
        let loss = math::cross_entropy(&logits, width, |_| 1, Some((delta.as_mut_slice(), 1.0)));
        assert_eq!((loss, &delta), (0.0, &vec![0.0; width]));
        assert_eq!(
            math::cross_entropy(&logits, width, |_| 0, None),
            f64::INFINITY
        );
    }
}
