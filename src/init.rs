//! Initialisers: how parameters begin.

use crate::Element;
use crate::rng::Rng;
use crate::shape::Shape;
use crate::tensor::Tensor;

/// A way to fill a parameter before training.
///
/// `#[layer]` takes one for each parameter, in lower case: `#[init(he_normal)] w: Matrix<O, I>`. A matrix of shape
/// out × in has `fan_in` = in and `fan_out` = out; for a tensor of rank 3 or 4, out × in × …, both are multiplied by
/// the length of the rest, as for a convolution's kernel.
///
/// ```
/// use typograd::{init::Initializer, prelude::*};
///
/// let mut w: Matrix<D<64>, D<64>> = Matrix::zeros();
/// Initializer::HeNormal.fill(&mut w, &mut Rng::new(1));
/// let deviation = (w.norm_squared() / 4096.0).sqrt();
/// assert!((deviation - (2.0_f32 / 64.0).sqrt()).abs() < 0.01);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initializer {
    /// All 0.
    Zeros,
    /// All 1.
    Ones,
    /// All the same.
    Constant(f64),
    /// Uniform on low..high.
    Uniform(f64, f64),
    /// Normal, of a mean and a standard deviation.
    Normal(f64, f64),
    /// Uniform on ±√(6 / (`fan_in` + `fan_out`)) (Glorot and Bengio, 2010): for tanh, sigmoid and no activation.
    GlorotUniform,
    /// Normal with the standard deviation √(2 / (`fan_in` + `fan_out`)).
    GlorotNormal,
    /// Uniform on ±√(6 / `fan_in`) (He et al., 2015): for ReLU and its kin.
    HeUniform,
    /// Normal with the standard deviation √(2 / `fan_in`).
    HeNormal,
    /// Uniform on ±√(3 / `fan_in`) (LeCun et al., 1998).
    LecunUniform,
    /// Normal with the standard deviation √(1 / `fan_in`): for SELU.
    LecunNormal,
}

impl Initializer {
    /// Fills a tensor.
    pub fn fill<S: Shape, T: Element>(self, tensor: &mut Tensor<S, T>, rng: &mut Rng) {
        let rest = if S::RANK > 2 {
            S::DIMS[2] * S::DIMS[3]
        } else {
            1
        };
        let (fan_in, fan_out) = match S::RANK {
            0 => (1, 1),
            1 => (S::LEN, S::LEN),
            _ => (S::DIMS[1] * rest, S::DIMS[0] * rest),
        };
        let (fan_in, fan_out) = (fan_in as f64, fan_out as f64);
        let root = |x: f64| num_traits::Float::sqrt(x);
        match self {
            Self::Zeros => tensor.fill(T::zero()),
            Self::Ones => tensor.fill(T::one()),
            Self::Constant(value) => tensor.fill(T::from_f64(value)),
            Self::Uniform(low, high) => uniform(tensor, low, high, rng),
            Self::Normal(mean, deviation) => normal(tensor, mean, deviation, rng),
            Self::GlorotUniform => symmetric(tensor, root(6.0 / (fan_in + fan_out)), rng),
            Self::GlorotNormal => normal(tensor, 0.0, root(2.0 / (fan_in + fan_out)), rng),
            Self::HeUniform => symmetric(tensor, root(6.0 / fan_in), rng),
            Self::HeNormal => normal(tensor, 0.0, root(2.0 / fan_in), rng),
            Self::LecunUniform => symmetric(tensor, root(3.0 / fan_in), rng),
            Self::LecunNormal => normal(tensor, 0.0, root(1.0 / fan_in), rng),
        }
    }

    /// What a parameter begins with that names no initialiser: [`GlorotUniform`](Self::GlorotUniform) from rank 2 up,
    /// zeros below.
    pub const fn default_for<S: Shape>() -> Self {
        if S::RANK >= 2 {
            Self::GlorotUniform
        } else {
            Self::Zeros
        }
    }
}

fn symmetric<S: Shape, T: Element>(tensor: &mut Tensor<S, T>, bound: f64, rng: &mut Rng) {
    uniform(tensor, -bound, bound, rng);
}

fn uniform<S: Shape, T: Element>(tensor: &mut Tensor<S, T>, low: f64, high: f64, rng: &mut Rng) {
    for x in tensor {
        *x = rng.uniform(T::from_f64(low), T::from_f64(high));
    }
}

fn normal<S: Shape, T: Element>(
    tensor: &mut Tensor<S, T>,
    mean: f64,
    deviation: f64,
    rng: &mut Rng,
) {
    for x in tensor {
        *x = rng.normal(T::from_f64(mean), T::from_f64(deviation));
    }
}
