//! −2 ln p of N samples of a Gaussian, but for a constant: N ln |Σ| + Σᵢ rᵢᵀ Σ⁻¹ rᵢ with rᵢ = xᵢ − μ.
//!
//! Its gradient is ∇Σ = N Σ⁻¹ − Σ⁻¹ (Σᵢ rᵢ rᵢᵀ) Σ⁻¹: N once, and Σ⁻¹ on both
//! sides of the sum. It is 0 where Σ = (1/N) Σᵢ rᵢ rᵢᵀ, the covariance of the samples.

use std::fmt::Write;

use typograd::linalg::LinalgError;
use typograd::minimize::{Lbfgs, Outcome, Stopping, minimize_with};
use typograd::prelude::*;

use super::Told;

dims! { pub(crate) Samples = 200; }

pub(crate) type Covariance = Matrix<D<2>, D<2>, f64>;
pub(crate) type Residuals = Matrix<Samples, D<2>, f64>;

/// With rᵢᵀ as the rows of R.
#[differentiable]
pub(crate) fn cost<N: Dim, K: Dim>(
    sigma: &Matrix<K, K, f64>,
    #[constant] r: &Matrix<N, K, f64>,
    #[constant] n: f64,
) -> Result<f64, LinalgError> {
    Ok(n * sigma.ln_abs_det()? + (sigma.inverse()? * (r.t() * r)).trace())
}

/// Samples of a Gaussian, less their mean.
pub(crate) fn residuals() -> Residuals {
    let rng = &mut Rng::new(7);
    let mut x = Residuals::zeros();
    for row in x.rows_mut() {
        let (a, b): (f64, f64) = (rng.normal(0.0, 1.0), rng.normal(0.0, 1.0));
        row[0] = 1.0 + 2.0 * a;
        row[1] = -1.0 + 0.6 * a + 0.5 * b;
    }
    let mean = [0, 1].map(|j| x.column(j).mean());
    for row in x.rows_mut() {
        row[0] -= mean[0];
        row[1] -= mean[1];
    }
    x
}

/// N Σ⁻¹ − Σ⁻¹ (Σᵢ rᵢ rᵢᵀ) Σ⁻¹, a sample at a time.
pub(crate) fn by_hand(sigma: &Covariance, r: &Residuals) -> Result<Covariance, LinalgError> {
    let inverse = sigma.inverse()?;
    let mut scatter = Covariance::zeros();
    for r in r.rows() {
        scatter += r.t().outer(r.t());
    }
    Ok(&inverse * Samples::LEN as f64 - &inverse * scatter * &inverse)
}

pub(crate) fn sample_covariance(r: &Residuals) -> Covariance {
    r.t() * r / Samples::LEN as f64
}

/// The Σ of the greatest likelihood, by descent from I.
pub(crate) fn most_likely(r: &Residuals) -> (Covariance, Outcome<f64>) {
    let n = Samples::LEN as f64;
    let objective = |sigma: &Covariance, gradient: &mut Covariance| {
        // Beyond the positive definite matrices there is no Gaussian, and nothing is likely.
        match (sigma.cholesky(), cost::value_and_grad(sigma, r, n)) {
            (Ok(_), Ok((value, derived))) => {
                *gradient = derived.sigma / n;
                value / n
            }
            _ => f64::INFINITY,
        }
    };
    let stopping = Stopping {
        gradient: 1e-9,
        ..Stopping::default()
    };
    let mut sigma = Covariance::identity();
    let method = Lbfgs::<D<8>>::default();
    let outcome = minimize_with(&method, objective, &mut sigma, &stopping, |_| {});
    (sigma, outcome)
}

fn rows(text: &mut String, name: &str, m: &Covariance) -> std::fmt::Result {
    for (i, row) in m.rows().enumerate() {
        let name = if i == 0 { name } else { "" };
        writeln!(text, "  {name:26} [{:9.5} {:9.5}]", row[0], row[1])?;
    }
    Ok(())
}

pub(crate) fn give() -> Told {
    let r = residuals();
    let mut text = String::new();
    writeln!(
        text,
        "f = N ln |Σ| + Σᵢ rᵢᵀ Σ⁻¹ rᵢ, with rᵢᵀ the rows of R:\n"
    )?;
    writeln!(text, "  {}\n", cost::GRADIENTS)?;
    let at = Covariance::identity();
    let derived = cost::grad(&at, &r, Samples::LEN as f64)?.sigma;
    rows(&mut text, "∇Σ at I, derived", &derived)?;
    rows(&mut text, "N Σ⁻¹ − Σ⁻¹ (Σ r rᵀ) Σ⁻¹", &by_hand(&at, &r)?)?;
    let (sigma, outcome) = most_likely(&r);
    writeln!(text, "\nDescent from Σ = I: {outcome}\n")?;
    rows(&mut text, "the most likely Σ", &sigma)?;
    rows(&mut text, "the samples' covariance", &sample_covariance(&r))?;
    text.pop();
    Ok(text)
}
