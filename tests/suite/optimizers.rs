//! Every optimizer against PyTorch's trajectories, in `f64` and `f32`; clipping and schedules.

use std::fmt::Debug;

use serde_json::Value;
use typograd::optim::clip;
use typograd::prelude::*;
use typograd::zeroed;

use crate::golden::{assert_close, case, fill};

const OPTIMIZERS: &str = include_str!("../goldens/optimizers.json");

/// A network that is a point.
#[layer]
#[derive(Debug)]
struct Point<T: Element> {
    q: Vector<D<4>, T>,
}

#[layer]
impl<T: Element> Point<T> {
    fn forward(&self, x: &Vector<D<4>, T>) -> Vector<D<4>, T> {
        x + &self.q
    }
}

fn compare<T: Element, O: Optimizer>(name: &str, optimizer: impl Fn(&Value) -> O) {
    let golden = case(OPTIMIZERS, name);
    let optimizer = optimizer(&golden["defaults"]);
    let (mut a, mut b) = (Matrix::<D<6>, D<4>, T>::zeros(), Vector::<D<6>, T>::zeros());
    fill(a.as_mut_slice(), &golden["A"]);
    fill(b.as_mut_slice(), &golden["b"]);
    let trajectory = golden["trajectory"].as_array().unwrap();

    let mut network = zeroed::<Point<T>>();
    fill(network.q.as_mut_slice(), &trajectory[0]);
    let mut state = zeroed::<O::State<Point<T>>>();
    let mut gradient = Gradient::<Point<T>>::zeros();
    for (step, point) in trajectory.iter().enumerate().skip(1) {
        // ∇ of 0.5 · mean((A q − b)²) is Aᵀ (A q − b) / 6.
        gradient.q = a.t() * (&a * &network.q - &b) / T::from_f64(6.0);
        optimizer.step(&mut network, &mut gradient, &mut state, 1.0);
        assert_close(&format!("{name}, step {step}"), network.q.as_slice(), point);
    }
}

fn number(settings: &Value, name: &str) -> f64 {
    settings[name].as_f64().unwrap()
}

fn beta(settings: &Value, index: usize) -> f64 {
    settings["betas"][index].as_f64().unwrap()
}

macro_rules! optimizers {
    ($($test:ident: $name:literal, |$settings:ident| $optimizer:expr;)*) => {
        $(
            #[test]
            fn $test() {
                compare::<f64, _>($name, |$settings| $optimizer);
                compare::<f32, _>($name, |$settings| $optimizer);
            }
        )*
    };
}

fn momentum(settings: &Value) -> Momentum {
    Momentum {
        learning_rate: number(settings, "lr"),
        momentum: number(settings, "momentum"),
        nesterov: settings["nesterov"].as_bool().unwrap(),
        weight_decay: number(settings, "weight_decay"),
    }
}

fn adam(settings: &Value) -> Adam {
    Adam {
        learning_rate: number(settings, "lr"),
        beta1: beta(settings, 0),
        beta2: beta(settings, 1),
        epsilon: number(settings, "eps"),
        weight_decay: number(settings, "weight_decay"),
    }
}

optimizers! {
    sgd: "sgd", |s| Sgd { learning_rate: number(s, "lr"), weight_decay: number(s, "weight_decay") };
    sgd_momentum: "sgd momentum", |s| momentum(s);
    sgd_nesterov: "sgd nesterov", |s| momentum(s);
    sgd_weight_decay: "sgd momentum weight_decay", |s| momentum(s);
    plain_adam: "adam", |s| adam(s);
    adam_ams_grad: "adam amsgrad", |s| AmsGrad(adam(s));
    adamw: "adamw", |s| AdamW {
        learning_rate: number(s, "lr"),
        beta1: beta(s, 0),
        beta2: beta(s, 1),
        epsilon: number(s, "eps"),
        weight_decay: number(s, "weight_decay"),
    };
    rms_prop: "rmsprop", |s| RmsProp {
        learning_rate: number(s, "lr"),
        alpha: number(s, "alpha"),
        epsilon: number(s, "eps"),
        weight_decay: number(s, "weight_decay"),
    };
    adagrad: "adagrad", |s| Adagrad {
        learning_rate: number(s, "lr"),
        learning_rate_decay: number(s, "lr_decay"),
        epsilon: number(s, "eps"),
        weight_decay: number(s, "weight_decay"),
    };
    nadam: "nadam", |s| NAdam {
        learning_rate: number(s, "lr"),
        beta1: beta(s, 0),
        beta2: beta(s, 1),
        epsilon: number(s, "eps"),
        weight_decay: number(s, "weight_decay"),
        momentum_decay: number(s, "momentum_decay"),
    };
    adadelta: "adadelta", |s| Adadelta {
        learning_rate: number(s, "lr"),
        rho: number(s, "rho"),
        epsilon: number(s, "eps"),
        weight_decay: number(s, "weight_decay"),
    };
}

