// A network has layers.
use typograd::prelude::*;

#[derive(Network)]
pub struct Nothing {}

fn main() {}
