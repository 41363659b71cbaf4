// A batch holds samples of its shape.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let mut batch = Batch::<D<32>, (Pixels,)>::new();
    let _ = batch.push(&Vector::<Hidden>::ones());
}
