// A layer is a struct and its impl.
use typograd::prelude::*;

#[layer]
pub enum Mine {
    One(Vector<D<2>>),
}

fn main() {}
