//! Trains a small convolutional network on real handwritten digits: `cargo run --release --example digits_conv`.
//!
//! The data, 1,797 images of 8 × 8 pixels, lies in `examples/data/`, with its source and licence.

mod shared;

use std::error::Error;
use std::process::ExitCode;

use typograd::data::{Csv, read_csv_labelled};
use typograd::prelude::*;
use typograd::train::Confusion;

dims! { Pixels = 64; Digit = 10; }

type Input = Image<D<1>, D<8>, D<8>>;
type Conv1 = Conv2d<Input, D<16>, D<3>, Relu, Same>;
type Pool1 = MaxPool2d<OutputOf<Conv1>, D<2>>;
type Conv2 = Conv2d<OutputOf<Pool1>, D<32>, D<3>, Relu, Same>;
type Pool2 = MaxPool2d<OutputOf<Conv2>, D<2>>;

#[derive(Network)]
struct Classifier {
    conv1: Conv1,
    pool1: Pool1,
    conv2: Conv2,
    pool2: Pool2,
    flat: Flatten<OutputOf<Pool2>>,
    logits: Dense<FlatOf<Pool2>, Digit>,
}

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/digits.csv");
const SEED: u64 = 42;

fn main() -> ExitCode {
    shared::report(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let digits = read_csv_labelled::<Pixels, Digit, f32>(DATA, Csv::default())?
        .map_inputs(|pixels| -> Input { (pixels / 16.0).unflatten().clone() }); // ink from 0 to 1
    let (train, test) = digits.shuffled(SEED).split(0.8);
    println!(
        "{} images to learn from, {} to be tested on\n",
        train.len(),
        test.len()
    );

    let adam = Adam {
        learning_rate: 0.01,
        ..Adam::default()
    };
    let mut trainer = Trainer::<Classifier, _, _>::new(adam, SoftmaxCrossEntropy::default(), SEED);
    println!("{}", trainer.summary());

    let (epochs, batch) = (30, 32);
    let settings = Fit {
        epochs,
        seed: SEED,
        schedule: Schedule::Cosine {
            warm_up: 50,
            steps: epochs * train.len().div_ceil(batch),
            last: 0.0,
        },
        ..Fit::default()
    };
    let report = trainer.fit_with(&train, Some(&test), &settings, |epoch| println!("{epoch}"))?;
    println!("trained in {:.2} s\n", report.duration.as_secs_f64());

    let network = trainer.network();
    let confusion = Confusion::of(network, &test);
    println!("{confusion}\n");

    let wrong = test
        .iter()
        .filter(|(image, truth)| network.forward(image).argmax() != truth.index());
    let captions = wrong.take(4).map(|(image, truth)| {
        let said = network.forward(image).argmax();
        (format!("{truth}, taken for {said}"), image.flatten())
    });
    println!("{}", shared::draw(&captions.collect::<Vec<_>>(), 8));

    println!("test accuracy: {:.2}%", 100.0 * confusion.accuracy());
    Ok(())
}
