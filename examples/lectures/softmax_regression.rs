//! −ln of the probability that softmax(W x + b) gives to the right class: ∇W = (softmax − t) xᵀ.

use std::error::Error;
use std::fmt::Write;

use typograd::data::{Csv, Dataset, read_csv_labelled};
use typograd::prelude::*;

use super::Told;
use crate::DIGITS;

dims! { pub(crate) Pixels = 64; pub(crate) Digit = 10; }

/// ln Σ eᶻ − tᵀ z, of z = W x + b: where t is 1 at one class, −tᵀ ln softmax(z).
#[differentiable]
pub(crate) fn loss<I: Dim, K: Dim, T: Element>(
    w: &Matrix<K, I, T>,
    b: &Vector<K, T>,
    #[constant] x: &Vector<I, T>,
    #[constant] t: &Vector<K, T>,
) -> T {
    let z = w * x + b;
    z.log_sum_exp() - t.dot(&z)
}

/// What is learnt.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) w: Matrix<Digit, Pixels>,
    pub(crate) b: Vector<Digit>,
}

/// 1 at a class.
fn one_hot(label: Label<Digit>) -> Vector<Digit> {
    Vector::from_fn(|i| if i == label.index() { 1.0 } else { 0.0 })
}

/// What an epoch comes to: the mean loss before each step, and the accuracy on what is not learnt from.
pub(crate) struct Epoch {
    pub(crate) loss: f32,
    pub(crate) accuracy: f64,
}

/// Stochastic gradient descent, a sample a step.
pub(crate) fn train(epochs: usize) -> Result<(Model, Vec<Epoch>), Box<dyn Error>> {
    let digits = read_csv_labelled::<Pixels, Digit, f32>(DIGITS, Csv::default())?;
    let digits = digits.map_inputs(|pixels| pixels / 16.0).shuffled(1);
    let (train, test) = digits.split(0.8);
    let mut model = Model {
        w: Matrix::zeros(),
        b: Vector::zeros(),
    };
    let mut told = Vec::new();
    for _ in 0..epochs {
        let mut sum = 0.0;
        for (x, label) in train.iter() {
            let (value, gradient) = loss::value_and_grad(&model.w, &model.b, x, &one_hot(*label));
            model.w.add_scaled(-0.05, &gradient.w);
            model.b.add_scaled(-0.05, &gradient.b);
            sum += value;
        }
        told.push(Epoch {
            loss: sum / train.len() as f32,
            accuracy: accuracy(&model, &test),
        });
    }
    Ok((model, told))
}

fn accuracy(model: &Model, test: &Dataset<Vector<Pixels>, Label<Digit>>) -> f64 {
    let is_right = |(x, label): &(&Vector<Pixels>, &Label<Digit>)| {
        (&model.w * *x + &model.b).argmax() == label.index()
    };
    test.iter().filter(is_right).count() as f64 / test.len() as f64
}

pub(crate) fn give() -> Told {
    let mut text = String::new();
    writeln!(text, "  {}\n", loss::GRADIENTS)?;
    writeln!(
        text,
        "Ten handwritten digits (UCI, Alpaydin & Kaynak, 1998), a sample a step:\n"
    )?;
    writeln!(
        text,
        "  epoch   loss     accuracy on a fifth not learnt from"
    )?;
    for (i, epoch) in train(5)?.1.iter().enumerate() {
        writeln!(
            text,
            "  {:5}   {:.4}   {:.1}%",
            i + 1,
            epoch.loss,
            100.0 * epoch.accuracy
        )?;
    }
    text.pop();
    Ok(text)
}
