//! Trains 784-128-10 on MNIST: `cargo run --release --example mnist -- PATH`.
//!
//! PATH is a folder with the IDX files of LeCun, Cortes and Burges, `t10k-images-idx3-ubyte` and
//! `t10k-labels-idx1-ubyte`, packed with gzip or not. They are the 10,000 images of the test set: 8,000 of them are
//! learnt from here, and 2,000 tested on. With `train-images-idx3-ubyte` and `train-labels-idx1-ubyte` beside them, it
//! learns from those 60,000, and tests on all 10,000.

mod shared;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use typograd::data::{Dataset, read_idx_images, read_idx_labels};
use typograd::prelude::*;
use typograd::train::Confusion;

dims! {
    Side = 28;
    /// An image of 28 × 28.
    Pixels = 784;
    Hidden = 128;
    Digit = 10;
}

#[derive(Network)]
struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

type Images = Dataset<Vector<Pixels>, Label<Digit>>;

const SEED: u64 = 42;

fn main() -> ExitCode {
    shared::report(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err("where are the IDX files? cargo run --release --example mnist -- PATH".into());
    };
    let test = read(&folder, "t10k")?;
    let (train, test) = if file(&folder, "train-images-idx3-ubyte").exists() {
        (read(&folder, "train")?, test)
    } else {
        test.shuffled(SEED).split(0.8)
    };
    println!(
        "{} images to learn from, {} to be tested on\n",
        train.len(),
        test.len()
    );

    let adam = Adam {
        learning_rate: 0.001,
        ..Adam::default()
    };
    let mut trainer = Trainer::<Classifier, _, _>::new(adam, SoftmaxCrossEntropy::default(), SEED);
    println!("{}", trainer.summary());

    let settings = Fit {
        epochs: 10,
        seed: SEED,
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
    let captions = wrong.take(3).map(|(image, truth)| {
        (
            format!("{truth}, taken for {}", network.forward(image).argmax()),
            image,
        )
    });
    println!("{}", shared::draw(&captions.collect::<Vec<_>>(), Side::LEN));

    println!("test accuracy: {:.2}%", 100.0 * confusion.accuracy());
    Ok(())
}

/// The images, with ink from 0 to 1, and labels of one part of MNIST.
fn read(folder: &Path, part: &str) -> Result<Images, Box<dyn Error>> {
    let images = read_idx_images(file(folder, &format!("{part}-images-idx3-ubyte")))?;
    let labels = read_idx_labels(file(folder, &format!("{part}-labels-idx1-ubyte")))?;
    Ok(Dataset::new(images, labels)?.map_inputs(|pixels| pixels / 255.0))
}

/// A file's path, with the ending it has.
fn file(folder: &Path, name: &str) -> PathBuf {
    let packed = folder.join(format!("{name}.gz"));
    if packed.exists() {
        packed
    } else {
        folder.join(name)
    }
}
