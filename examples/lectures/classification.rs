//! Classification of real digits: one against another, and all ten.

use std::error::Error;
use std::fmt::Write;

use typograd::data::{Csv, Dataset, read_csv_labelled};
use typograd::prelude::*;

use super::Told;
use crate::DIGITS;

dims! { pub(crate) Pixels = 64; Answer = 1; Digit = 10; }

/// One layer: σ(wᵀx + b), the logistic regression of two classes.
type Binary = Dense<Pixels, Answer>;
/// One layer: softmax(W x + b), that of K.
type Softmaxed = Dense<Pixels, Digit>;

/// The share of the test's samples that are told right.
fn accuracy<T>(
    test: &Dataset<Vector<Pixels>, T>,
    is_right: impl Fn(&Vector<Pixels>, &T) -> bool,
) -> f64 {
    let right = test.iter().filter(|(x, y)| is_right(x, y)).count();
    right as f64 / test.len() as f64
}

fn settings(samples: usize, epochs: usize) -> Fit {
    Fit {
        epochs,
        seed: 1,
        schedule: Schedule::Cosine {
            warm_up: 20,
            steps: epochs * samples.div_ceil(32),
            last: 0.0,
        },
        ..Fit::default()
    }
}

fn adam() -> Adam {
    Adam {
        learning_rate: 0.02,
        ..Adam::default()
    }
}

/// The digits, with ink from 0 to 1.
fn digits() -> Result<Dataset<Vector<Pixels>, Label<Digit>>, Box<dyn Error>> {
    let digits = read_csv_labelled::<Pixels, Digit, f32>(DIGITS, Csv::default())?;
    Ok(digits.map_inputs(|pixels| pixels / 16.0).shuffled(1))
}

/// Threes against eights: the share of a fifth that was not learnt from.
pub(crate) fn two_classes() -> Result<f64, Box<dyn Error>> {
    let (mut inputs, mut targets) = (Vec::new(), Vec::new());
    for (image, label) in digits()?.iter() {
        if [3, 8].contains(&label.index()) {
            inputs.push(image.clone());
            targets.push(Vector::from([if label.index() == 8 { 1.0 } else { 0.0 }]));
        }
    }
    let (train, test) = Dataset::new(inputs, targets)?.split(0.8);
    let mut trainer = Trainer::<Binary, _, _>::new(adam(), SigmoidBinaryCrossEntropy, 1);
    trainer.fit_with(&train, None, &settings(train.len(), 40), |_| {})?;
    let network = trainer.network();
    Ok(accuracy(&test, |x, y: &Vector<Answer>| {
        (network.forward(x)[0] > 0.0) == (y[0] > 0.5)
    }))
}

/// All ten digits: the share of a fifth that was not learnt from.
pub(crate) fn ten_classes() -> Result<f64, Box<dyn Error>> {
    let (train, test) = digits()?.split(0.8);
    let mut trainer = Trainer::<Softmaxed, _, _>::new(adam(), SoftmaxCrossEntropy::default(), 1);
    trainer.fit_with(&train, None, &settings(train.len(), 40), |_| {})?;
    let network = trainer.network();
    Ok(accuracy(&test, |x, y: &Label<Digit>| {
        network.forward(x).argmax() == y.index()
    }))
}

pub(crate) fn give() -> Told {
    let mut text = String::new();
    writeln!(
        text,
        "Handwritten digits of 8 × 8 pixels (UCI, Alpaydin & Kaynak, 1998), one layer; accuracy on a fifth not learnt from.\n"
    )?;
    writeln!(
        text,
        "  two classes, 3 and 8   σ(wᵀx + b), binary cross entropy   {:.1}%",
        100.0 * two_classes()?
    )?;
    write!(
        text,
        "  K = 10 classes         softmax(W x + b), cross entropy    {:.1}%",
        100.0 * ten_classes()?
    )?;
    Ok(text)
}
