//! The loss of a network, and points of other kinds.

use typograd::minimize::{
    BatchLoss, Bfgs, ConjugateGradient, Direction, FlatMemory, Flattened, Lbfgs, LossMemory,
    Minimization, Newton, Objective, Section, Stopping, from_flat, minimize, minimize_with,
    to_flat,
};
use typograd::prelude::*;
use typograd::{boxed, zeroed};

use super::problems::{Digits, Features, Images, Point};

type Net = (
    Dense<D<2>, D<4>, Tanh, f64>,
    Dense<D<4>, D<1>, Identity, f64>,
);
dims! { Weights = 17; }

type Inputs = Batch<D<4>, (D<2>,), f64>;

fn xor() -> (Inputs, [Vector<D<1>, f64>; 4]) {
    let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(Vector::from);
    let batch = Batch::from_samples(&inputs).expect("four samples");
    (batch, [0.0, 1.0, 1.0, 0.0].map(|y| Vector::from([y])))
}

/// From different starts, with each of the methods for networks.
#[test]
fn a_network_learns_xor_by_all_methods() {
    fn check<M>(method: &M, seed: u64)
    where
        M: for<'a> Direction<Net, BatchLoss<'a, Net, MeanSquaredError, D<4>>>,
    {
        let (x, targets) = xor();
        let mut memory = LossMemory::new();
        let loss = BatchLoss::new(&MeanSquaredError, &x, &targets, &mut memory).expect("four");
        let mut net = Net::seeded(seed);
        let outcome = minimize(method, loss, &mut net);
        assert!(outcome.reason.is_converged(), "{seed}: {outcome}");
        assert!(outcome.value < 1e-6, "{seed}: {outcome}");
        for (x, y) in x.iter().zip(&targets) {
            assert!((net.forward(x)[0] - y[0]).abs() < 1e-2);
        }
    }
    for seed in 1..=3 {
        check(&Lbfgs::<D<10>>::default(), seed);
        check(&ConjugateGradient::default(), seed);
    }
}

/// The same path, to the rounding of sums, on the network itself and on its parameters as a vector.
#[test]
fn a_flattened_network_is_the_same_function() {
    let (x, targets) = xor();
    let (mut memory, mut flat) = (LossMemory::new(), FlatMemory::new());
    let method = Lbfgs::<D<10>>::default();
    let stopping = Stopping {
        iterations: 5,
        ..Stopping::default()
    };

    let mut net = Net::seeded(2);
    let mut weights = Vector::<Weights, f64>::zeros();
    to_flat(&mut net, &mut weights).expect("17 parameters");
    let loss = BatchLoss::new(&MeanSquaredError, &x, &targets, &mut memory).expect("four");
    let loss = Flattened::<Net, Weights, _>::new(loss, &mut flat).expect("17 parameters");
    let vector = minimize_with(&method, loss, &mut weights, &stopping, |_| {});

    let loss = BatchLoss::new(&MeanSquaredError, &x, &targets, &mut memory).expect("four");
    let network = minimize_with(&method, loss, &mut net, &stopping, |_| {});
    assert!((vector.value - network.value).abs() < 1e-12);
    let mut other: Net = zeroed();
    from_flat(&weights, &mut other).expect("17 parameters");
    assert!(other.0.w.is_close(&net.0.w, 1e-9) && other.1.b.is_close(&net.1.b, 1e-9));

    let error = Flattened::<Net, D<16>, _>::new(
        BatchLoss::new(&MeanSquaredError, &x, &targets, &mut memory).expect("four"),
        &mut flat,
    );
    assert_eq!(
        error.unwrap_err().to_string(),
        "expected 17 elements, found 16"
    );
}

/// A loss, and ½ ‖w‖² / n.
struct Ridge<F>(F);

type Logits = DenseNoBias<Features, D<1>, Identity, f64>;

impl<F: Objective<Logits>> Objective<Logits> for Ridge<F> {
    fn value_and_gradient(&mut self, net: &Logits, gradient: &mut Logits) -> f64 {
        let n = Images::LEN as f64;
        let value = self.0.value_and_gradient(net, gradient);
        gradient.w.add_scaled(1.0 / n, &net.w);
        value + net.w.norm_squared() / (2.0 * n)
    }
}

