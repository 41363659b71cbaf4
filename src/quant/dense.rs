//! The dense layer in integers.

use core::fmt;
use core::marker::PhantomData;
use core::mem::offset_of;

use super::range::RangeError;
use crate::Element;
use crate::dim::Dim;
use crate::kernel::int8;
use crate::layer::Dense;
use crate::network::{Layout, Part};
use crate::op::{Activation, Identity, Relu};
use crate::tensor::{Matrix, Scalar, Vector};
use crate::weights::{Stored, StoredAs};
use crate::zeroed::zeroed_parts;

/// An activation that quantised layers have: none, or one that cuts off what is negative.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no activation of a quantised layer",
    label = "quantised layers have `Relu` or `Identity`"
)]
pub trait Clamped: Activation {
    /// Whether negative numbers become 0.
    const AT_ZERO: bool;
}

impl Clamped for Identity {
    const AT_ZERO: bool = false;
}

impl Clamped for Relu {
    const AT_ZERO: bool = true;
}

/// A dense layer y = f(W x + b) in integers; see [`quant`](super). A [`Quantized`](super::Quantized) network is made of them.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::quant::QuantizedDense;
/// use typograd::weights::file_len;
///
/// const SMALL: usize = file_len::<QuantizedDense<D<64>, D<32>, Relu>>();
/// const LARGE: usize = file_len::<Dense<D<64>, D<32>, Relu>>();
/// assert!(SMALL < LARGE / 2 - 1000);
/// ```
pub struct QuantizedDense<I: Dim, O: Dim, F = Identity> {
    /// The weights, of scale sₒ.
    w: Matrix<O, I, i8>,
    /// bₒ / (s sₒ) − z Σᵢ wₒᵢ: what a sum begins with.
    b: Vector<O, i32>,
    /// The factor of a sum: s sₒ / s′, or s sₒ in the last layer.
    scale: Vector<O>,
    /// The zero point z′ of the output.
    zero: Scalar<i32>,
    activation: PhantomData<F>,
}

zeroed_parts!(QuantizedDense[I: Dim, O: Dim, F: 'static][I, O, F] { w, b, scale, zero, activation });

impl<I: Dim, O: Dim, F: 'static> Stored for QuantizedDense<I, O, F> {
    #[allow(unsafe_code)] // each field's own type is named beside its own place
    // SAFETY: these are fields of the layer, with their places and types.
    const LAYOUT: Layout<Self> = unsafe {
        Layout::of_parts(
            const {
                &[
                    Part::new(
                        "w",
                        offset_of!(Self, w),
                        Layout::<Matrix<O, I, i8>>::of_tensor(Some(StoredAs::<i8>::I8)),
                    ),
                    Part::new(
                        "b",
                        offset_of!(Self, b),
                        Layout::<Vector<O, i32>>::of_tensor(Some(StoredAs::<i32>::I32)),
                    ),
                    Part::new(
                        "scale",
                        offset_of!(Self, scale),
                        Layout::<Vector<O>>::of_tensor(Some(StoredAs::<f32>::F32)),
                    ),
                    Part::new(
                        "zero",
                        offset_of!(Self, zero),
                        Layout::<Scalar<i32>>::of_tensor(Some(StoredAs::<i32>::I32)),
                    ),
                ]
            },
        )
    };
}

impl<I: Dim, O: Dim, F> fmt::Debug for QuantizedDense<I, O, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QuantizedDense")
            .field("w", &self.w.as_slice())
            .field("b", &self.b.as_slice())
            .field("scale", &self.scale.as_slice())
            .field("zero", &self.zero.as_slice())
            .finish()
    }
}

impl<I: Dim, O: Dim, F: Clamped> QuantizedDense<I, O, F> {
    /// Fills the layer from one of real numbers, for an input of this scale and zero point, and an output of that; the last
    /// layer's output is a real number.
    #[allow(clippy::cast_possible_truncation)] // rounded, and cut off at the ends
    pub(super) fn quantize<T: Element>(
        &mut self,
        layer: &Dense<I, O, F, T>,
        (scale, zero): (f32, i32),
        output: Option<(f32, i32)>,
    ) -> Result<(), RangeError> {
        for o in 0..O::LEN {
            let row = &layer.w.as_slice()[o * I::LEN..][..I::LEN];
            let largest = row
                .iter()
                .fold(0.0, |most: f64, w| most.max(w.as_f64().abs()));
            let is_finite = |x: &T| x.is_finite();
            if !row.iter().all(is_finite) || !is_finite(&layer.b[o]) {
                return Err(RangeError::NotFinite);
            }
            // A row of zeros is stood for by any scale.
            let own = if largest > 0.0 { largest / 127.0 } else { 1.0 };
            let mut sum = 0;
            let line = &mut self.w.as_mut_slice()[o * I::LEN..][..I::LEN];
            for (q, w) in line.iter_mut().zip(row) {
                *q = libm::round(w.as_f64() / own) as i8;
                sum += i32::from(*q);
            }
            let unit = f64::from(scale) * own;
            let bias = libm::round(layer.b[o].as_f64() / unit) as i32;
            self.b.as_mut_slice()[o] = bias.saturating_sub(zero * sum);
            let finer = output.map_or(1.0, |(scale, _)| f64::from(scale));
            self.scale[o] = (unit / finer) as f32;
        }
        self.zero.as_mut_slice()[0] = output.map_or(0, |(_, zero)| zero);
        Ok(())
    }

    /// The output as integers, for a layer that another follows.
    #[inline]
    pub(super) fn run(&self, x: &Vector<I, i8>, y: &mut Vector<O, i8>) {
        let (zero, scale) = (self.zero.as_slice()[0], self.scale.as_slice());
        let least = if F::AT_ZERO { zero } else { -128 };
        let y = y.as_mut_slice();
        int8::rows(
            self.w.as_slice(),
            x.as_slice(),
            self.b.as_slice(),
            |o, sum| {
                y[o] = int8::narrow(sum, scale[o], zero, least);
            },
        );
    }

    /// The output as real numbers, for the last layer.
    #[inline]
    #[allow(clippy::cast_precision_loss)] // rounded to the nearest `f32`
    pub(super) fn finish(&self, x: &Vector<I, i8>, y: &mut Vector<O>) {
        let scale = self.scale.as_slice();
        int8::rows(
            self.w.as_slice(),
            x.as_slice(),
            self.b.as_slice(),
            |o, sum| {
                let sum = if F::AT_ZERO { sum.max(0) } else { sum };
                y[o] = sum as f32 * scale[o];
            },
        );
    }
}
