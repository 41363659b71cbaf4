//! a = max(0, w·x + b): its gradient in three ways.

use std::fmt::Write;

use typograd::prelude::*;

use super::Told;

type X = Vector<D<3>, f64>;

#[differentiable]
pub(crate) fn neuron<N: Dim>(w: &Vector<N, f64>, x: &Vector<N, f64>, b: f64) -> f64 {
    relu(w.dot(x) + b)
}

/// z(w, b) = w·x + b
#[differentiable]
pub(crate) fn affine<N: Dim>(w: &Vector<N, f64>, #[constant] x: &Vector<N, f64>, b: f64) -> f64 {
    w.dot(x) + b
}

/// a(z) = max(0, z)
#[differentiable]
pub(crate) fn activation(z: f64) -> f64 {
    relu(z)
}

/// ∂a/∂w and ∂a/∂b.
pub(crate) type Gradient = (X, f64);

pub(crate) fn derived(w: &X, x: &X, b: f64) -> Gradient {
    let gradient = neuron::grad(w, x, b);
    (gradient.w, gradient.b)
}

/// ∂a/∂w = ∂a/∂z ∂z/∂w, where ∂z/∂w = xᵀ, ∂z/∂b = 1 and ∂a/∂z = [z > 0].
pub(crate) fn by_chain_rule(w: &X, x: &X, b: f64) -> Gradient {
    let (z, inner) = affine::value_and_grad(w, x, b);
    let slope = activation::grad(z).z;
    (inner.w * slope, inner.b * slope)
}

/// Each ∂/∂wⱼ of max(0, w₁ x₁ + w₂ x₂ + w₃ x₃ + b).
pub(crate) fn in_scalars(w: &X, x: &X, b: f64) -> Gradient {
    let mut z = b;
    for j in 0..3 {
        z += w[j] * x[j];
    }
    let mut gradient = X::zeros();
    for j in 0..3 {
        gradient[j] = if z > 0.0 { x[j] } else { 0.0 };
    }
    (gradient, if z > 0.0 { 1.0 } else { 0.0 })
}

pub(crate) fn give() -> Told {
    let mut text = String::new();
    writeln!(text, "  {}\n", neuron::GRADIENTS)?;
    let (w, x) = (X::from([0.5, -1.0, 2.0]), X::from([1.0, 3.0, 2.0]));
    for b in [0.25, -2.0] {
        let z = affine(&w, &x, b);
        writeln!(text, "  b = {b:5}, z = {z:5}    ∂a/∂w            ∂a/∂b")?;
        for (way, (in_w, in_b)) in [
            ("derived", derived(&w, &x, b)),
            ("by the chain rule", by_chain_rule(&w, &x, b)),
            ("in scalars", in_scalars(&w, &x, b)),
        ] {
            let [w1, w2, w3] = [in_w[0], in_w[1], in_w[2]];
            writeln!(text, "    {way:20}  ({w1}, {w2}, {w3})        {in_b}")?;
        }
    }
    text.pop();
    Ok(text)
}
