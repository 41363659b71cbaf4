//! The digits by convolutions: a network of 1, 4 and 8 channels that the example `digits_conv` trained.

use core::hint::black_box;

use typograd::network::InputBatch;
use typograd::prelude::*;
use typograd::train::StepError;
use typograd::{budget, zeroed};

use crate::board::{self, count};
use crate::digits::{Digit, Hand, Sample};
use crate::memory::Shared;
use crate::say;

type Input = Image<D<1>, D<8>, D<8>>;
type Conv1 = Conv2d<Input, D<4>, D<3>, Relu, Same>;
type Pool1 = MaxPool2d<OutputOf<Conv1>, D<2>>;
type Conv2 = Conv2d<OutputOf<Pool1>, D<8>, D<3>, Relu, Same>;
type Pool2 = MaxPool2d<OutputOf<Conv2>, D<2>>;

/// 1 × 8 × 8, 4 × 4 × 4 after pooling, 8 × 2 × 2 after the second, 10.
#[derive(Network)]
pub struct Reader {
    conv1: Conv1,
    pool1: Pool1,
    conv2: Conv2,
    pool2: Pool2,
    flat: Flatten<OutputOf<Pool2>>,
    logits: Dense<FlatOf<Pool2>, Digit>,
}

static READER: Reader = weights!("../../data/digits-conv.safetensors" as Reader);

/// What it needs beside the stack.
struct Memory {
    image: InputBatch<D<1>, Reader>,
    buffers: <Reader as Layer>::Buffers<D<1>>,
    learner: Training<Reader, Sgd, D<1>>,
}

const TRAINING_BYTES: usize = Training::<Reader, Sgd, D<1>>::BYTES;
const BYTES: usize = size_of::<Memory>();
budget!(TRAINING_BYTES, 10 * 1024);

static MEMORY: Shared<Memory> = Shared::new(Memory {
    image: zeroed(),
    buffers: zeroed(),
    learner: Training::new(),
});

/// How many images are read, and how many of the other hand's are learnt from; the others are to be read.
const IMAGES: usize = 200;
const LESSONS: usize = 100;

/// Whether all went well.
pub fn run() -> bool {
    let Some(memory) = MEMORY.take() else {
        return false;
    };
    board::introduce();
    say!("parameters: {} bytes of flash", size_of::<Reader>());
    say!("memory: {BYTES} bytes, of which training takes {TRAINING_BYTES}");
    infer(memory);
    let result = learn(memory);
    if let Err(error) = result {
        say!("error: {error}");
    }
    result.is_ok()
}

fn draw(sample: Sample, image: &mut InputBatch<D<1>, Reader>) {
    image.set_len(1).expect("there is room for one");
    sample.draw(image.as_mut_slice());
}

/// From flash, on the images.
fn infer(memory: &mut Memory) {
    let Memory { image, buffers, .. } = memory;
    let mut right = 0;
    for number in 0..IMAGES {
        let sample = Sample::new(number, Hand::Usual);
        draw(sample, image);
        let logits = &READER.infer(image, buffers)[0];
        let said = logits.argmax();
        right += usize::from(said == sample.label().index());
        if number % 8 == 0 {
            let mut bits = [0; 10];
            for (bits, logit) in bits.iter_mut().zip(logits.iter()) {
                *bits = logit.to_bits();
            }
            say!("logits {number}: {bits:08x?}");
        }
        say!("answer {number}: {said}");
    }
    say!("inference: {right} of {IMAGES} digits right");
    let run = || black_box(READER.infer(black_box(image), buffers)[0][0]);
    if let Some((instructions, _)) = count(run) {
        say!("inference takes {instructions} instructions");
    }
}

/// How many of the other hand's images that it does not learn from are read.
fn right_of_other_hand(memory: &mut Memory) -> usize {
    let Memory {
        image,
        buffers,
        learner,
    } = memory;
    let numbers = LESSONS..IMAGES;
    let is_right = |number: &usize| {
        let sample = Sample::new(*number, Hand::Another);
        draw(sample, image);
        learner.network.infer(image, buffers)[0].argmax() == sample.label().index()
    };
    numbers.filter(is_right).count()
}

/// It goes on learning, from the handwriting of someone else.
fn learn(memory: &mut Memory) -> Result<(), StepError> {
    weights::copy_params(&READER, &mut memory.learner.network);
    let before = right_of_other_hand(memory);
    let sgd = Sgd {
        learning_rate: 0.02,
        ..Sgd::default()
    };
    let loss = SoftmaxCrossEntropy::default();
    let mut taken = None;
    for lesson in 0..LESSONS {
        let sample = Sample::new(lesson, Hand::Another);
        draw(sample, &mut memory.image);
        let target = [sample.label()];
        let Memory { image, learner, .. } = memory;
        let mut step = || learner.train_step(&sgd, &loss, image, &target);
        if lesson == 0 {
            taken = count(&mut step);
        }
        if taken.is_none() || lesson > 0 {
            step()?;
        }
    }
    let (after, of) = (right_of_other_hand(memory), IMAGES - LESSONS);
    say!("another hand: {before} of {of} right before, {after} after {LESSONS} lessons");
    if let Some((instructions, _)) = taken {
        say!("a training step takes {instructions} instructions");
    }
    Ok(())
}
