//! ½ ‖W₂ σ(W₁ x + b₁) + b₂ − y‖²: the gradients of both layers.

use std::fmt::Write;

use typograd::prelude::*;

use super::Told;

dims! { pub(crate) Input = 3; pub(crate) Hidden = 4; pub(crate) Output = 2; }

#[differentiable]
pub(crate) fn loss<I: Dim, H: Dim, O: Dim>(
    w1: &Matrix<H, I, f64>,
    b1: &Vector<H, f64>,
    w2: &Matrix<O, H, f64>,
    b2: &Vector<O, f64>,
    #[constant] x: &Vector<I, f64>,
    #[constant] y: &Vector<O, f64>,
) -> f64 {
    let a = sigmoid(w1 * x + b1);
    let e = w2 * &a + b2 - y;
    0.5 * e.norm_squared()
}

/// The parameters, or the gradient in them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layers {
    pub(crate) w1: Matrix<Hidden, Input, f64>,
    pub(crate) b1: Vector<Hidden, f64>,
    pub(crate) w2: Matrix<Output, Hidden, f64>,
    pub(crate) b2: Vector<Output, f64>,
}

pub(crate) fn random(seed: u64) -> (Layers, Vector<Input, f64>, Vector<Output, f64>) {
    let rng = &mut Rng::new(seed);
    let layers = Layers {
        w1: Matrix::normal(0.0, 0.5, rng),
        b1: Vector::normal(0.0, 0.5, rng),
        w2: Matrix::normal(0.0, 0.5, rng),
        b2: Vector::normal(0.0, 0.5, rng),
    };
    let x = Vector::normal(0.0, 1.0, rng);
    (layers, x, Vector::normal(0.0, 1.0, rng))
}

pub(crate) fn derived(
    p: &Layers,
    x: &Vector<Input, f64>,
    y: &Vector<Output, f64>,
) -> (f64, Layers) {
    let (value, gradient) = loss::value_and_grad(&p.w1, &p.b1, &p.w2, &p.b2, x, y);
    let LossGradient { w1, b1, w2, b2 } = gradient;
    (value, Layers { w1, b1, w2, b2 })
}

/// e = W₂ a + b₂ − y, ∇W₂ = e aᵀ; r = (W₂ᵀ e) ⊙ a ⊙ (1 − a), ∇W₁ = r xᵀ.
pub(crate) fn by_hand(p: &Layers, x: &Vector<Input, f64>, y: &Vector<Output, f64>) -> Layers {
    let a = sigmoid(&p.w1 * x + &p.b1);
    let e = &p.w2 * &a + &p.b2 - y;
    let r = (p.w2.t() * &e).hadamard(&a).hadamard(&(1.0 - &a));
    Layers {
        w1: r.outer(x),
        b1: r,
        w2: e.outer(&a),
        b2: e,
    }
}

/// The loss before each of some steps of gradient descent.
pub(crate) fn descend(steps: usize) -> Vec<f64> {
    let (mut p, x, y) = random(3);
    let step = |_| {
        let (value, gradient) = derived(&p, &x, &y);
        p.w1.add_scaled(-0.2, &gradient.w1);
        p.b1.add_scaled(-0.2, &gradient.b1);
        p.w2.add_scaled(-0.2, &gradient.w2);
        p.b2.add_scaled(-0.2, &gradient.b2);
        value
    };
    (0..steps).map(step).collect()
}

pub(crate) fn give() -> Told {
    let mut text = String::new();
    let (gradients, definitions) = loss::GRADIENTS.split_once("   where ").unwrap_or_default();
    writeln!(text, "  {gradients}\n  where {definitions}\n")?;
    let (p, x, y) = random(3);
    let (derived, by_hand) = (derived(&p, &x, &y).1, by_hand(&p, &x, &y));
    writeln!(
        text,
        "  ‖∇W₁‖ = {:.6}, ‖∇W₂‖ = {:.6}; by hand, they differ by {:.0e} and {:.0e} at most\n",
        derived.w1.norm(),
        derived.w2.norm(),
        derived.w1.max_difference(&by_hand.w1),
        derived.w2.max_difference(&by_hand.w2)
    )?;
    for (step, value) in descend(31).iter().enumerate().step_by(10) {
        writeln!(text, "  after {step:2} steps of descent, f = {value:.2e}")?;
    }
    text.pop();
    Ok(text)
}
