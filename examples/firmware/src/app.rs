//! What runs on every board: a network of dense layers, in 32 and in 8 bits, and learning.

use core::hint::black_box;

use typograd::kernel::int8;
use typograd::network::OutputBatch;
use typograd::prelude::*;
use typograd::train::StepError;

use crate::board::{self, count};
use crate::digits::{CLASSIFIER, COUNT, Classifier, Hand, SMALL, Sample};
use crate::memory::{self, BYTES, Memory, TRAINING_BYTES};
use crate::say;

/// Whether all went well.
pub fn run() -> bool {
    let Some(memory) = memory::MEMORY.take() else {
        return false;
    };
    board::introduce();
    say!("parameters: {} bytes of flash", size_of::<Classifier>());
    say!("memory: {BYTES} bytes, of which training takes {TRAINING_BYTES}");
    infer(memory);
    infer_small(memory);
    let result = learn(memory).and_then(|()| xor(memory));
    if let Err(error) = result {
        say!("error: {error}");
        return false;
    }
    take_out(memory);
    true
}

/// (a) The classifier from flash, on the images.
fn infer(memory: &mut Memory) {
    let mut right = 0;
    for number in 0..COUNT {
        let sample = Sample::new(number, Hand::Usual);
        let logits = answer(&CLASSIFIER, sample, memory);
        let said = logits[0].argmax();
        right += usize::from(said == sample.label().index());
        if number % 8 == 0 {
            // The bits of the numbers, to be compared.
            let mut bits = [0; 10];
            for (bits, logit) in bits.iter_mut().zip(logits[0].iter()) {
                *bits = logit.to_bits();
            }
            say!("logits {number}: {bits:08x?}");
        }
        say!("answer {number}: {said}");
    }
    say!("inference: {right} of {COUNT} digits right");
    let Memory { image, buffers, .. } = memory;
    let run = || black_box(CLASSIFIER.infer(black_box(image), buffers)[0][0]);
    if let Some((instructions, _)) = count(run) {
        say!("inference takes {instructions} instructions");
    }
}

/// The same in 8 bits.
fn infer_small(memory: &mut Memory) {
    let Memory { image, small, .. } = memory;
    let mut right = 0;
    for number in 0..COUNT {
        let sample = Sample::new(number, Hand::Usual);
        draw(sample, image);
        let said = SMALL.infer(&image[0], small).argmax();
        right += usize::from(said == sample.label().index());
        say!("answer in 8 bits {number}: {said}");
    }
    say!(
        "inference in 8 bits: {right} of {COUNT} digits right, {} bytes of flash",
        size_of_val(&SMALL)
    );
    let agree = if products_agree() {
        "agree"
    } else {
        "do not agree"
    };
    say!("products in 8 bits: {agree}");
    let run = || black_box(SMALL.infer(black_box(&image[0]), small)[0]);
    if let Some((instructions, _)) = count(run) {
        say!("inference in 8 bits takes {instructions} instructions");
    }
}

/// Whether products in 8 bits are those of plain loops, for numbers of rows and columns that a processor's own instructions do
/// not divide, and more columns than these take at once.
fn products_agree() -> bool {
    const SIZES: [(usize, usize); 6] = [(3, 300), (1, 264), (5, 44), (4, 36), (7, 7), (2, 512)];
    let (mut w, mut x, mut state) = ([0; 1024], [0; 512], 1_u32);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as i8
    };
    w.fill_with(&mut next);
    x.fill_with(&mut next);
    let b = [7, -7, 100_000, 0, -1, 12, 5];
    let mut agree = true;
    for (rows, columns) in SIZES {
        // The second begins at an odd place.
        for start in [0, 1] {
            let length = (rows * columns).min(w.len() - start) / columns * columns;
            let (w, x) = (&w[start..][..length], &x[..columns]);
            let (b, mut seen) = (&b[..length / columns], 0);
            int8::rows(w, x, b, |row, sum| {
                let products = w[row * columns..].iter().zip(x);
                let exact: i32 = products.map(|(w, x)| i32::from(*w) * i32::from(*x)).sum();
                agree &= row == seen && sum == b[row] + exact;
                seen += 1;
            });
            agree &= seen == b.len();
        }
    }
    agree
}

