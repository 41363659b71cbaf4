//! aˡ = σ(w aˡ⁻¹), the same w in every layer: δˡ = δˡ⁺¹ w σ′(zˡ), and ∂a/∂w is a sum over the layers.

use std::fmt::Write;

use typograd::{prelude::*, zeroed};

use super::Told;

/// Three layers of one unit, with one weight.
#[layer]
pub(crate) struct Thrice {
    #[init(ones)]
    pub(crate) w: Scalar<f64>,
}

#[layer]
impl Thrice {
    fn forward(&self, x: &Scalar<f64>) -> Scalar<f64> {
        sigmoid(&self.w * sigmoid(&self.w * sigmoid(&self.w * x)))
    }
}

/// A chain of any depth: what each layer has of the derivative ∂aᴸ/∂w, first layer first; and |δ| of the first layer.
pub(crate) struct Chain {
    pub(crate) output: f64,
    pub(crate) shares: Vec<f64>,
    pub(crate) deltas: Vec<f64>,
}

pub(crate) fn chain(w: f64, x: f64, depth: usize) -> Chain {
    let sigma = |z: f64| 1.0 / (1.0 + (-z).exp());
    let mut activations = vec![x];
    for layer in 0..depth {
        activations.push(sigma(w * activations[layer]));
    }
    let output = activations[depth];
    let (mut shares, mut deltas) = (vec![0.0; depth], vec![0.0; depth]);
    let mut back = 1.0; // ∂aᴸ/∂aˡ
    for layer in (0..depth).rev() {
        let a = activations[layer + 1];
        deltas[layer] = back * a * (1.0 - a); // δ = ∂aᴸ/∂z
        shares[layer] = deltas[layer] * activations[layer];
        back = deltas[layer] * w;
    }
    Chain {
        output,
        shares,
        deltas,
    }
}

/// ∂a³/∂w as the macro derives it, which adds up the three uses.
pub(crate) fn derived(w: f64, x: f64) -> Result<(f64, f64), Box<dyn std::error::Error>> {
    let layer = Thrice { w: Scalar::full(w) };
    let x = Batch::<D<1>, _, f64>::from_samples(&[Scalar::full(x)])?;
    let mut saved = zeroed();
    let output = layer.record(&x, &mut saved)[0].value();
    let mut delta = Batch::from_samples(&[Scalar::full(1.0)])?;
    let mut gradient = Gradient::<Thrice>::zeros();
    layer.backward(&x, &mut saved, &mut delta, &mut gradient, None);
    Ok((output, gradient.w.value()))
}

pub(crate) fn give() -> Told {
    let (w, x) = (0.8, 1.5);
    let mut text = String::new();
    let three = chain(w, x, 3);
    let (_, total) = derived(w, x)?;
    writeln!(
        text,
        "a³ = σ(w σ(w σ(w x))) at w = {w}, x = {x}: {:.6}\n",
        three.output
    )?;
    for (layer, share) in three.shares.iter().enumerate() {
        writeln!(
            text,
            "  use {} of w: δ{} a{} = {share:.6}",
            layer + 1,
            ["¹", "²", "³"][layer],
            ["⁰", "¹", "²"][layer]
        )?;
    }
    writeln!(
        text,
        "  their sum        {:.6}",
        three.shares.iter().sum::<f64>()
    )?;
    writeln!(text, "  ∂a³/∂w, derived  {total:.6}\n")?;
    writeln!(
        text,
        "δˡ = δˡ⁺¹ w σ′(zˡ) and σ′ ≤ ¼: each layer takes a factor of {:.2} at most.\n",
        w / 4.0
    )?;
    writeln!(text, "  depth   δ of the last layer   δ of the first")?;
    for depth in [1, 3, 10, 20, 40] {
        let Chain { deltas, .. } = chain(w, x, depth);
        writeln!(
            text,
            "  {depth:5}   {:19.6}   {:.2e}",
            deltas[depth - 1],
            deltas[0]
        )?;
    }
    text.pop();
    Ok(text)
}
