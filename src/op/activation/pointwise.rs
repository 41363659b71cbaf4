//! Activations that act element by element.

use core::fmt::Debug;
use core::marker::PhantomData;

use super::{Activation, Differentiable, Keeps};
use crate::Element;
use crate::init::Initializer;
use crate::kernel::Simd;
use crate::kernel::math::{Function, each, map, times};
use crate::kernel::vector::vectorised;
use crate::op::ClosedForm;

/// An activation that acts element by element.
///
/// See [`PointwiseDerivative`] for one of your own.
pub trait Pointwise: Copy + Debug + Default + Send + Sync + 'static {
    /// The function on paper.
    const PAPER: ClosedForm;
    /// How the weights before this activation are best initialised.
    const WEIGHTS: Initializer = Initializer::GlorotUniform;

    /// Whether [`value_lanes`](Self::value_lanes) is written out. Without it, the compiler vectorises a loop over
    /// [`value`](Self::value), which serves where that calls no function of the library.
    const LANES: bool = false;

    /// Whether f(x) = x: then nothing is done at all.
    #[doc(hidden)]
    const IS_IDENTITY: bool = false;

    /// f(x).
    fn value<T: Element>(x: T) -> T;

    /// f(x) for each lane of a register. Mark the implementation `#[inline(always)]`, and set
    /// [`LANES`](Self::LANES).
    ///
    /// ```
    /// use typograd::kernel::{Simd, math::{Exp, Function}};
    /// use typograd::op::{ClosedForm, Pointwise};
    /// use typograd::prelude::*;
    ///
    /// #[derive(Clone, Copy, Debug, Default)]
    /// struct Bell;
    ///
    /// impl Pointwise for Bell {
    ///     const PAPER: ClosedForm = ClosedForm { value: "y = exp(−x²)", vjp: &[], jvp: "" };
    ///     const LANES: bool = true;
    ///
    ///     fn value<T: Element>(x: T) -> T {
    ///         (-x * x).exp()
    ///     }
    ///
    ///     #[inline(always)]
    ///     fn value_lanes<T: Element, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
    ///         Exp::lanes(simd, simd.mul_sub_from(x, x, simd.splat(T::zero())))
    ///     }
    /// }
    ///
    /// assert_eq!(Bell::of(&Vector::<D<2>>::from([0.0, 1e4])), Vector::from([1.0, 0.0]));
    /// ```
    #[inline(always)]
    fn value_lanes<T: Element, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        each(simd, x, Self::value)
    }
}

/// A pointwise activation with a derivative.
///
/// ```
/// use typograd::op::{ClosedForm, Input, Pointwise, PointwiseDerivative};
/// use typograd::prelude::*;
///
/// #[derive(Clone, Copy, Debug, Default)]
/// struct Cube;
///
/// impl Pointwise for Cube {
///     const PAPER: ClosedForm =
///         ClosedForm { value: "y = x³", vjp: &["∇x = 3 δ ⊙ x²"], jvp: "ẏ = 3 x² ⊙ ẋ" };
///     fn value<T: Element>(x: T) -> T {
///         x * x * x
///     }
/// }
///
/// impl PointwiseDerivative for Cube {
///     type From = Input; // 3 x² is computed from x
///     fn derivative<T: Element>(x: T) -> T {
///         T::from_f64(3.0) * x * x
///     }
/// }
///
/// let mut net = Dense::<D<1>, D<1>, Cube>::default();
/// net.w.fill(2.0);
/// assert_eq!(net.forward(&Vector::from([1.5])), Vector::from([27.0])); // 3³
/// ```
pub trait PointwiseDerivative: Pointwise {
    /// [`Output`](super::Output) or [`Input`](super::Input): what the derivative is computed from.
    type From: Keeps;

    /// Whether [`derivative_lanes`](Self::derivative_lanes) is written out.
    const DERIVATIVE_LANES: bool = false;

    /// f′(x), computed from y = f(x) or from x, as [`From`](Self::From) says.
    fn derivative<T: Element>(kept: T) -> T;

    /// f′(x) for each lane of a register, as [`value_lanes`](Pointwise::value_lanes) is f(x).
    #[inline(always)]
    fn derivative_lanes<T: Element, S: Simd<T>>(simd: S, kept: S::Vector) -> S::Vector {
        each(simd, kept, Self::derivative)
    }
}

/// f, as the kernels take a function.
struct Value<F>(PhantomData<F>);

