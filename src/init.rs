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
    /// Normal with the standard deviation √(2 / (`fan_in` + `fan_out`)) (Glorot and Bengio, 2010).
    GlorotNormal,
    /// Uniform on ±√(6 / `fan_in`) (He et al., 2015): for ReLU and its kin.
    HeUniform,
    /// Normal with the standard deviation √(2 / `fan_in`) (He et al., 2015): for ReLU and its kin.
    HeNormal,
    /// Uniform on ±√(3 / `fan_in`) (LeCun et al., 1998).
    LecunUniform,
    /// Normal with the standard deviation √(1 / `fan_in`) (LeCun et al., 1998): for SELU.
    LecunNormal,
}

impl Initializer {
    /// Fills a tensor with numbers drawn from `rng`. A vector of length n has `fan_in` = `fan_out` = n, a scalar 1.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut w: Matrix<D<1>, D<5>> = Matrix::zeros();
    /// Initializer::GlorotUniform.fill(&mut w, &mut Rng::new(1));
    /// assert!(w.norm_max() <= 1.0); // √(6 / (5 + 1))
    /// Initializer::Constant(0.5).fill(&mut w, &mut Rng::new(1));
    /// assert_eq!(w.sum(), 2.5);
    /// ```
    pub fn fill<S: Shape, T: Element>(self, tensor: &mut Tensor<S, T>, rng: &mut Rng) {
        let (fan_in, fan_out) = fans::<S>();
        let distribution = self.distribution(fan_in, fan_out);
        distribution.fill(tensor.as_mut_slice(), rng);
    }

    /// The same for tensors of shape in × out, with `fan_in` and `fan_out` in each other's place.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut v: Matrix<D<2>, D<600>> = Matrix::zeros(); // 2 inputs
    /// Initializer::HeUniform.transposed().fill(&mut v, &mut Rng::new(1));
    /// assert!(v.norm_max() > 1.5); // √(6 / 2) at most
    /// ```
    #[must_use]
    pub const fn transposed(self) -> TransposedInitializer {
        TransposedInitializer(self)
    }

    /// The distribution for a tensor of this `fan_in` and `fan_out`.
    fn distribution(self, fan_in: f64, fan_out: f64) -> Distribution {
        let normal = |variance: f64| Distribution::Normal(0.0, num_traits::Float::sqrt(variance));
        let uniform = |square: f64| {
            let bound = num_traits::Float::sqrt(square);
            Distribution::Uniform(-bound, bound)
        };
        match self {
            Self::Zeros => Distribution::Constant(0.0),
            Self::Ones => Distribution::Constant(1.0),
            Self::Constant(value) => Distribution::Constant(value),
            Self::Uniform(low, high) => Distribution::Uniform(low, high),
            Self::Normal(mean, deviation) => Distribution::Normal(mean, deviation),
            Self::GlorotUniform => uniform(6.0 / (fan_in + fan_out)),
            Self::GlorotNormal => normal(2.0 / (fan_in + fan_out)),
            Self::HeUniform => uniform(6.0 / fan_in),
            Self::HeNormal => normal(2.0 / fan_in),
            Self::LecunUniform => uniform(3.0 / fan_in),
            Self::LecunNormal => normal(1.0 / fan_in),
        }
    }

    /// What a parameter begins with that names no initialiser: [`GlorotUniform`](Self::GlorotUniform) from rank 2 up,
    /// zeros below.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Initializer::default_for::<(D<2>, D<3>)>(), Initializer::GlorotUniform);
    /// assert_eq!(Initializer::default_for::<(D<2>,)>(), Initializer::Zeros);
    /// ```
    pub const fn default_for<S: Shape>() -> Self {
        if S::RANK >= 2 {
            Self::GlorotUniform
        } else {
            Self::Zeros
        }
    }
}

/// An [`Initializer`] for tensors of shape in × out; made by [`transposed`](Initializer::transposed).
///
/// `#[layer]` takes it for a parameter: `#[init(Initializer::transposed(Initializer::HeNormal))] v: Matrix<I, O>`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TransposedInitializer(Initializer);

impl TransposedInitializer {
    /// Fills a tensor with numbers drawn from `rng`.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut v: Matrix<D<5>, D<1>> = Matrix::zeros();
    /// Initializer::LecunUniform.transposed().fill(&mut v, &mut Rng::new(1));
    /// assert!(v.norm_max() <= 0.7746); // √(3 / 5)
    /// ```
    pub fn fill<S: Shape, T: Element>(self, tensor: &mut Tensor<S, T>, rng: &mut Rng) {
        let (fan_out, fan_in) = fans::<S>();
        let distribution = self.0.distribution(fan_in, fan_out);
        distribution.fill(tensor.as_mut_slice(), rng);
    }
}

/// `fan_in` and `fan_out` of a tensor of shape out × in × ….
fn fans<S: Shape>() -> (f64, f64) {
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
    (fan_in as f64, fan_out as f64)
}

/// What elements are drawn from.
#[derive(Clone, Copy)]
enum Distribution {
    Constant(f64),
    /// From the first number to the second.
    Uniform(f64, f64),
    /// Mean and standard deviation.
    Normal(f64, f64),
}

impl Distribution {
    /// Fills a slice: one piece of code for tensors of all shapes.
    #[inline(never)]
    fn fill<T: Element>(self, elements: &mut [T], rng: &mut Rng) {
        for x in elements {
            *x = match self {
                Self::Constant(value) => T::from_f64(value),
                Self::Uniform(low, high) => rng.uniform(T::from_f64(low), T::from_f64(high)),
                Self::Normal(mean, deviation) => {
                    rng.normal(T::from_f64(mean), T::from_f64(deviation))
                }
            };
        }
    }
}
