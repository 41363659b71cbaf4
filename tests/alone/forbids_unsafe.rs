// A crate that has no unsafe code of its own and lets no warning pass.
#![deny(
    unsafe_code,
    warnings,
    missing_docs,
    unused_qualifications,
    unreachable_pub
)]
#![deny(single_use_lifetimes, missing_debug_implementations, unused_results)]
//! Documented.
use typograd::prelude::*;

dims! {
    /// What is seen.
    Seen = 6;
    /// What is done.
    Done = 2;
}

#[layer]
#[derive(Debug)]
struct Gate {
    #[init(he_normal)]
    w: Matrix<Done, Seen>,
    b: Vector<Done>,
}

#[layer]
impl Gate {
    fn forward(&self, x: &Vector<Seen>) -> Vector<Done> {
        let z = &self.w * x + &self.b;
        silu(z)
    }
}

#[derive(Debug, Network)]
struct Policy {
    gate: Gate,
    head: Dense<Done, Done, Tanh>,
}

fn main() {
    assert_eq!(Policy::PARAMS, 14 + 6);
    assert_eq!(
        Policy::seeded(3).forward(&Vector::zeros()).as_slice().len(),
        2
    );
}
