//! Trains a network on real handwritten digits, and shows what it has learnt: `cargo run --release --example digits`.
//!
//! It saves what it has learnt as `target/digits.safetensors`, and beside it the images that it was not shown, as
//! `digits.test`, and the same in 8 bits, `digits-int8.safetensors`: the firmware and the page in `examples/` have copies. `-- --save FOLDER` saves elsewhere.
//!
//! The data, 1,797 images of 8 × 8 pixels, lies in `examples/data/`, with its source and licence.

#[path = "shared/folder.rs"]
mod folder;
mod shared;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use typograd::data::{Csv, Dataset, read_csv_labelled};
use typograd::prelude::*;
use typograd::quant::{Calibration, Quantized};
use typograd::train::Confusion;

dims! {
    /// An image of 8 × 8.
    Pixels = 64;
    Hidden = 32;
    Digit = 10;
}

#[derive(Network)]
struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/digits.csv");
const SEED: u64 = 42;

/// Images, each with its digit.
type Digits = Dataset<Vector<Pixels>, Label<Digit>>;

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

    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/target");
    let folder = folder::asked_for()?.unwrap_or_else(|| target.into());
    save(network, &test, &folder)?;
    let small = quantize(network, &train)?;
    weights::save(&small, folder.join("digits-int8.safetensors"))?;
    println!("saved to {}", folder.display());
    let right = test
        .iter()
        .filter(|(image, digit)| small.forward(image).argmax() == digit.index());
    println!(
        "in 8 bits: {:.2}% with {} bytes of weights instead of {}",
        100.0 * right.count() as f64 / test.len() as f64,
        size_of_val(&small),
        size_of_val(network),
    );

    println!("test accuracy: {:.2}%", 100.0 * confusion.accuracy());
    Ok(())
}

/// The same network in 8 bits, for the ranges that its activations have on the images it has learnt from.
fn quantize(network: &Classifier, train: &Digits) -> Result<Quantized<Classifier>, Box<dyn Error>> {
    let mut calibration = Calibration::<Classifier>::new();
    for image in train.inputs() {
        calibration.observe(network, image);
    }
    Ok(calibration.quantize(network)?)
}

/// The weights, and the test images: 64 bytes of ink from 0 to 16 each, and the digit.
fn save(network: &Classifier, test: &Digits, folder: &Path) -> Result<(), Box<dyn Error>> {
    weights::save(network, folder.join("digits.safetensors"))?;
    let mut bytes = Vec::new();
    for (image, digit) in test.iter() {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        // whole numbers from 0 to 16
        bytes.extend(image.iter().map(|ink| (16.0 * ink) as u8));
        bytes.push(u8::try_from(digit.index())?);
    }
    std::fs::write(folder.join("digits.test"), bytes)?;
    Ok(())
}
