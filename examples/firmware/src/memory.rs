//! All the memory there is beside the stack, in one `static`: its size is known to the compiler.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicBool, Ordering};

use typograd::network::{InputBatch, OutputBatch};
use typograd::prelude::*;
use typograd::quant::QuantizedBuffers;
use typograd::{budget, zeroed};

use crate::digits::{Classifier, Pixels};

dims! { pub Inputs = 2; pub Units = 8; pub Answer = 1; pub Cases = 4; }

#[derive(Network)]
pub struct Xor {
    pub hidden: Dense<Inputs, Units, Tanh>,
    pub answer: Dense<Units, Answer>,
}

/// What a board's run needs.
#[repr(C)]
pub struct Memory {
    /// One image.
    pub image: Batch<D<1>, (Pixels,)>,
    /// Inference: what a layer hands to the next.
    pub buffers: <Classifier as Layer>::Buffers<D<1>>,
    /// Inference in 8 bits.
    pub small: QuantizedBuffers<Classifier>,
    /// Training, the parameters among it: they begin as those in flash.
    pub learner: Training<Classifier, Sgd, D<1>>,
    /// Training from scratch.
    pub xor: Training<Xor, Momentum, Cases>,
    pub cases: InputBatch<Cases, Xor>,
    pub answers: OutputBatch<Cases, Xor>,
}

/// Training 64-32-10 with plain gradient descent, the parameters in RAM.
pub const TRAINING_BYTES: usize = Training::<Classifier, Sgd, D<1>>::BYTES;
budget!(TRAINING_BYTES, 12 * 1024);

/// What is promised: the RAM of this program but for the stack and what runtime and counters have.
pub const BYTES: usize = size_of::<Memory>();

pub static MEMORY: Shared<Memory> = Shared::new(Memory {
    image: zeroed(),
    buffers: zeroed(),
    small: zeroed(),
    learner: Training::new(),
    xor: Training::new(),
    cases: zeroed(),
    answers: zeroed(),
});

/// Memory that is handed out once.
pub struct Shared<M> {
    memory: UnsafeCell<M>,
    taken: AtomicBool,
}

// SAFETY: handed out once, as `take` asks.
unsafe impl<M: Send> Sync for Shared<M> {}

impl<M> Shared<M> {
    pub const fn new(memory: M) -> Self {
        Self {
            memory: UnsafeCell::new(memory),
            taken: AtomicBool::new(false),
        }
    }

    /// The memory, the first time it is asked for.
    pub fn take(&'static self) -> Option<&'static mut M> {
        // No swap: a Cortex-M0 has none, and there is one thread and no interrupt that comes here.
        if self.taken.load(Ordering::Relaxed) {
            return None;
        }
        self.taken.store(true, Ordering::Relaxed);
        // SAFETY: nobody has it yet, and nobody gets it again.
        Some(unsafe { &mut *self.memory.get() })
    }
}
