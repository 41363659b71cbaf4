// The length of a dimension is a literal.
use typograd::prelude::*;

dims! {
    pub Pixels = 28 * 28;
}

fn main() {}
