// A network is a struct.
use typograd::prelude::*;

#[derive(Network)]
pub enum Either {
    One(Dense<D<2>, D<2>>),
}

fn main() {}
