// A layer's weights are out × in.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let mut layer = Dense::<Pixels, Hidden>::seeded(1);
    layer.w = Matrix::<Pixels, Hidden>::zeros();
}
