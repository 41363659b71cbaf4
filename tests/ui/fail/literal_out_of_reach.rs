// typenum has no name for every number; `dims!` takes them all.
use typograd::prelude::*;

pub struct Filter {
    pub taps: Vector<D<1568>>,
}

fn main() {}