/// The logits for an image.
fn answer<'a>(
    net: &'a Classifier,
    sample: Sample,
    memory: &'a mut Memory,
) -> &'a OutputBatch<D<1>, Classifier> {
    let Memory { image, buffers, .. } = memory;
    draw(sample, image);
    net.infer(image, buffers)
}

fn draw(sample: Sample, image: &mut Batch<D<1>, (crate::digits::Pixels,)>) {
    image.set_len(1).expect("there is room for one");
    sample.draw(image.as_mut_slice());
}

/// How many images of another hand are learnt from; the rest is to be read.
const LESSONS: usize = 120;

/// How many of the other hand's images that it does not learn from are read.
fn right_of_other_hand(memory: &mut Memory) -> usize {
    let mut right = 0;
    for number in LESSONS..COUNT {
        let sample = Sample::new(number, Hand::Another);
        let Memory {
            image,
            buffers,
            learner,
            ..
        } = memory;
        draw(sample, image);
        let said = learner.network.infer(image, buffers)[0].argmax();
        right += usize::from(said == sample.label().index());
    }
    right
}

/// (b) The classifier goes on learning, from the handwriting of someone else.
fn learn(memory: &mut Memory) -> Result<(), StepError> {
    weights::copy_params(&CLASSIFIER, &mut memory.learner.network);
    let before = right_of_other_hand(memory);
    let sgd = Sgd {
        learning_rate: 0.02,
        ..Sgd::default()
    };
    let loss = SoftmaxCrossEntropy::default();
    let mut taken = None;
    for lesson in 0..3 * LESSONS {
        let sample = Sample::new(lesson % LESSONS, Hand::Another);
        draw(sample, &mut memory.image);
        let target = [sample.label()];
        let mut step = || {
            memory
                .learner
                .train_step(&sgd, &loss, &memory.image, &target)
        };
        if lesson == 0 {
            taken = count(&mut step);
        }
        if taken.is_none() || lesson > 0 {
            step()?;
        }
    }
    let (after, of) = (right_of_other_hand(memory), COUNT - LESSONS);
    say!("another hand: {before} of {of} right before, {after} after {LESSONS} lessons");
    if let Some((instructions, _)) = taken {
        say!("a training step takes {instructions} instructions");
    }
    Ok(())
}

/// (c) A small network, from scratch.
fn xor(memory: &mut Memory) -> Result<(), StepError> {
    let Memory {
        xor,
        cases,
        answers,
        ..
    } = memory;
    let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(Vector::from);
    cases.assign(&inputs).expect("there is room for four");
    answers
        .set_len(inputs.len())
        .expect("there is room for four");
    let targets = [0.0, 1.0, 1.0, 0.0].map(|y| Vector::from([y]));
    xor.network.initialize(&mut Rng::new(1));
    let rule = Momentum {
        learning_rate: 0.5,
        ..Momentum::default()
    };
    for _ in 0..200 {
        xor.train_step(&rule, &SigmoidBinaryCrossEntropy, cases, &targets)?;
    }
    let logits = xor.output(cases);
    let right = logits
        .iter()
        .zip(&targets)
        .all(|(logit, target)| (logit[0] > 0.0) == (target[0] > 0.5));
    say!("xor: {}", if right { "learnt" } else { "not learnt" });
    Ok(())
}

/// The weights that were learnt leave the device as a file, in hexadecimal.
fn take_out(memory: &Memory) {
    let mut text = Hex {
        digits: [0; 64],
        length: 0,
    };
    let written = weights::write_params(&memory.learner.network, |bytes| {
        bytes.iter().for_each(|byte| text.push(*byte));
        Ok::<(), core::convert::Infallible>(())
    });
    text.flush();
    say!(
        "file: {} bytes",
        if written.is_ok() {
            weights::file_len::<Classifier>()
        } else {
            0
        }
    );
}

/// A line of bytes in hexadecimal.
struct Hex {
    digits: [u8; 64],
    length: usize,
}

impl Hex {
    fn push(&mut self, byte: u8) {
        for digit in [byte >> 4, byte & 15] {
            self.digits[self.length] = b"0123456789abcdef"[usize::from(digit)];
            self.length += 1;
        }
        if self.length == self.digits.len() {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if let Ok(line) = core::str::from_utf8(&self.digits[..self.length]) {
            say!("weights {line}");
        }
        self.length = 0;
    }
}
