// The length of a dimension is a literal, not a constant.
use typograd::prelude::*;

const WIDTH: usize = 28;

dims! { pub Width = WIDTH; }

fn main() {}