/// One layer and the fused loss on real digits: the answer is that of Newton's method on the formulas.
#[test]
fn a_network_finds_the_answer_of_newton() {
    let digits = Digits::read();
    let mut expected = Point::<Features>::zeros();
    let tight = Stopping {
        gradient: 1e-10,
        ..Stopping::default()
    };
    let newton = minimize_with(
        &Newton::default(),
        digits.logistic(),
        &mut expected,
        &tight,
        |_| {},
    );
    assert!(
        newton.reason.is_converged() && newton.iterations < 10,
        "{newton}"
    );

    let mut x = boxed::<Batch<Images, (Features,), f64>>();
    for row in digits.x.rows() {
        x.push(row.t()).expect("as many as images");
    }
    let targets: Vec<_> = digits
        .t
        .iter()
        .map(|t| Vector::<D<1>, f64>::from([*t]))
        .collect();
    let mut memory = boxed::<LossMemory<Logits, Images>>();
    let loss = SigmoidBinaryCrossEntropy;
    let mut ridge = Ridge(BatchLoss::new(&loss, &x, &targets, &mut memory).expect("as many"));

    let mut run = boxed::<Minimization<Logits, Lbfgs<D<10>>>>();
    run.point.w.fill(1.0);
    let tight = Stopping {
        gradient: 1e-9,
        ..Stopping::default()
    };
    let outcome = run.minimize(&Lbfgs::default(), &mut ridge, &tight, |_| {});
    assert!(outcome.reason.is_converged(), "{outcome}");
    assert!((outcome.value - newton.value).abs() < 1e-12);
    assert!(run.point.w.row(0).t().is_close(&expected, 1e-6));
    let right = digits.x.rows().zip(&digits.t);
    let right = right.filter(|(x, t)| (run.point.forward(x.t())[0] > 0.0) == (**t > 0.5));
    assert!(right.count() * 100 >= 95 * Images::LEN);
}

/// A batch's loss counts the number of targets once; what it gives is the gradient that training uses.
#[test]
fn the_gradient_of_a_loss_is_its_finite_difference() {
    let (x, targets) = xor();
    let mut memory = LossMemory::new();
    let mut loss = BatchLoss::new(&MeanSquaredError, &x, &targets, &mut memory).expect("four");
    let (net, mut gradient, mut scratch) = (Net::seeded(5), Net::default(), Net::default());
    loss.value_and_gradient(&net, &mut gradient);
    let mut at = |w: f64| {
        let mut net = Net::seeded(5);
        net.0.w[(2, 1)] += w;
        loss.value(&net, &mut scratch)
    };
    let slope = (at(1e-5) - at(-1e-5)) / 2e-5;
    assert!((gradient.0.w[(2, 1)] - slope).abs() < 1e-9);
}

/// Two weights of a network, with the others fixed.
#[test]
fn a_section_is_the_loss_in_the_chosen_weights() {
    let (x, targets) = xor();
    let (mut memory, mut flat) = (LossMemory::new(), FlatMemory::new());
    let mut net = Net::seeded(3);
    let (last, first) = (net.1.b[0], net.0.w[(0, 0)]);
    let loss = BatchLoss::new(&MeanSquaredError, &x, &targets, &mut memory).expect("four");
    let mut section =
        Section::<Net, D<2>, _>::new(loss, &mut net, [16, 0], &mut flat).expect("both");
    assert_eq!(section.point(), Vector::from([last, first]));
    let mut two = section.point();
    let before = section.value(&two, &mut Vector::zeros());
    let outcome = minimize(&Bfgs::default(), section, &mut two);
    assert!(outcome.value < before && outcome.reason.is_converged());

    for (coordinates, message) in [
        ([17, 0], "coordinate 17 was chosen of 17, counted from 0"),
        ([3, 3], "coordinate 3 was chosen twice"),
    ] {
        let loss = BatchLoss::new(&MeanSquaredError, &x, &targets, &mut memory).expect("four");
        let error = Section::<Net, D<2>, _>::new(loss, &mut net, coordinates, &mut flat);
        assert_eq!(error.unwrap_err().to_string(), message);
    }
}
