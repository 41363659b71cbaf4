//! Trains LeNet-5 on MNIST: `cargo run --release --example lenet -- PATH`.
//!
//! The network is that of LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998,
//! with max pooling, ReLU and a softmax, as is usual today. PATH is a folder with MNIST's IDX files, as for the example
//! `mnist`: of the 10,000 images of the test set 8,000 are learnt from, and 2,000 tested on; with the training set beside
//! them, it learns from those 60,000, and tests on all 10,000. The kernels of the first layer, and what they make of a digit,
//! are drawn to `target/lenet.png`.

#[path = "shared/png.rs"]
mod png;
mod shared;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use png::Picture;
use typograd::data::{Dataset, read_idx_images, read_idx_labels};
use typograd::prelude::*;
use typograd::train::Confusion;

dims! { Digit = 10; }

type Input = Image<D<1>, D<28>, D<28>>;
type Conv1 = Conv2d<Input, D<6>, D<5>, Relu, Same>;
type Pool1 = MaxPool2d<OutputOf<Conv1>, D<2>>;
type Conv2 = Conv2d<OutputOf<Pool1>, D<16>, D<5>, Relu>;
type Pool2 = MaxPool2d<OutputOf<Conv2>, D<2>>;

#[derive(Network)]
struct LeNet {
    conv1: Conv1,
    pool1: Pool1,
    conv2: Conv2,
    pool2: Pool2,
    flat: Flatten<OutputOf<Pool2>>,
    dense1: Dense<FlatOf<Pool2>, D<120>, Relu>,
    dense2: Dense<D<120>, D<84>, Relu>,
    logits: Dense<D<84>, Digit>,
}

type Images = Dataset<Input, Label<Digit>>;

const SEED: u64 = 42;

fn main() -> ExitCode {
    shared::report(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err("where are the IDX files? cargo run --release --example lenet -- PATH".into());
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

    let adam = AdamW {
        learning_rate: 0.002,
        weight_decay: 0.05,
        ..AdamW::default()
    };
    let mut trainer = Trainer::<LeNet, _, _>::new(adam, SoftmaxCrossEntropy::default(), SEED);
    println!("{}", trainer.summary());

    let (epochs, batch) = (10, 32);
    let settings = Fit {
        epochs,
        seed: SEED,
        schedule: Schedule::Cosine {
            warm_up: 100,
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
    let captions = wrong.take(3).map(|(image, truth)| {
        (
            format!("{truth}, taken for {}", network.forward(image).argmax()),
            image.flatten(),
        )
    });
    println!("{}", shared::draw(&captions.collect::<Vec<_>>(), 28));

    if let Some((image, _)) = test.iter().next() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/lenet.png");
        draw(network, image).write(&path)?;
        println!("kernels and feature maps: {}\n", path.display());
    }
    println!("test accuracy: {:.2}%", 100.0 * confusion.accuracy());
    Ok(())
}

/// The digit, and below it each kernel of the first layer above its feature map.
fn draw(network: &LeNet, image: &Input) -> Picture {
    const SCALE: usize = 4;
    const CELL: usize = 28 * SCALE + 8;

    let mut picture = Picture::new(6 * CELL + 8, 3 * CELL + 8);
    let place = |column: usize, row: usize| (8 + column * CELL, 8 + row * CELL);
    picture.draw(image.as_slice(), 28, place(0, 0), SCALE);
    let maps = network.conv1.forward(image);
    let kernels = network.conv1.w.as_slice().chunks_exact(25);
    for (i, (kernel, map)) in kernels.zip(maps.as_slice().chunks_exact(784)).enumerate() {
        picture.draw(kernel, 5, place(i, 1), 5 * SCALE);
        picture.draw(map, 28, place(i, 2), SCALE);
    }
    picture
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
