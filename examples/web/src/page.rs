//! What the page calls. `page.mjs` is on the other side.

use core::cell::UnsafeCell;

use typograd::network::InputBatch;
use typograd::prelude::*;
use typograd::zeroed;

use crate::digit::{COUNT, Classifier, Digit, Pixels, SIDE, TRAINED, image, reduce};

dims! { Samples = 32; Taught = 16; }

/// All the memory there is.
#[repr(C)] // `drawn` comes first
struct Page {
    /// What is drawn: a byte a pixel, ink where it is not 0.
    drawn: [u8; SIDE * SIDE],
    /// How likely each digit is.
    probabilities: Vector<Digit>,
    /// The image that was read last.
    image: Vector<Pixels>,
    run: Training<Classifier, Momentum, Samples>,
    batch: InputBatch<Samples, Classifier>,
    /// What the page has taught, the last 16 images of it, and how many there were.
    taught: [(Vector<Pixels>, usize); Taught::LEN],
    count: usize,
    /// Which of the known images come next.
    next: usize,
}

struct Shared(UnsafeCell<Page>);

// SAFETY: a page has one thread, and no call is made within another.
unsafe impl Sync for Shared {}

static PAGE: Shared = Shared(UnsafeCell::new(Page {
    drawn: [0; SIDE * SIDE],
    probabilities: zeroed(),
    image: zeroed(),
    run: Training::new(),
    batch: zeroed(),
    taught: zeroed(),
    count: 0,
    next: 0,
}));

fn page() -> &'static mut Page {
    // SAFETY: no other call runs, and none of the functions below keeps it.
    unsafe { &mut *PAGE.0.get() }
}

/// Begins anew, with what the network learnt at home.
#[unsafe(no_mangle)]
extern "C" fn begin() {
    let page = page();
    page.run = Training::new();
    weights::copy_params(&TRAINED, &mut page.run.network);
    page.count = 0;
}

/// Where what is drawn is to be put, row by row.
#[unsafe(no_mangle)]
extern "C" fn drawn() -> *mut u8 {
    page().drawn.as_mut_ptr()
}

/// The side of what is drawn.
#[unsafe(no_mangle)]
extern "C" fn side() -> usize {
    SIDE
}

/// Where the probabilities of the ten digits are, after `read`.
#[unsafe(no_mangle)]
extern "C" fn probabilities() -> *const f32 {
    page().probabilities.as_slice().as_ptr()
}

/// Where the 8 × 8 pixels are that the network sees, after `read`.
#[unsafe(no_mangle)]
extern "C" fn seen() -> *const f32 {
    page().image.as_slice().as_ptr()
}

/// Reads what is drawn: the digit, or −1 if there is none.
#[unsafe(no_mangle)]
extern "C" fn read() -> i32 {
    let page = page();
    let Some(image) = reduce(&page.drawn) else {
        return -1;
    };
    page.image = image;
    page.probabilities = softmax(page.run.network.forward(&page.image));
    i32::try_from(page.probabilities.argmax()).unwrap_or(-1)
}

/// Keeps what was read last as an example of a digit.
#[unsafe(no_mangle)]
extern "C" fn teach(digit: usize) {
    let page = page();
    page.taught[page.count % Taught::LEN] = (page.image.clone(), digit);
    page.count += 1;
}

/// A training step on what was taught and as many known images. Returns the loss before it, or −1 if there is none.
#[unsafe(no_mangle)]
extern "C" fn learn() -> f32 {
    let page = page();
    let mut labels = [Label::new(0).expect("a digit"); Samples::LEN];
    page.batch.clear();
    let taught = page.count.min(Taught::LEN);
    for (image, digit) in &page.taught[..taught] {
        let Ok(label) = Label::new(*digit) else {
            return -1.0;
        };
        labels[page.batch.len()] = label;
        if page.batch.push(image).is_err() {
            return -1.0;
        }
    }
    while page.batch.len() < Samples::LEN {
        let (image, label) = image(page.next % COUNT);
        page.next += 1;
        labels[page.batch.len()] = label;
        if page.batch.push(&image).is_err() {
            return -1.0;
        }
    }
    let rule = Momentum {
        learning_rate: 0.02,
        ..Momentum::default()
    };
    let loss = SoftmaxCrossEntropy::default();
    let step = page.run.train_step(&rule, &loss, &page.batch, &labels);
    step.unwrap_or(-1.0)
}

#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
