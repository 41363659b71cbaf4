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
//! A quantised network is [stored](crate::weights::Stored) as others are: `static SMALL: Quantized<Classifier> =
//! weights!("small.safetensors" as Quantized<Classifier>);` lies in flash, its shapes checked.

mod dense;
mod network;
mod range;

pub use dense::{Clamped, QuantizedDense};
#[doc(hidden)]
pub use network::QuantizableLayer;
pub use network::{Calibration, Quantizable, Quantized, QuantizedBuffers, Steps};
pub use range::{Range, RangeError};
