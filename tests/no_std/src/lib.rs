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

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// The standard library's pieces that were compiled to unwind name it; nothing here unwinds.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
