//! Inference alone, without a print-out: its size is what a network costs a program. It ends well if the first image is read.

#![cfg_attr(any(target_os = "none", target_arch = "wasm32"), no_std, no_main)]

use firmware::digits::{CLASSIFIER, Classifier, Hand, Sample};
use typograd::network::InputBatch;
use typograd::prelude::*;

fn run() -> bool {
    let (mut image, mut buffers) = (InputBatch::<D<1>, Classifier>::new(), typograd::zeroed());
    let sample = Sample::new(0, Hand::Usual);
    if image.set_len(1).is_err() {
        return false;
    }
    sample.draw(image.as_mut_slice());
    CLASSIFIER.infer(&image, &mut buffers)[0].argmax() == sample.label().index()
}

#[cfg(any(target_os = "none", target_arch = "wasm32"))]
fn silent(_: &core::panic::PanicInfo<'_>) -> ! {
    firmware::board::exit(false)
}

firmware::program!(run, silent);
