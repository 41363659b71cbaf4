// Parameters have names.
use typograd::prelude::*;

#[layer]
pub struct Mine(Vector<D<2>>);

fn main() {}
