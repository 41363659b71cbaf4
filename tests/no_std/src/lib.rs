//! Trains a network in a `static`, without std and without a heap.

#![no_std]

use core::cell::UnsafeCell;
use core::panic::PanicInfo;

use typograd::prelude::*;

dims! { Inputs = 2; Hidden = 8; Class = 2; }

#[derive(Network)]
struct Xor {
    hidden: Dense<Inputs, Hidden, Tanh>,
    logits: Dense<Hidden, Class>,
}

type Run = Training<Xor, Momentum, D<4>>;

/// All the memory there is: its size is known to the compiler.
struct Shared(UnsafeCell<Run>);

// SAFETY: used by `step` alone, whose caller has one thread.
unsafe impl Sync for Shared {}

static RUN: Shared = Shared(UnsafeCell::new(Run::new()));
const _: () = assert!(size_of::<Run>() <= 2048);

/// Initialises the network.
///
/// # Safety
///
/// No other call runs at the same time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn begin(seed: u64) {
    // SAFETY: no other call runs, says the caller.
    let run = unsafe { &mut *RUN.0.get() };
    run.network.initialize(&mut Rng::new(seed));
}

/// One training step on the four cases of XOR. Returns the loss before it, or −1 if there is none.
///
/// # Safety
///
/// No other call runs at the same time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn step() -> f32 {
    // SAFETY: no other call runs, says the caller.
    let run = unsafe { &mut *RUN.0.get() };
    let cases = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(Vector::from);
    let (Ok(x), [Ok(no), Ok(yes)]) = (Batch::from_samples(&cases), [0, 1].map(Label::new)) else {
        return -1.0;
    };
    let rule = Momentum {
        learning_rate: 0.2,
        ..Momentum::default()
    };
    run.train_step(
        &rule,
        &SoftmaxCrossEntropy::default(),
        &x,
        &[no, yes, yes, no],
    )
    .unwrap_or(-1.0)
}

type Conv1 = Conv2d<Image<D<1>, D<8>, D<8>>, D<4>, D<3>, Relu, Same>;
type Pool1 = MaxPool2d<OutputOf<Conv1>, D<2>>;
type Conv2 = Conv2d<OutputOf<Pool1>, D<8>, D<3>, Relu, Same>;
type Pool2 = MaxPool2d<OutputOf<Conv2>, D<2>>;

/// A network of 1, 4 and 8 channels on images of 8 × 8.
#[derive(Network)]
struct Digits {
    conv1: Conv1,
    pool1: Pool1,
    conv2: Conv2,
    pool2: Pool2,
    flat: Flatten<OutputOf<Pool2>>,
    logits: Dense<FlatOf<Pool2>, Class>,
}

type DigitsRun = Training<Digits, Sgd, D<2>>;

/// All the memory there is to train it.
struct SharedDigits(UnsafeCell<DigitsRun>);

// SAFETY: used by `digits_step` alone, whose caller has one thread.
unsafe impl Sync for SharedDigits {}

static DIGITS: SharedDigits = SharedDigits(UnsafeCell::new(DigitsRun::new()));
const _: () = assert!(size_of::<DigitsRun>() <= 20 * 1024 && Digits::PARAMS == 40 + 296 + 66);

/// Initialises the convolutional network.
///
/// # Safety
///
/// No other call runs at the same time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn digits_begin(seed: u64) {
    // SAFETY: no other call runs, says the caller.
    let run = unsafe { &mut *DIGITS.0.get() };
    run.network.initialize(&mut Rng::new(seed));
}

/// One training step of it on two images, of a line down and a line across. Returns the loss before it, or −1 if there is none.
///
/// # Safety
///
/// No other call runs at the same time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn digits_step() -> f32 {
    // SAFETY: no other call runs, says the caller.
    let run = unsafe { &mut *DIGITS.0.get() };
    let line = |is_down: bool| {
        Image::from_fn(|(_, row, column)| {
            let at = if is_down { column } else { row };
            if at == 3 { 1.0 } else { 0.0 }
        })
    };
    let images = [line(true), line(false)];
    let (Ok(x), [Ok(down), Ok(across)]) =
        (Batch::from_samples(&images), [0, 1].map(Label::new))
    else {
        return -1.0;
    };
    let rule = Sgd {
        learning_rate: 0.1,
        ..Sgd::default()
    };
    let loss = SoftmaxCrossEntropy::default();
    run.train_step(&rule, &loss, &x, &[down, across])
        .unwrap_or(-1.0)
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// The standard library's pieces that were compiled to unwind name it; nothing here unwinds.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
