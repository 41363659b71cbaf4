//! C(w, b) = (1/N) Σ (yᵢ − max(0, wᵀxᵢ + b))², and its gradient twice: a sample at a time in scalars, and in matrices.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use typograd::{boxed, prelude::*};

use super::Told;

dims! { pub(crate) Samples = 2_000; pub(crate) Inputs = 64; }

pub(crate) type X = Matrix<Samples, Inputs>;

/// The cost, its gradient in w, and its derivative in b.
#[derive(Clone, Debug)]
pub(crate) struct Costs {
    pub(crate) cost: f32,
    pub(crate) w: Vector<Inputs>,
    pub(crate) b: f32,
}

/// The chain rule for each sample: ∂C/∂wⱼ = (2/N) Σᵢ eᵢ xᵢⱼ with eᵢ = max(0, zᵢ) − yᵢ where zᵢ > 0, and 0 elsewhere.
pub(crate) fn scalar(x: &X, y: &Vector<Samples>, w: &Vector<Inputs>, b: f32) -> Costs {
    let n = Samples::LEN as f32;
    let (mut cost, mut dw, mut db) = (0.0, Vector::<Inputs>::zeros(), 0.0);
    for i in 0..Samples::LEN {
        let mut z = b;
        for j in 0..Inputs::LEN {
            z += w[j] * x[(i, j)];
        }
        let a = if z > 0.0 { z } else { 0.0 };
        cost += (y[i] - a) * (y[i] - a) / n;
        let e = if z > 0.0 { a - y[i] } else { 0.0 };
        for j in 0..Inputs::LEN {
            dw[j] += 2.0 / n * e * x[(i, j)];
        }
        db += 2.0 / n * e;
    }
    Costs { cost, w: dw, b: db }
}

/// ∇w = (2/N) Xᵀ e and ∂C/∂b = (2/N) 1ᵀ e, with e = (max(0, X w + b) − y) ⊙ [X w + b > 0].
pub(crate) fn vectorised(x: &X, y: &Vector<Samples>, w: &Vector<Inputs>, b: f32) -> Costs {
    let n = Samples::LEN as f32;
    let z: Vector<Samples> = x * w + b;
    let residual = relu(&z) - y;
    let e = residual.hadamard(&step(&z));
    Costs {
        cost: residual.norm_squared() / n,
        w: x.t() * &e * (2.0 / n),
        b: 2.0 / n * e.sum(),
    }
}

/// Inputs, targets of a neuron with noise, and other weights.
pub(crate) fn problem() -> (Box<X>, Vector<Samples>, Vector<Inputs>) {
    let rng = &mut Rng::new(4);
    let mut x = boxed::<X>();
    for element in x.iter_mut() {
        *element = rng.normal(0.0, 1.0);
    }
    let truth = Vector::<Inputs>::normal(0.0, 0.2, rng);
    let mut y = relu(&*x * &truth + 0.5);
    for y in &mut y {
        *y += rng.normal(0.0, 0.1);
    }
    (x, y, Vector::normal(0.0, 0.2, rng))
}

/// The shortest of some runs.
pub(crate) fn time(mut f: impl FnMut() -> Costs) -> Duration {
    let times = (0..20).map(|_| {
        let start = Instant::now();
        black_box(f());
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

pub(crate) fn give() -> Told {
    let (x, y, mut w) = problem();
    let mut b = 0.0;
    let (a, v) = (scalar(&x, &y, &w, b), vectorised(&x, &y, &w, b));
    let mut text = String::new();
    writeln!(
        text,
        "C(w, b) = (1/N) Σ (yᵢ − max(0, wᵀxᵢ + b))²,  N = {}, w in ℝ⁶⁴\n",
        Samples::LEN
    )?;
    writeln!(text, "               scalar loop   vectorised")?;
    writeln!(text, "  C            {:11.6}   {:10.6}", a.cost, v.cost)?;
    writeln!(text, "  ∂C/∂w₁       {:11.6}   {:10.6}", a.w[0], v.w[0])?;
    writeln!(text, "  ∂C/∂b        {:11.6}   {:10.6}", a.b, v.b)?;
    let (slow, fast) = (
        time(|| scalar(&x, &y, &w, b)),
        time(|| vectorised(&x, &y, &w, b)),
    );
    writeln!(
        text,
        "  time         {:8.0} µs   {:7.0} µs",
        micros(slow),
        micros(fast)
    )?;
    writeln!(
        text,
        "\n  ∇w differ by {:.0e} at most; (2/N) Xᵀe is {:.0} times as fast.\n",
        a.w.max_difference(&v.w),
        micros(slow) / micros(fast)
    )?;
    for step in 0..=60 {
        let Costs { cost, w: dw, b: db } = vectorised(&x, &y, &w, b);
        if step % 20 == 0 {
            writeln!(text, "  after {step:2} steps of descent, C = {cost:.5}")?;
        }
        w.add_scaled(-0.5, &dw);
        b -= 0.5 * db;
    }
    write!(text, "\n  b = {b:.3}, where 0.5 made the data.")?;
    Ok(text)
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
