//! A network of quantised layers, and how it is made from one of real numbers.

use core::fmt;
use core::mem::offset_of;

use super::dense::{Clamped, QuantizedDense};
use super::range::{Range, RangeError};
use crate::dim::Dim;
use crate::kernel::int8;
use crate::layer::Dense;
use crate::network::{InputOf, Layer, Layout, Part};
use crate::shape::Shape;
use crate::tensor::{Scalar, Tensor, Vector};
use crate::weights::{Stored, StoredAs};
use crate::zeroed::zeroed_parts;
use crate::{Element, Zeroed, zeroed};

/// A network that has a quantised form: dense layers in a row, each with [`Relu`](crate::op::Relu) or no activation.
/// `#[derive(Network)]` implements it.
///
/// See [`Quantized`].
pub trait Quantizable: Layer {
    /// The layers in integers, one after another: `(first, (second, ()))`.
    type Steps: Steps<In = Self::In, Out = Self::Out>;
    /// A range for the input and for what each layer returns.
    type Ranges: AsRef<[Range]> + AsMut<[Range]> + Copy;
    /// That of no data.
    #[doc(hidden)]
    const UNSEEN: Self::Ranges;
    /// The layers by name.
    #[doc(hidden)]
    const STEPS: Layout<Self::Steps>;

    /// Makes the ranges reach as far as an input, and what each layer makes of it.
    #[doc(hidden)]
    fn observe(&self, x: &InputOf<Self>, ranges: &mut [Range]);

    /// Fills the layers.
    #[doc(hidden)]
    fn quantize(&self, ranges: &[Range], steps: &mut Self::Steps) -> Result<(), RangeError>;
}

/// A dense layer, for the derived code of a network.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no quantised form",
    label = "expected a `Dense` layer with `Relu` or without an activation"
)]
pub trait QuantizableLayer: Layer {
    type Int8: Stored;

    fn quantize_layer(
        &self,
        ranges: &[Range],
        is_last: bool,
        to: &mut Self::Int8,
    ) -> Result<(), RangeError>;
}

#[diagnostic::do_not_recommend]
impl<I: Dim, O: Dim, F: Clamped, T: Element> QuantizableLayer for Dense<I, O, F, T> {
    type Int8 = QuantizedDense<I, O, F>;

    fn quantize_layer(
        &self,
        ranges: &[Range],
        is_last: bool,
        to: &mut Self::Int8,
    ) -> Result<(), RangeError> {
        let output = if is_last {
            None
        } else {
            Some(ranges[1].affine()?)
        };
        to.quantize(self, ranges[0].affine()?, output)
    }
}

/// Quantised layers, one after another.
pub trait Steps: Zeroed + Send + Sync + 'static {
    /// The shape of an input.
    type In: Shape;
    /// The shape of an output.
    type Out: Shape;
    /// What the layers hand to one another.
    type Work: Zeroed;

    /// The output for one input.
    #[doc(hidden)]
    fn run(&self, x: &Tensor<Self::In, i8>, work: &mut Self::Work, y: &mut Tensor<Self::Out>);
}

impl<I: Dim, O: Dim, F: Clamped> Steps for (QuantizedDense<I, O, F>, ()) {
    type In = (I,);
    type Out = (O,);
    type Work = ();

    #[inline]
    fn run(&self, x: &Vector<I, i8>, (): &mut (), y: &mut Vector<O>) {
        self.0.finish(x, y);
    }
}

impl<I: Dim, O: Dim, F: Clamped, B: 'static, C: 'static> Steps for (QuantizedDense<I, O, F>, (B, C))
where
    (B, C): Steps<In = (O,)>,
{
    type In = (I,);
    type Out = <(B, C) as Steps>::Out;
    type Work = (Vector<O, i8>, <(B, C) as Steps>::Work);

    #[inline]
    fn run(&self, x: &Vector<I, i8>, work: &mut Self::Work, y: &mut Tensor<Self::Out>) {
        self.0.run(x, &mut work.0);
        self.1.run(&work.0, &mut work.1, y);
    }
}

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
    layers: N::Steps,
}

zeroed_parts!(Quantized[N: Quantizable][N] { input_scale, input_zero, layers });

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
                    Part::new("", offset_of!(Self, layers), N::STEPS),
                ]
            },
        )
    };
}

impl<N: Quantizable> fmt::Debug for Quantized<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quantized")
            .field("bytes", &size_of::<Self>())
            .finish_non_exhaustive()
    }
}

/// The input of a quantised network in integers, and what its layers hand to one another.
pub struct QuantizedBuffers<N: Quantizable> {
    input: Tensor<N::In, i8>,
    work: <N::Steps as Steps>::Work,
    output: Tensor<N::Out>,
}

zeroed_parts!(QuantizedBuffers[N: Quantizable][N] { input, work, output });

impl<N: Quantizable> fmt::Debug for QuantizedBuffers<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QuantizedBuffers")
            .field("bytes", &size_of::<Self>())
            .finish_non_exhaustive()
    }
}

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
        &self,
        x: &Tensor<N::In>,
        buffers: &'a mut QuantizedBuffers<N>,
    ) -> &'a Tensor<N::Out> {
        let (scale, zero) = (self.input_scale.value(), self.input_zero.as_slice()[0]);
        let QuantizedBuffers {
            input,
            work,
            output,
        } = buffers;
        int8::quantize(x.as_slice(), scale, zero, input.as_mut_slice());
        self.layers.run(input, work, output);
        output
    }
}

/// The ranges that activations have on some data: what a [`Quantized`] network is made by.
///
/// See [`quant`](super) for an example.
pub struct Calibration<N: Quantizable> {
    ranges: N::Ranges,
}

impl<N: Quantizable> Calibration<N> {
    /// Before any data.
    pub const fn new() -> Self {
        Self { ranges: N::UNSEEN }
    }

    /// Takes note of an input, and of what the network makes of it. A few hundred are enough, if they are typical.
    ///
    /// See [`quant`](super) for an example.
    pub fn observe(&mut self, net: &N, x: &InputOf<N>) {
        net.observe(x, self.ranges.as_mut());
    }

    /// The network in 8 bits.
    ///
    /// See [`quant`](super) for an example.
    ///
    /// # Errors
    ///
    /// If a layer's activations were all 0, or if an activation or a weight is not finite.
    pub fn quantize(&self, net: &N) -> Result<Quantized<N>, RangeError> {
        let mut small = zeroed::<Quantized<N>>();
        let ranges = self.ranges.as_ref();
        let (scale, zero) = ranges[0].affine()?;
        small.input_scale.as_mut_slice()[0] = 1.0 / scale;
        small.input_zero.as_mut_slice()[0] = zero;
        net.quantize(ranges, &mut small.layers)?;
        Ok(small)
    }
}

impl<N: Quantizable> Default for Calibration<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<N: Quantizable> fmt::Debug for Calibration<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.ranges.as_ref()).finish()
    }
}
