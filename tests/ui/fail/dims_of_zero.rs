// A dimension has at least one element.
use typograd::prelude::*;

dims! { pub Nothing = 0; }

fn main() {}
