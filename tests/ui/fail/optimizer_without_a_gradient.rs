// An optimizer of one's own whose gradient would be nowhere.
use typograd::prelude::*;

struct Halve;

impl Optimizer for Halve {
    type State<N: Parameters> = ();
    type Memory<N: Gradients> = ();

    fn step<N: Layer>(&self, network: &mut N, _: &mut Gradient<N>, (): &mut (), _: f64) {
        N::zip([network], &mut |[w]: [&mut [N::Elem]; 1]| {
            for w in w {
                *w = *w * N::Elem::from_f64(0.5);
            }
        });
    }
}

fn main() {}
