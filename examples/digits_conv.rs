//! Trains a small convolutional network on real handwritten digits: `cargo run --release --example digits_conv`. With
//! `-- --save FOLDER`, it also trains one of 4 and 8 channels, for microcontrollers, and saves it there as
//! `digits-conv.safetensors`: the firmware in `examples/` has a copy.
//!
//! The data, 1,797 images of 8 × 8 pixels, lies in `examples/data/`, with its source and licence.

#[path = "shared/folder.rs"]
mod folder;
mod shared;

use std::error::Error;
use std::process::ExitCode;

use typograd::data::{Csv, Dataset, read_csv_labelled};
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

type SmallConv1 = Conv2d<Input, D<4>, D<3>, Relu, Same>;
type SmallPool1 = MaxPool2d<OutputOf<SmallConv1>, D<2>>;
type SmallConv2 = Conv2d<OutputOf<SmallPool1>, D<8>, D<3>, Relu, Same>;
type SmallPool2 = MaxPool2d<OutputOf<SmallConv2>, D<2>>;

/// What fits a microcontroller.
#[derive(Network)]
struct Small {
    conv1: SmallConv1,
    pool1: SmallPool1,
    conv2: SmallConv2,
    pool2: SmallPool2,
    flat: Flatten<OutputOf<SmallPool2>>,
    logits: Dense<FlatOf<SmallPool2>, Digit>,
}

/// Images, each with its digit.
type Digits = Dataset<Input, Label<Digit>>;

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

    let loss = SoftmaxCrossEntropy::default();
    let mut trainer = Trainer::<Classifier, _, _>::new(adam(), loss, SEED);
    println!("{}", trainer.summary());
    let report = trainer.fit_with(&train, Some(&test), &settings(&train), |epoch| {
        println!("{epoch}");
    })?;
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

    if let Some(folder) = folder::asked_for()? {
        let mut trainer = Trainer::<Small, _, _>::new(adam(), loss, SEED);
        trainer.fit_with(&train, None, &settings(&train), |_| ())?;
        weights::save(trainer.network(), folder.join("digits-conv.safetensors"))?;
        println!(
            "4 and 8 channels: {:.2}%, saved to {}",
            100.0 * Confusion::of(trainer.network(), &test).accuracy(),
            folder.display()
        );
    }

    println!("test accuracy: {:.2}%", 100.0 * confusion.accuracy());
    Ok(())
}

fn adam() -> Adam {
    Adam {
        learning_rate: 0.01,
        ..Adam::default()
    }
}

fn settings(train: &Digits) -> Fit {
    let (epochs, batch) = (30, 32);
    Fit {
        epochs,
        seed: SEED,
        schedule: Schedule::Cosine {
            warm_up: 50,
            steps: epochs * train.len().div_ceil(batch),
            last: 0.0,
        },
        ..Fit::default()
    }
}
