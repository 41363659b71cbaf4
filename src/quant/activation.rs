//! The form that each activation has in 8 bits.

use super::ending::{Clamp, Clamped, Ending, Real, Requantize, Table};
use crate::op::{
    Abs, Activation, Cos, Elu, Exp, Gelu, GeluTanh, HardSigmoid, HardSwish, Identity, LeakyRelu,
    Ln, LogSoftmax, Mish, Powi, Recip, Relu, Selu, Sigmoid, Silu, Sin, Softmax, Softplus, Softsign,
    Sqrt, Square, Step, Tanh,
};

/// An activation that has a form in 8 bits: every one of the library's. One of your own needs a line.
///
/// ```
/// use typograd::op::{ClosedForm, Pointwise};
/// use typograd::prelude::*;
/// use typograd::quant::{Calibration, QuantizedActivation, Table};
///
/// /// x / (1 + x²)
/// #[derive(Clone, Copy, Debug, Default)]
/// struct Witch;
///
/// impl Pointwise for Witch {
///     const PAPER: ClosedForm = ClosedForm { value: "y = x / (1 + x²)", vjp: &[], jvp: "" };
///
///     fn value<T: Element>(x: T) -> T {
///         x / (T::one() + x * x)
///     }
/// }
///
/// impl QuantizedActivation for Witch {
///     type Ending = Table<Self>; // it acts element by element; else `Requantize<Self>`
/// }
///
/// type Net = (Dense<D<2>, D<8>, Witch>, Dense<D<8>, D<1>>);
///
/// let net = Net::seeded(1);
/// let mut calibration = Calibration::<Net>::new();
/// let inputs = [[0.0, 1.0], [1.0, -1.0], [-1.0, 0.5]].map(Vector::from);
/// inputs.iter().for_each(|x| calibration.observe(&net, x));
/// let small = calibration.quantize(&net)?;
/// assert!(small.forward(&inputs[0]).is_close(&net.forward(&inputs[0]), 0.02));
/// # Ok::<(), typograd::quant::RangeError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no form in 8 bits",
    label = "needed for an activation that another layer follows",
    note = "of an activation that acts element by element it is `impl typograd::quant::QuantizedActivation for {Self} {{ type Ending = typograd::quant::Table<Self>; }}`"
)]
pub trait QuantizedActivation: Activation {
    /// What it makes of sums: [`Table`] or [`Requantize`].
    type Ending: Ending<i8>;
}

macro_rules! quantized {
    ($($ending:ident: $($activation:ident)*;)*) => {
        $($(
            impl QuantizedActivation for $activation {
                type Ending = $ending<Self>;
            }
        )*)*
    };
}

quantized! {
    Clamp: Identity Relu;
    Table: Abs Cos Elu Exp Gelu GeluTanh HardSigmoid HardSwish LeakyRelu Ln Mish Recip Selu Sigmoid Silu Sin Softplus
        Softsign Sqrt Square Step Tanh;
    Requantize: LogSoftmax Softmax;
}

impl<const N: i32> QuantizedActivation for Powi<N> {
    type Ending = Table<Self>;
}

impl Clamped for Identity {
    const AT_ZERO: bool = false;
}

impl Clamped for Relu {
    const AT_ZERO: bool = true;
}

/// An activation behind which there are elements `Y`: integers that go on to the next layer, or the network's output.
pub trait EndsIn<Y>: Activation {
    type Ending: Ending<Y>;
}

impl<F: QuantizedActivation> EndsIn<i8> for F {
    type Ending = F::Ending;
}

impl<F: Activation> EndsIn<f32> for F {
    type Ending = Real<F>;
}
