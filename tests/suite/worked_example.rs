//! The 1-2-3-1 network that a set of lecture slides works by hand, against exact arithmetic.

use serde_json::Value;
use typograd::prelude::*;
use typograd::zeroed;

use crate::golden::{assert_close, fill};

dims! { In = 1; First = 2; Second = 3; Out = 1; }

#[derive(Clone, Network)]
struct Lecture {
    first: Dense<In, First, Sigmoid, f64>,
    second: Dense<First, Second, Sigmoid, f64>,
    third: Dense<Second, Out, Identity, f64>,
}

#[test]
fn one_step_of_gradient_descent() {
    let golden: Value =
        serde_json::from_str(include_str!("../goldens/worked_example.json")).unwrap();
    let mut run = Training::<Lecture, Clipped<Sgd>, D<1>>::new();
    let net = &mut run.network;
    let params = &golden["params"];
    fill(net.first.w.as_mut_slice(), &params["W1"]);
    fill(net.first.b.as_mut_slice(), &params["b1"]);
    fill(net.second.w.as_mut_slice(), &params["W2"]);
    fill(net.second.b.as_mut_slice(), &params["b2"]);
    fill(net.third.w.as_mut_slice(), &params["W3"]);
    fill(net.third.b.as_mut_slice(), &params["b3"]);

    let x = Batch::from_samples(&[Vector::from([golden["x"][0].as_f64().unwrap()])]).unwrap();
    let y = [Vector::from([golden["y"].as_f64().unwrap()])];
    let sgd = Sgd {
        learning_rate: golden["learning_rate"].as_f64().unwrap(),
        ..Sgd::default()
    };
    let mut fused = Training::<Lecture, Sgd, D<1>>::new();
    fused.network = run.network.clone();
    fused
        .train_step(&sgd, &SigmoidBinaryCrossEntropy, &x, &y)
        .unwrap();
    let logits = run.network.forward(&x[0]);
    assert_close("z3", logits.as_slice(), &golden["forward"]["z3"]);
    let stored = Clipped {
        optimizer: sgd,
        clip: Clip::Off,
    };
    let loss = run
        .train_step(&stored, &SigmoidBinaryCrossEntropy, &x, &y)
        .unwrap();
    assert_close("loss", &[loss], &golden["loss"]);

    let (gradient, grads) = (run.gradient(), &golden["grads"]);
    assert_close("∇W1", gradient.first.w.as_slice(), &grads["W1"]);
    assert_close("∇b1", gradient.first.b.as_slice(), &grads["b1"]);
    assert_close("∇W2", gradient.second.w.as_slice(), &grads["W2"]);
    assert_close("∇b2", gradient.second.b.as_slice(), &grads["b2"]);
    assert_close("∇W3", gradient.third.w.as_slice(), &grads["W3"]);
    assert_close("∇b3", gradient.third.b.as_slice(), &grads["b3"]);

    let updated = &golden["updated"];
    for net in [&run.network, &fused.network] {
        assert_close("W1", net.first.w.as_slice(), &updated["W1"]);
        assert_close("W2", net.second.w.as_slice(), &updated["W2"]);
        assert_close("b2", net.second.b.as_slice(), &updated["b2"]);
        assert_close("W3", net.third.w.as_slice(), &updated["W3"]);
    }
    let net = &run.network;
    assert_close(
        "a3 after",
        sigmoid(net.forward(&x[0])).as_slice(),
        &golden["forward_after"]["a3"],
    );
    let mut saved = zeroed();
    let output = net.record::<D<1>>(&x, &mut saved);
    let after = SigmoidBinaryCrossEntropy.value(output, &y).unwrap();
    assert_close("loss after", &[after], &golden["loss_after"]);
}
