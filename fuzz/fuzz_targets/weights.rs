//! Any bytes as a safetensors file: the reader neither panics nor reads outside, and what it takes, the reference
//! implementation takes too, with the same numbers.

#![no_main]

use libfuzzer_sys::fuzz_target;
use safetensors::SafeTensors;
use typograd::prelude::*;

fuzz_target!(|file: &[u8]| {
    let mut read = Parts::default();
    let Ok(()) = weights::read_params(&mut read, file) else {
        return;
    };
    let reference = SafeTensors::deserialize(file).expect("the reader is the stricter one");
    assert_eq!(reference.len(), 3);
    let mut written = Vec::new();
    weights::write_params(&read, |bytes| Ok::<_, ()>(written.extend_from_slice(bytes))).unwrap();
    let again = SafeTensors::deserialize(&written).expect("what is written can be read");
    for (name, tensor) in again.tensors() {
        let first = reference
            .tensor(&name)
            .or_else(|_| reference.tensor(&long(&name)));
        assert_eq!(first.unwrap().data(), tensor.data(), "{name}");
    }
});

/// What PyTorch calls it.
fn long(name: &str) -> String {
    name.replace(".w", ".weight").replace(".b", ".bias")
}

/// Tensors of two element types: a network has one.
#[layer]
#[derive(Default)]
struct Parts {
    first: Dense<D<2>, D<3>, Relu>,
    second: DenseNoBias<D<3>, D<1>, Identity, f64>,
}
