// A name that cannot stand in a file.
use typograd::prelude::*;

#[layer]
pub struct Scale<N: Dim> {
    #[weights(name = "a\"b")]
    by: Vector<N>,
}

#[layer]
impl<N: Dim> Scale<N> {
    fn forward(&self, x: &Vector<N>) -> Vector<N> {
        x.hadamard(&self.by)
    }
}

fn main() {}