impl<F: Pointwise> Function for Value<F> {
    #[inline(always)]
    fn lanes<T: Element, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        F::value_lanes(simd, x)
    }
}

/// f′, likewise.
struct Slope<F>(PhantomData<F>);

impl<F: PointwiseDerivative> Function for Slope<F> {
    #[inline(always)]
    fn lanes<T: Element, S: Simd<T>>(simd: S, kept: S::Vector) -> S::Vector {
        F::derivative_lanes(simd, kept)
    }
}

#[diagnostic::do_not_recommend]
impl<F: Pointwise> Activation for F {
    const FORM: ClosedForm = F::PAPER;
    const INITIALIZER: Initializer = F::WEIGHTS;
    const LANES: bool = F::LANES;

    #[inline(always)]
    fn apply_lanes<T: Element, S: Simd<T>>(simd: S, x: S::Vector) -> S::Vector {
        F::value_lanes(simd, x)
    }

    #[inline(never)] // one piece of code for all sizes
    fn apply<T: Element>(rows: &mut [T], _: usize) {
        if F::IS_IDENTITY {
            return;
        }
        if F::LANES && T::HAS_LANES {
            return map::<Value<F>, T>(rows);
        }
        vectorised::<T>(
            #[inline(always)]
            || {
                for x in rows {
                    *x = F::value(*x);
                }
            },
        );
    }
}

#[diagnostic::do_not_recommend]
impl<F: PointwiseDerivative> Differentiable for F {
    type Keeps = F::From;

    #[inline(never)] // one piece of code for all sizes
    fn pull_back<T: Element>(kept: &[T], delta: &mut [T], _: usize) {
        if F::DERIVATIVE_LANES && T::HAS_LANES {
            return times::<Slope<F>, T>(kept, delta);
        }
        vectorised::<T>(
            #[inline(always)]
            || {
                for (delta, kept) in delta.iter_mut().zip(kept) {
                    *delta *= F::derivative(*kept);
                }
            },
        );
    }

    #[inline]
    fn push_forward<T: Element>(kept: &[T], tangent: &mut [T], width: usize) {
        // The Jacobian is diagonal: its own transpose.
        Self::pull_back(kept, tangent, width);
    }
}

/// A pointwise activation: its type, and its function in lower case. What `lanes` says is the same for a register; the
/// derivative has it where the value has.
macro_rules! pointwise {
    (
        $(#[$docs:meta])*
        $name:ident, $function:ident;
        paper $value:literal, $vjp:literal, $jvp:literal;
        $(weights $weights:ident;)?
        value |$x:ident| $f:expr;
        $(lanes |$simd:ident, $v:ident| $f_lanes:expr;)?
        from $from:ident |$kept:ident| $df:expr;
        $(lanes |$d_simd:ident, $d_v:ident| $df_lanes:expr;)?
    ) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $name;

        impl $crate::op::Pointwise for $name {
            const PAPER: $crate::op::ClosedForm = $crate::op::ClosedForm {
                value: $value,
                vjp: &[$vjp],
                jvp: $jvp,
            };
            $(const WEIGHTS: $crate::init::Initializer = $crate::init::Initializer::$weights;)?

            #[inline(always)]
            fn value<T: $crate::Element>($x: T) -> T {
                $f
            }

            $(
                const LANES: bool = true;

                #[inline(always)]
                fn value_lanes<T: $crate::Element, S: $crate::kernel::Simd<T>>(
                    $simd: S,
                    $v: S::Vector,
                ) -> S::Vector {
                    $f_lanes
                }
            )?
        }

        impl $crate::op::PointwiseDerivative for $name {
            type From = $crate::op::$from;

            #[inline(always)]
            fn derivative<T: $crate::Element>($kept: T) -> T {
                $df
            }

            $(
                const DERIVATIVE_LANES: bool = true;

                #[inline(always)]
                fn derivative_lanes<T: $crate::Element, S: $crate::kernel::Simd<T>>(
                    $d_simd: S,
                    $d_v: S::Vector,
                ) -> S::Vector {
                    $df_lanes
                }
            )?
        }

        #[doc = concat!("[`", stringify!($name), "`] of a tensor or a number; examples are there.")]
        pub fn $function<X: $crate::op::Operand>(x: X) -> X::Out {
            <$name as $crate::op::Activation>::of(x)
        }
    };
}
pub(super) use pointwise;
