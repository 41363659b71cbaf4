//! Any bytes as a safetensors file: the reader neither panics nor reads outside, and what it takes, the reference
//! implementation takes too, with the same numbers.

#![no_main]

use libfuzzer_sys::fuzz_target;
use safetensors::SafeTensors;
use typograd::prelude::*;

fuzz_target!(|file: &[u8]| {
    named(file);
    numbered(file);
});

fn named(file: &[u8]) {
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
}

/// A row of layers, whose numbers may be others in the file.
type Numbered = (Dense<D<2>, D<3>, Relu>, Dense<D<3>, D<1>>);

fn numbered(file: &[u8]) {
    let Ok(read) = weights::from_bytes::<Numbered>(file) else {
        return;
    };
    let reference = SafeTensors::deserialize(file).expect("the reader is the stricter one");
    let place = |name: &str| {
        let (number, parameter) = name.split_once('.').expect("a number and a parameter");
        let number: usize = number.parse().expect("a number");
        (number, parameter.starts_with('w'))
    };
    let mut tensors = reference.tensors();
    tensors.sort_by_key(|(name, _)| place(name));
    let own = [
        read.0.b.as_slice(),
        read.0.w.as_slice(),
        read.1.b.as_slice(),
        read.1.w.as_slice(),
    ];
    assert_eq!(tensors.len(), own.len());
    for ((name, tensor), own) in tensors.iter().zip(own) {
        let own: Vec<u8> = own.iter().flat_map(|x| x.to_le_bytes()).collect();
        assert_eq!(tensor.data(), own, "{name}");
    }
}

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
