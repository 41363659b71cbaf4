//! The dense layer in integers.

use core::mem::offset_of;

use super::ending::{Ending, Sums};
use super::range::{Affine, Range, RangeError};
use super::step::Step;
use crate::dim::Dim;
use crate::kernel::int8;
use crate::network::{Layout, Part};
use crate::tensor::{Matrix, Tensor, Vector};
use crate::weights::{Stored, StoredAs};
use crate::zeroed::zeroed_parts;
use crate::{Element, Zeroed};

/// A dense layer y = f(W x + b) in integers; see [`quant`](super).
#[repr(C)] // the weights begin at a multiple of four bytes
pub struct QuantizedDense<I: Dim, O: Dim, E> {
    /// bₒ / (s sₒ) − z Σᵢ wₒᵢ: what a sum begins with.
    b: Vector<O, i32>,
    /// What a sum is worth, s sₒ, in the unit of what follows.
    scale: Vector<O>,
    /// The weights, of scale sₒ.
    w: Matrix<O, I, i8>,
    ending: E,
}

zeroed_parts!(QuantizedDense[I: Dim, O: Dim, E: Zeroed][I, O, E] { w, b, scale, ending });
opaque!(QuantizedDense[I: Dim, O: Dim, E][I, O, E]);

impl<I: Dim, O: Dim, E: Stored> Stored for QuantizedDense<I, O, E> {
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
                    Part::new("", offset_of!(Self, ending), E::LAYOUT),
                ]
            },
        )
    };
}

impl<I: Dim, O: Dim, E> QuantizedDense<I, O, E> {
    /// Fills the layer from weights, of which there is one for each output and input, and biases, none for zeros; returns by
    /// what integers its output is stood for.
    #[allow(clippy::cast_possible_truncation)] // rounded, and cut off at the ends
    pub(super) fn fill<T: Element, Y>(
        &mut self,
        w: impl Fn(usize, usize) -> T,
        b: Option<&Vector<O, T>>,
        input: Affine,
        range: Range,
    ) -> Result<Affine, RangeError>
    where
        E: Ending<Y>,
    {
        let (wanted, output) = self.ending.fit(range)?;
        for o in 0..O::LEN {
            let row = || (0..I::LEN).map(|i| w(o, i).as_f64());
            let bias = b.map_or(0.0, |b| b[o].as_f64());
            if !row().all(f64::is_finite) || !bias.is_finite() {
                return Err(RangeError::NotFinite);
            }
            let largest = row().fold(0.0, |most: f64, w| most.max(w.abs()));
            // A row of zeros is stood for by any scale.
            let own = if largest > 0.0 { largest / 127.0 } else { 1.0 };
            let mut sum = 0;
            let line = &mut self.w.as_mut_slice()[o * I::LEN..][..I::LEN];
            for (q, w) in line.iter_mut().zip(row()) {
                *q = libm::round(w / own) as i8;
                sum += i32::from(*q);
            }
            let unit = f64::from(input.scale) * own;
            let bias = libm::round(bias / unit) as i32;
            self.b.as_mut_slice()[o] = bias.saturating_sub(input.zero * sum);
            self.scale[o] = (unit / f64::from(wanted)) as f32;
        }
        Ok(output)
    }
}

/// W x + b.
struct Products<'a> {
    w: &'a [i8],
    b: &'a [i32],
    scale: &'a [f32],
    x: &'a [i8],
}

impl Sums for Products<'_> {
    #[inline]
    fn each(self, mut each: impl FnMut(usize, i32, f32)) {
        let Self { w, b, scale, x } = self;
        int8::rows(w, x, b, |o, sum| each(o, sum, scale[o]));
    }
}

impl<I: Dim, O: Dim, E: Ending<Y>, Y> Step<Y> for QuantizedDense<I, O, E> {
    type In = (I,);
    type Out = (O,);
    type Work = E::Work<(O,)>;

    #[inline]
    fn run<'a>(&'a self, x: &'a Tensor<(I,), i8>, work: &'a mut Self::Work) -> &'a Tensor<(O,), Y> {
        let sums = Products {
            w: self.w.as_slice(),
            b: self.b.as_slice(),
            scale: self.scale.as_slice(),
            x: x.as_slice(),
        };
        self.ending.run(sums, work)
    }
}
