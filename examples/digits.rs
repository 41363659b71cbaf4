//! Trains a network on real handwritten digits, and shows what it has learnt: `cargo run --release --example digits`.
//!
//! The data, 1,797 images of 8 × 8 pixels, lies in `examples/data/`, with its source and licence.

mod shared;

use std::error::Error;
use std::process::ExitCode;

use typograd::data::{Csv, read_csv_labelled};
use typograd::prelude::*;
use typograd::train::Confusion;

dims! {
    /// An image of 8 × 8.
    Pixels = 64;
    Hidden = 64;
    Digit = 10;
}

#[derive(Network)]
struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/digits.csv");
const SEED: u64 = 42;

fn main() -> ExitCode {
    shared::report(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let digits = read_csv_labelled::<Pixels, Digit, f32>(DATA, Csv::default())?
        .map_inputs(|pixels| pixels / 16.0); // ink from 0 to 1
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

    // Some that it knows, and after them some that it does not.
    let answer = |image| network.forward(image).argmax();
    let (right, wrong): (Vec<_>, Vec<_>) = test
        .iter()
        .partition(|(image, truth)| answer(image) == truth.index());
    let shown: Vec<_> = right
        .into_iter()
        .take(4)
        .chain(wrong.into_iter().take(2))
        .collect();
    let captions = shown.iter().map(|(image, truth)| {
        let p = softmax(network.forward(image));
        let said = p.argmax();
        let mark = if said == truth.index() { '✓' } else { '✗' };
        (
            format!("{truth} → {said} {mark} {:.0}%", 100.0 * p[said]),
            *image,
        )
    });
    println!("{}", shared::draw(&captions.collect::<Vec<_>>(), 8));

    println!("test accuracy: {:.2}%", 100.0 * confusion.accuracy());
    Ok(())
}
