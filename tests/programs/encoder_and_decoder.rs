//! Down to a small image and up again, with what was there before behind it: a small U-Net.

use typograd::boxed;
use typograd::prelude::*;

type In = Image<D<1>, D<8>, D<8>>;
type Down = Conv2d<In, D<4>, D<3>, Relu, Pad<1>, D<2>>;
type Up = ConvTranspose2d<OutputOf<Down>, D<3>, D<2>, Relu, Valid, D<2>>;
type Join = Conv2d<Image<D<4>, D<8>, D<8>>, D<1>, D<1>>;

#[layer]
struct UNet {
    down: Down,
    up: Up,
    join: Join,
}

#[layer]
impl UNet {
    fn forward(&self, x: &In) -> In {
        let up = self.up.forward(&self.down.forward(x));
        self.join.forward(&up.concat_channels(x))
    }
}

#[test]
fn learns_its_input() {
    let mut run = boxed::<Training<UNet, Adam, D<2>>>();
    run.network.initialize(&mut Rng::new(1));
    let images = [1, 2].map(|seed| In::uniform(0.0, 1.0, &mut Rng::new(seed)));
    let x = Batch::from_samples(&images).unwrap();
    let adam = Adam {
        learning_rate: 0.02,
        ..Adam::default()
    };
    let mut step = || {
        run.train_step(&adam, &MeanSquaredError, &x, &images)
            .unwrap()
    };
    let first = step();
    for _ in 0..100 {
        step();
    }
    assert!(step() < 0.1 * first);
}
