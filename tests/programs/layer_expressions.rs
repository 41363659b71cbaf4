//! All that a forward expression may hold.

use typograd::prelude::*;

#[layer]
struct Much<I: Dim, H: Dim> {
    w: Matrix<H, I>,
    v: Matrix<I, H>,
    #[init(uniform(-0.1, 0.1))]
    b: Vector<H>,
    #[init(ones)]
    scale: Scalar,
    inner: Dense<H, H, Tanh>,
}

#[layer]
impl<I: Dim, H: Dim> Much<I, H> {
    /// What is documented stays so.
    fn forward(&self, x: &Vector<I>) -> Vector<H> {
        let z = &self.w * x + &self.b;
        let gate = {
            let other = self.v.t() * x;
            sigmoid(other * 2.0)
        };
        let length = (x.norm_squared() + 1.0).sqrt();
        let mixed = z.hadamard(&gate) / length;
        let deep = self.inner.forward(&mixed);
        let sum = mixed.dot(&deep);
        let quotient = deep.hadamard_div(&(exp(&z) + 1.0));
        &self.scale * (sum * (1.0 - (quotient - deep))) + 2.0 * length * &self.b
    }
}
