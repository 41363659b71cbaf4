// More memory than there is.
use typograd::prelude::*;

typograd::budget!(Training::<Dense<D<64>, D<32>>, Adam, D<1>>::BYTES, 12 * 1024);

fn main() {}
