// A length below zero.
use typograd::prelude::*;

dims! { pub Hidden = -3; }

fn main() {}
