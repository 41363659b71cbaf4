// The attribute stands on the layer's own impl.
use typograd::prelude::*;

pub struct Mine;

#[layer]
impl Default for Mine {
    fn default() -> Self {
        Mine
    }
}

fn main() {}
