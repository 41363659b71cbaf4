// Another number of results than the function says.
use typograd::prelude::*;

#[differentiable]
fn sum_and_mean<N: Dim>(x: &Vector<N>) -> (f32, f32) {
    x.sum()
}

fn main() {
    let x = Vector::<D<2>>::ones();
    let _ = sum_and_mean::vjp(&x, (1.0, 1.0));
}
