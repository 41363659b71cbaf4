//! Gradient clipping.

use num_traits::{Float, One, Zero};

use crate::Element;
use crate::kernel::vector;
use crate::network::{Gradient, Layer};
use crate::tensor::norm;

/// What is done to a gradient before the optimizer sees it: by [`Clipped`](super::Clipped) in every step, or by
/// [`apply`](Clip::apply).
///
/// ```
/// use typograd::prelude::*;
///
/// let mut gradient = Gradient::<DenseNoBias<D<2>, D<1>>>::zeros();
/// gradient.w = Matrix::from([[3.0, -0.5]]);
/// Clip::Value(1.0).apply(&mut gradient);
/// assert_eq!(gradient.w, Matrix::from([[1.0, -0.5]]));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Clip {
    /// Nothing.
    #[default]
    Off,
    /// Every element is held within ± the limit.
    Value(f64),
    /// The gradient is scaled down to the limit where its Euclidean norm, over all parameters, is above (Pascanu et al.,
    /// 2013).
    GlobalNorm(f64),
}

impl Clip {
    /// Clips a gradient.
    ///
    /// ```
    /// use typograd::optim::clip::Clip;
    /// use typograd::prelude::*;
    ///
    /// type Net = (Dense<D<1>, D<1>>,);
    ///
    /// let mut gradient = Gradient::<Net>::zeros();
    /// gradient.0.w[(0, 0)] = 3.0;
    /// gradient.0.b[0] = 4.0;
    /// Clip::GlobalNorm(1.0).apply(&mut gradient);
    /// assert!((gradient.0.b[0] - 0.8).abs() < 1e-6);
    /// ```
    pub fn apply<N: Layer>(self, gradient: &mut Gradient<N>) {
        match self {
            Self::Off => {}
            Self::Value(limit) => by_value(gradient, N::Elem::from_f64(limit)),
            Self::GlobalNorm(limit) => {
                by_global_norm(gradient, N::Elem::from_f64(limit));
            }
        }
    }
}

/// Holds every element of the gradient within ± `limit`; NaN stays NaN. PyTorch's `clip_grad_value_`.
///
/// ```
/// use typograd::optim::clip::by_value;
/// use typograd::prelude::*;
///
/// let mut gradient = Gradient::<DenseNoBias<D<3>, D<1>>>::zeros();
/// gradient.w = Matrix::from([[-7.0, 0.5, 2.0]]);
/// by_value(&mut gradient, 1.0);
/// assert_eq!(gradient.w, Matrix::from([[-1.0, 0.5, 1.0]]));
/// ```
pub fn by_value<N: Layer>(gradient: &mut Gradient<N>, limit: N::Elem) {
    N::zip([&mut **gradient], &mut |[g]: [&mut [N::Elem]; 1]| {
        for g in g {
            if *g > limit {
                *g = limit;
            } else if *g < -limit {
                *g = -limit;
            }
        }
    });
}

/// Scales the gradient to the norm `limit` where its Euclidean norm over all parameters is above, and returns the norm
/// it had. As PyTorch's `clip_grad_norm_`, by limit / (norm + 1e-6).
///
/// ```
/// use typograd::optim::clip::by_global_norm;
/// use typograd::prelude::*;
///
/// let mut gradient = Gradient::<Dense<D<1>, D<1>>>::zeros();
/// gradient.w.fill(3.0);
/// gradient.b.fill(4.0);
/// assert_eq!(by_global_norm(&mut gradient, 10.0), 5.0); // below the limit: as it was
/// by_global_norm(&mut gradient, 1.0);
/// assert!((gradient.w[(0, 0)] - 0.6).abs() < 1e-6);
/// ```
pub fn by_global_norm<N: Layer>(gradient: &mut Gradient<N>, limit: N::Elem) -> N::Elem {
    let mut sum = N::Elem::zero();
    N::zip([&mut **gradient], &mut |[g]: [&mut [N::Elem]; 1]| {
        sum += vector::dot(g, g);
    });
    let mut norm = sum.sqrt();
    if norm.is_infinite() {
        norm = norm_without_overflow(gradient);
    }
    let factor = limit / (norm + N::Elem::from_f64(1e-6));
    if factor < N::Elem::one() {
        N::zip([&mut **gradient], &mut |[g]: [&mut [N::Elem]; 1]| {
            for g in g {
                *g *= factor;
            }
        });
    }
    norm
}

/// The norm where the squares are too large for the element type: the norm of the parameters' norms.
#[cold]
fn norm_without_overflow<N: Layer>(gradient: &mut Gradient<N>) -> N::Elem {
    let mut total = N::Elem::zero();
    N::zip([&mut **gradient], &mut |[g]: [&mut [N::Elem]; 1]| {
        total = norm(&[total, norm(g)]);
    });
    total
}
