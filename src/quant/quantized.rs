//! A network in 8 bits, and how it is made from one of real numbers.

use core::fmt;
use core::marker::PhantomData;
use core::mem::offset_of;

use super::layer::Quantizable;
use super::range::{Range, RangeError};
use super::step::Step;
use crate::kernel::int8;
use crate::network::{InputOf, Layout, Part};
use crate::tensor::{Scalar, Tensor};
use crate::weights::{Stored, StoredAs};
use crate::zeroed;
use crate::zeroed::zeroed_parts;

/// A network in 8 bits, made by [`Calibration`]; see [`quant`](super).
///
/// ```
/// use typograd::prelude::*;
/// use typograd::quant::{Calibration, Quantized};
/// use typograd::weights;
///
/// #[derive(Network)]
/// struct Net {
///     hidden: Dense<D<2>, D<3>, Relu>,
///     out: Dense<D<3>, D<1>>,
/// }
///
/// let (net, x) = (Net::seeded(1), Vector::from([0.5, 1.0]));
/// let mut calibration = Calibration::<Net>::new();
/// for x in [[0.0, 1.0], [1.0, -1.0], [-1.0, 0.5]] {
///     calibration.observe(&net, &Vector::from(x));
/// }
/// let small = calibration.quantize(&net)?;
///
/// // Through a file, and back.
/// let mut file = Vec::new();
/// weights::write_params(&small, |bytes| Ok::<_, ()>(file.extend_from_slice(bytes))).unwrap();
/// let again: Quantized<Net> = weights::from_bytes(&file)?;
/// assert_eq!(again.forward(&x), small.forward(&x));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Quantized<N: Quantizable> {
    /// 1 / s of the input.
    input_scale: Scalar,
    /// z of the input.
    input_zero: Scalar<i32>,
    layers: N::Int8,
}

zeroed_parts!(Quantized[N: Quantizable][N] { input_scale, input_zero, layers });
opaque!(Quantized[N: Quantizable][N]);

impl<N: Quantizable> Stored for Quantized<N> {
    #[allow(unsafe_code)] // each field's own type is named beside its own place
    // SAFETY: these are fields of the network, with their places and types.
    const LAYOUT: Layout<Self> = unsafe {
        Layout::of_parts(
            const {
                &[
                    Part::new(
                        "input_scale",
                        offset_of!(Self, input_scale),
                        Layout::<Scalar>::of_tensor(Some(StoredAs::<f32>::F32)),
                    ),
                    Part::new(
                        "input_zero",
                        offset_of!(Self, input_zero),
                        Layout::<Scalar<i32>>::of_tensor(Some(StoredAs::<i32>::I32)),
                    ),
                    Part::new("", offset_of!(Self, layers), <N::Int8 as Stored>::LAYOUT),
                ]
            },
        )
    };
}

/// The input of a quantised network in integers, and what its layers hand to one another.
pub struct QuantizedBuffers<N: Quantizable> {
    input: Tensor<N::In, i8>,
    work: <N::Int8 as Step<f32>>::Work,
}

zeroed_parts!(QuantizedBuffers[N: Quantizable][N] { input, work });
opaque!(QuantizedBuffers[N: Quantizable][N]);

impl<N: Quantizable> Quantized<N> {
    /// Bytes for inference: weights and buffers.
    pub const INFERENCE_BYTES: usize = size_of::<Self>() + size_of::<QuantizedBuffers<N>>();

    /// The output for one input.
    ///
    /// See [`Quantized`] for an example.
    pub fn forward(&self, x: &Tensor<N::In>) -> Tensor<N::Out> {
        let mut buffers = zeroed::<QuantizedBuffers<N>>();
        self.infer(x, &mut buffers).clone()
    }

    /// The output for one input, in memory of the caller's.
    ///
    /// ```
    /// use typograd::prelude::*;
    /// use typograd::quant::Quantized;
    ///
    /// #[derive(Network)]
    /// struct Net {
    ///     only: Dense<D<2>, D<1>>,
    /// }
    ///
    /// static NET: Quantized<Net> = typograd::zeroed(); // `weights!(…)`, say
    /// let mut buffers = typograd::zeroed();
    /// assert_eq!(NET.infer(&Vector::from([0.5, 1.0]), &mut buffers), &Vector::zeros());
    /// ```
    pub fn infer<'a>(
        &'a self,
        x: &Tensor<N::In>,
        buffers: &'a mut QuantizedBuffers<N>,
    ) -> &'a Tensor<N::Out> {
        let (scale, zero) = (self.input_scale.value(), self.input_zero.as_slice()[0]);
        let QuantizedBuffers { input, work } = buffers;
        int8::quantize(x.as_slice(), scale, zero, input.as_mut_slice());
        self.layers.run(input, work)
    }
}

/// The ranges that activations have on some data: what a [`Quantized`] network is made by.
///
/// See [`quant`](super) for an example.
///
/// `R` follows from the network.
pub struct Calibration<N, R = <N as Quantizable>::Ranges> {
    input: Range,
    layers: R,
    of: PhantomData<fn(&N)>,
}

// The bounds stand on the functions: so a network without a form in 8 bits is one mistake, and not also a missing function.
impl<N, R> Calibration<N, R> {
    /// Before any data.
    pub const fn new() -> Self
    where
        N: Quantizable<Ranges = R>,
    {
        Self {
            input: Range::EMPTY,
            layers: N::UNSEEN,
            of: PhantomData,
        }
    }

    /// Takes note of an input, and of what the network makes of it. A few hundred are enough, if they are typical.
    ///
    /// See [`quant`](super) for an example.
    pub fn observe(&mut self, net: &N, x: &InputOf<N>)
    where
        N: Quantizable<Ranges = R>,
    {
        self.input.include(x.as_slice());
        net.observe(x, &mut self.layers);
    }

    /// The network in 8 bits.
    ///
    /// See [`quant`](super) for an example.
    ///
    /// # Errors
    ///
    /// If a layer's activations were all 0, or if an activation or a weight is not finite.
    pub fn quantize(&self, net: &N) -> Result<Quantized<N>, RangeError>
    where
        N: Quantizable<Ranges = R>,
    {
        let mut small = zeroed::<Quantized<N>>();
        let input = self.input.affine()?;
        small.input_scale.as_mut_slice()[0] = 1.0 / input.scale;
        small.input_zero.as_mut_slice()[0] = input.zero;
        net.quantize(input, &self.layers, &mut small.layers)?;
        Ok(small)
    }
}

impl<N: Quantizable<Ranges = R>, R> Default for Calibration<N, R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<N, R: fmt::Debug> fmt::Debug for Calibration<N, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calibration")
            .field("input", &self.input)
            .field("layers", &self.layers)
            .finish()
    }
}
