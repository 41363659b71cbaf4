// A length is a number that fits a machine word.
use typograd::prelude::*;

dims! { pub Vast = 99999999999999999999; }

fn main() {}
