//! δᴸ = (aᴸ − y) ⊙ σ′(zᴸ), δˡ = (Wˡ⁺¹ᵀ δˡ⁺¹) ⊙ σ′(zˡ), ∂C/∂Wˡ = δˡ aˡ⁻¹ᵀ, ∂C/∂bˡ = δˡ, for C = ½ ‖a² − y‖².

use std::fmt::Write;

use typograd::{prelude::*, zeroed};

use super::Told;

dims! { pub(crate) Input = 3; pub(crate) Hidden = 4; pub(crate) Output = 2; }

#[derive(Network)]
pub(crate) struct Net {
    pub(crate) layer1: Dense<Input, Hidden, Sigmoid, f64>,
    pub(crate) layer2: Dense<Hidden, Output, Sigmoid, f64>,
}

/// σ′(z) = σ(z) (1 − σ(z)), from a = σ(z).
fn sigma_prime<N: Dim>(a: &Vector<N, f64>) -> Vector<N, f64> {
    a.hadamard(&a.map(|a| 1.0 - a))
}

/// The gradients of one sample, by the equations. Each line's shapes are checked by the compiler.
pub(crate) fn by_hand(net: &Net, x: &Vector<Input, f64>, y: &Vector<Output, f64>) -> Gradient<Net> {
    let z1: Vector<Hidden, f64> = &net.layer1.w * x + &net.layer1.b;
    let a1: Vector<Hidden, f64> = sigmoid(&z1);
    let z2: Vector<Output, f64> = &net.layer2.w * &a1 + &net.layer2.b;
    let a2: Vector<Output, f64> = sigmoid(&z2);

    let delta2: Vector<Output, f64> = (&a2 - y).hadamard(&sigma_prime(&a2));
    let delta1: Vector<Hidden, f64> = (net.layer2.w.t() * &delta2).hadamard(&sigma_prime(&a1));

    let mut gradient = Gradient::<Net>::zeros();
    gradient.layer2.w = delta2.outer(&a1); // ∂C/∂W² = δ² a¹ᵀ : Output × Hidden
    gradient.layer1.w = delta1.outer(x); // ∂C/∂W¹ = δ¹ xᵀ : Hidden × Input
    gradient.layer2.b = delta2;
    gradient.layer1.b = delta1;
    gradient
}

/// The same by what `#[derive(Network)]` derived.
pub(crate) fn derived(
    net: &Net,
    x: &Vector<Input, f64>,
    y: &Vector<Output, f64>,
) -> Result<Gradient<Net>, Box<dyn std::error::Error>> {
    let x = Batch::<D<1>, _, f64>::from_samples(std::slice::from_ref(x))?;
    let mut saved = zeroed();
    let output = net.record(&x, &mut saved);
    let mut delta = Batch::new();
    HalfSquaredError.value_and_delta(output, std::slice::from_ref(y), &mut delta)?;
    let mut gradient = Gradient::<Net>::zeros();
    net.backward(&x, &mut saved, &mut delta, &mut gradient, None);
    Ok(gradient)
}

/// The largest difference of two gradients' elements.
pub(crate) fn difference(a: &Gradient<Net>, b: &Gradient<Net>) -> f64 {
    [
        a.layer1.w.max_difference(&b.layer1.w),
        a.layer1.b.max_difference(&b.layer1.b),
        a.layer2.w.max_difference(&b.layer2.w),
        a.layer2.b.max_difference(&b.layer2.b),
    ]
    .into_iter()
    .fold(0.0, f64::max)
}

pub(crate) fn give() -> Told {
    let net = Net::seeded(7);
    let (x, y) = (Vector::from([0.5, -1.0, 2.0]), Vector::from([1.0, 0.0]));
    let (hand, macros) = (by_hand(&net, &x, &y), derived(&net, &x, &y)?);
    let mut text = String::new();
    writeln!(
        text,
        "  δ² = (a² − y) ⊙ σ′(z²)        Output\n  δ¹ = (W²ᵀ δ²) ⊙ σ′(z¹)        Hidden"
    )?;
    writeln!(
        text,
        "  ∂C/∂W² = δ² a¹ᵀ               Output × Hidden\n  ∂C/∂W¹ = δ¹ xᵀ                Hidden × Input\n"
    )?;
    writeln!(
        text,
        "∂C/∂W¹ by hand\n{:.5}\n∂C/∂W¹ as derived from the forward pass\n{:.5}\n",
        hand.layer1.w, macros.layer1.w
    )?;
    write!(
        text,
        "Of all 26 derivatives, the largest difference is {:.0e}.",
        difference(&hand, &macros)
    )?;
    Ok(text)
}
