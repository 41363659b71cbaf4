// One name for two dimensions.
use typograd::prelude::*;

dims! { pub Hidden = 32; pub Digit = 10; pub Hidden = 64; }

fn main() {}
