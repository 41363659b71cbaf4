// The gradient of a function whose value is no number, and has a name.
use typograd::prelude::*;

type Picture = Image<D<1>, D<4>, D<4>>;

#[differentiable]
fn doubled(x: &Picture) -> Picture {
    2.0 * x
}

fn main() {
    let _ = doubled::grad(&Picture::ones());
}
