//! The exponential linear unit.

use super::{Activation, Operand, Output, Pointwise, PointwiseDerivative};
use crate::Element;
use crate::init::Initializer;
use crate::kernel::Simd;
use crate::kernel::math::{ExpM1, Function, number};
use crate::op::ClosedForm;

/// The exponential linear unit: x for x > 0, α (eˣ − 1) otherwise, with α = `NUMERATOR / DENOMINATOR`, by default 1
/// (Clevert et al., 2015). The denominator is not 0.
///
/// ```
/// use typograd::prelude::*;
///
/// let z = Vector::<D<2>, f64>::from([2.0, -2.0_f64.ln()]); // e^(−ln 2) = ½
/// assert!(elu(&z).is_close(&Vector::from([2.0, -0.5]), 1e-15));
/// assert!(Elu::<3, 1>::of(&z).is_close(&Vector::from([2.0, -1.5]), 1e-15));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elu<const NUMERATOR: u32 = 1, const DENOMINATOR: u32 = 1>;

impl<const N: u32, const D: u32> Elu<N, D> {
    const ALPHA: f64 = {
        assert!(D > 0, "the α of an ELU needs a denominator above 0");
        N as f64 / D as f64
    };
}

impl<const N: u32, const D: u32> Pointwise for Elu<N, D> {
    const PAPER: ClosedForm = ClosedForm {
        value: "y = x if x > 0 else α (eˣ − 1)",
        vjp: &["∇x = δ ⊙ (1 if y > 0 else y + α)"],
        jvp: "ẏ = (1 if y > 0 else y + α) ⊙ ẋ",
    };
    const WEIGHTS: Initializer = Initializer::HeNormal;

    #[inline(always)]
    fn value<T: Element>(x: T) -> T {
        if x > T::zero() {
            x
        } else {
            T::from_f64(Self::ALPHA) * x.exp_m1()
        }
    }

    const LANES: bool = true;

    #[inline(always)]
    fn value_lanes<T: Element, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        elu_lanes(simd, x, 1.0, Self::ALPHA)
    }
}

/// `above` · x for x > 0, `below` · (eˣ − 1) otherwise.
#[inline(always)]
pub(super) fn elu_lanes<T: Element, S: Simd<T>>(
    simd: S,
    x: S::Vector,
    above: f64,
    below: f64,
) -> S::Vector {
    let is_above = simd.less(simd.splat(T::zero()), x);
    let bent = simd.mul(number(simd, below), ExpM1::lanes(simd, x));
    simd.select(is_above, simd.mul(number(simd, above), x), bent)
}

impl<const N: u32, const D: u32> PointwiseDerivative for Elu<N, D> {
    type From = Output;

    #[inline(always)]
    fn derivative<T: Element>(y: T) -> T {
        if y > T::zero() {
            T::one()
        } else {
            y + T::from_f64(Self::ALPHA)
        }
    }
}

/// [`Elu`] with α = 1 of a tensor or a number.
///
/// ```
/// use typograd::prelude::*;
///
/// assert_eq!((elu(2.0_f32), elu(f32::NEG_INFINITY)), (2.0, -1.0));
/// ```
pub fn elu<X: Operand>(x: X) -> X::Out {
    Elu::<1, 1>::of(x)
}
