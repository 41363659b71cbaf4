//! Quantised inference: weights and activations of 8 bits, sums of 32.
//!
//! A real number x is stored as an integer q = round(x / s) + z, with a scale s and a zero point z, so that x ≈ s (q − z).
//! Weights have a scale for each output and z = 0; activations have one scale and zero point for each layer, from the range
//! that they had on some data. With x of a layer quantised (s, z), weights (sₒ, 0), and the output (s′, z′),
//!
//! ```text
//! qₒ = z′ + (s sₒ / s′) · (bₒ / (s sₒ) − z Σᵢ wₒᵢ + Σᵢ wₒᵢ qᵢ)
//! ```
//!
//! where all but the last sum is known before. The sums are exact, in 32 bits; the factor is applied to a whole sum, in
//! integers. What leaves the last layer is a real number again. The scheme is that of Jacob et al., *Quantization and
//! Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference* (2018), with a scale for each output as in
//! Krishnamoorthi, *Quantizing deep convolutional networks for efficient inference* (2018).
//!
//! That is all for no activation and for [`Relu`](crate::op::Relu), which is a bound at z′. Another activation that acts element by
//! element is a [`Table`] of 256 integers over the range of its sums; and what comes of [`Softmax`](crate::op::Softmax), which acts
//! on all of them, is computed in real numbers, as is the last layer's output. [`Dropout`](crate::layer::Dropout) and
//! [`Flatten`](crate::layer::Flatten) pass integers on.
//!
//! Weights take a quarter of the room. Where floating point is done by software, as on a Cortex-M0, inference takes a small
//! part of the time.
//!
//! ```
//! use typograd::quant::{Calibration, Quantized};
//! use typograd::prelude::*;
//!
//! #[derive(Network)]
//! struct Classifier {
//!     hidden: Dense<D<4>, D<8>, Relu>,
//!     logits: Dense<D<8>, D<3>>,
//! }
//!
//! let (net, rng) = (Classifier::seeded(1), &mut Rng::new(2));
//! let data: Vec<Vector<D<4>>> = (0..100).map(|_| Vector::uniform(0.0, 1.0, rng)).collect();
//! let mut calibration = Calibration::<Classifier>::new();
//! for x in &data {
//!     calibration.observe(&net, x);
//! }
//! let small: Quantized<Classifier> = calibration.quantize(&net)?;
//!
//! let (exact, quantised) = (net.forward(&data[0]), small.forward(&data[0]));
//! assert!(quantised.is_close(&exact, 0.05));
//! # Ok::<(), typograd::quant::RangeError>(())
//! ```
//!
//! A network may be derived, or a tuple, and stand within another. A quantised one is [stored](crate::weights::Stored) as
//! others are: `static SMALL: Quantized<Classifier> = weights!("small.safetensors" as Quantized<Classifier>);` lies in
//! flash, its shapes checked.

/// `Debug` for what is many numbers: how many bytes they are.
macro_rules! opaque {
    ($name:ident[$($generics:tt)*][$($arguments:tt)*]) => {
        impl<$($generics)*> ::core::fmt::Debug for $name<$($arguments)*> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("bytes", &size_of::<Self>())
                    .finish_non_exhaustive()
            }
        }
    };
}

mod activation;
mod dense;
mod elementwise;
mod ending;
mod layer;
mod quantized;
mod range;
mod step;

pub use activation::QuantizedActivation;
#[doc(hidden)]
pub use ending::{Clamp, Clamped, Ending, Sums};
pub use ending::{Requantize, Table};
pub use layer::Quantizable;
pub use quantized::{Calibration, Quantized, QuantizedBuffers};
pub use range::{Affine, Range, RangeError};
#[doc(hidden)]
pub use step::{PassedOn, Rest, Step, Then};