/// Where a gradient ceases, what decays ends at 0, and not among subnormal numbers, of which 0.9 times the smallest is rounded to
/// itself: some processors take a hundred cycles for each.
#[test]
fn what_decays_ends_at_zero() {
    fn run<O: Optimizer>(optimizer: &O)
    where
        O::State<Point<f32>>: Debug,
    {
        let (mut network, mut state) = (zeroed::<Point<f32>>(), zeroed());
        let mut gradient = Gradient::<Point<f32>>::zeros();
        for step in 0..3000 {
            gradient.q.fill(if step == 0 { 1e-3 } else { 0.0 });
            optimizer.step(&mut network, &mut gradient, &mut state, 1.0);
            let state = format!("{state:?}");
            let numbers = state.split(|c: char| !(c.is_ascii_digit() || "+-.e".contains(c)));
            for number in numbers.filter_map(|number| number.parse::<f32>().ok()) {
                assert!(!number.is_subnormal(), "step {step}: {state}");
            }
        }
    }
    let adam = Adam {
        beta2: 0.95,
        ..Adam::default()
    };
    run(&adam);
    run(&AmsGrad(adam));
    run(&AdamW {
        beta2: 0.95,
        ..AdamW::default()
    });
    run(&NAdam {
        beta2: 0.95,
        ..NAdam::default()
    });
    run(&RmsProp {
        alpha: 0.9,
        ..RmsProp::default()
    });
    run(&Adadelta::default());
    run(&Momentum::default());
}

/// Plain gradient descent decays weights as momentum with μ = 0 does.
#[test]
fn sgd_decays_weights() {
    let sgd = Sgd {
        learning_rate: 0.1,
        weight_decay: 0.3,
    };
    let momentum = Momentum {
        learning_rate: 0.1,
        momentum: 0.0,
        weight_decay: 0.3,
        ..Momentum::default()
    };
    let (mut a, mut b) = (Point::<f64>::seeded(1), Point::<f64>::seeded(1));
    a.q = Vector::from([1.0, -2.0, 3.0, 0.5]);
    b.q = a.q.clone();
    let mut gradient = Gradient::<Point<f64>>::zeros();
    gradient.q = Vector::from([0.1, 0.2, -0.3, 0.4]);
    let mut velocity = zeroed();
    for _ in 0..5 {
        sgd.step(&mut a, &mut gradient, &mut (), 0.5);
        momentum.step(&mut b, &mut gradient, &mut velocity, 0.5);
    }
    assert!(a.q.is_close(&b.q, 1e-14), "{} against {}", a.q, b.q);
}

#[test]
fn clipping() {
    let gradient = || {
        let mut gradient = Gradient::<Point<f64>>::zeros();
        gradient.q = Vector::from([3.0, -4.0, 0.0, f64::NAN]);
        gradient
    };
    let mut clipped = gradient();
    clip::by_value(&mut clipped, 3.5);
    assert_eq!(clipped.q.as_slice()[..3], [3.0, -3.5, 0.0]);
    assert!(clipped.q[3].is_nan());

    let mut finite = gradient();
    finite.q[3] = 0.0;
    assert_eq!(clip::by_global_norm(&mut finite, 10.0), 5.0);
    assert_eq!(finite.q, Vector::from([3.0, -4.0, 0.0, 0.0]));
    assert_eq!(clip::by_global_norm(&mut finite, 1.0), 5.0);
    assert!((finite.q.norm() - 1.0).abs() < 1e-6);

    // Squares beyond the largest number.
    let mut large = gradient();
    large.q = Vector::from([3e200, -4e200, 0.0, 0.0]);
    assert!((clip::by_global_norm(&mut large, 1.0) / 5e200 - 1.0).abs() < 1e-12);
    assert!((large.q[0] - 0.6).abs() < 1e-12);
}

#[test]
fn schedules() {
    let step = Schedule::Step {
        every: 10,
        factor: 0.5,
    };
    assert_eq!(
        [0, 9, 10, 25].map(|s| step.factor(s)),
        [1.0, 1.0, 0.5, 0.25]
    );
    let exponential = Schedule::Exponential { factor: 0.9 };
    assert!((exponential.factor(3) - 0.729).abs() < 1e-15);
    assert_eq!(Schedule::Constant.factor(7), 1.0);
    let cosine = Schedule::Cosine {
        warm_up: 4,
        steps: 104,
        last: 0.0,
    };
    assert_eq!([0, 3, 4].map(|s| cosine.factor(s)), [0.25, 1.0, 1.0]);
    assert!((cosine.factor(54) - 0.5).abs() < 1e-15 && cosine.factor(104) < 1e-15);
}
