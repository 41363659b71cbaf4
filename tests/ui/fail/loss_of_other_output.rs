// Cross entropy judges vectors of logits.
use typograd::prelude::*;

fn main() {
    let image: Batch<D<1>, (D<3>, D<8>, D<8>)> = Batch::new();
    let _ = SoftmaxCrossEntropy::default().value(&image, &[]);
}
