// The means of the channels of a vector.
use typograd::prelude::*;

fn main() {
    let x = Vector::<D<8>>::ones();
    let _ = x.channel_means();
}
