//! What becomes of a layer's sums: the activation, and integers of 8 bits again or real numbers.

use core::marker::PhantomData;
use core::mem::offset_of;

use super::range::{Affine, Range, RangeError};
use crate::dims;
use crate::kernel::int8;
use crate::network::{Layout, Part};
use crate::op::{Activation, row_width};
use crate::shape::Shape;
use crate::tensor::{Scalar, Tensor, Vector};
use crate::weights::{Stored, StoredAs};
use crate::zeroed::zeroed_parts;
use crate::{Element, Zeroed};

/// The sums of a layer, one for each output.
pub trait Sums {
    /// Calls `each` with the number of every sum, the sum, and what its unit is worth.
    fn each(self, each: impl FnMut(usize, i32, f32));
}

/// What becomes of sums z: elements `Y` of f(z).
pub trait Ending<Y>: Stored + Send + Sync + 'static {
    /// Where the output is written.
    type Work<S: Shape>: Zeroed;

    /// f(z). Makes the range reach as far as is needed.
    fn observe<S: Shape, T: Element>(z: Tensor<S, T>, range: &mut Range) -> Tensor<S, T>;

    /// Makes ready for a range. Returns in which unit `run` wants sums, and by what integers the output is stood for.
    ///
    /// # Errors
    ///
    /// If the range is empty, or not finite.
    fn fit(&mut self, range: Range) -> Result<(f32, Affine), RangeError>;

    /// The output, for sums in that unit.
    fn run<'a, S: Shape>(&self, sums: impl Sums, work: &'a mut Self::Work<S>) -> &'a Tensor<S, Y>;
}

/// f(z), its range taken note of.
fn seen<F: Activation, S: Shape, T: Element>(z: Tensor<S, T>, range: &mut Range) -> Tensor<S, T> {
    let y = F::of(z);
    range.include(y.as_slice());
    y
}

/// Real numbers, for the last layer.
pub struct Real<F>(PhantomData<F>);

zeroed_parts!(Real[F: 'static][F] { 0 });
opaque!(Real[F][F]);

impl<F: 'static> Stored for Real<F> {
    const LAYOUT: Layout<Self> = Layout::of_count(0);
}

impl<F: Activation> Ending<f32> for Real<F> {
    type Work<S: Shape> = Tensor<S>;

    fn observe<S: Shape, T: Element>(z: Tensor<S, T>, _: &mut Range) -> Tensor<S, T> {
        F::of(z)
    }

    fn fit(&mut self, _: Range) -> Result<(f32, Affine), RangeError> {
        Ok((1.0, Affine::REAL))
    }

    #[inline]
    fn run<'a, S: Shape>(&self, sums: impl Sums, y: &'a mut Tensor<S>) -> &'a Tensor<S> {
        real::<F, S>(sums, y);
        y
    }
}

/// f(z) in real numbers.
#[inline]
#[allow(clippy::cast_precision_loss)] // rounded to the nearest `f32`
fn real<F: Activation, S: Shape>(sums: impl Sums, y: &mut Tensor<S>) {
    let y = y.as_mut_slice();
    sums.each(|i, sum, unit| y[i] = sum as f32 * unit);
    F::apply(y, row_width::<S>());
}

/// An activation that leaves numbers as they are, or cuts off what is negative: [`Clamp`].
pub trait Clamped: Activation {
    /// Whether negative numbers become 0.
    const AT_ZERO: bool;
}

/// How [`Relu`](crate::op::Relu) and no activation act on sums: there is nothing to be done but to cut off.
pub struct Clamp<F> {
    /// The zero point of the output.
    zero: Scalar<i32>,
    of: PhantomData<F>,
}

zeroed_parts!(Clamp[F: 'static][F] { zero, of });
opaque!(Clamp[F][F]);

impl<F: 'static> Stored for Clamp<F> {
    #[allow(unsafe_code)] // each field's own type is named beside its own place
    // SAFETY: this is a field, with its place and type.
    const LAYOUT: Layout<Self> = unsafe {
        Layout::of_parts(
            const {
                &[Part::new(
                    "zero",
                    offset_of!(Self, zero),
                    Layout::<Scalar<i32>>::of_tensor(Some(StoredAs::<i32>::I32)),
                )]
            },
        )
    };
}

impl<F: Clamped> Ending<i8> for Clamp<F> {
    type Work<S: Shape> = Tensor<S, i8>;

    fn observe<S: Shape, T: Element>(z: Tensor<S, T>, range: &mut Range) -> Tensor<S, T> {
        seen::<F, S, T>(z, range)
    }

    fn fit(&mut self, range: Range) -> Result<(f32, Affine), RangeError> {
        let output = range.affine()?;
        self.zero.as_mut_slice()[0] = output.zero;
        Ok((output.scale, output))
    }

    #[inline]
    fn run<'a, S: Shape>(&self, sums: impl Sums, y: &'a mut Tensor<S, i8>) -> &'a Tensor<S, i8> {
        let zero = self.zero.as_slice()[0];
        let least = if F::AT_ZERO { zero } else { -128 };
        let q = y.as_mut_slice();
        sums.each(|i, sum, unit| q[i] = int8::narrow(sum, unit, zero, least));
        y
    }
}

// Named: whether `D<256>` is a dimension takes the compiler longer, and it asks for each of the generic types here.
dims! { Entries = 256; }

/// How an activation that acts element by element acts on sums: by a table of 256 entries over the range of z, and straight
/// lines between them. Neither floating point nor the function itself is needed then.
///
/// The output is within one of its 255 steps of f, where f is about straight between two entries; a jump, as that of
/// [`Step`](crate::op::Step), becomes as wide as they are apart.
pub struct Table<F> {
    /// Where the sum 0 is in the table, in 256ths of an entry.
    origin: Scalar<i32>,
    entries: Vector<Entries, i8>,
    of: PhantomData<F>,
}

zeroed_parts!(Table[F: 'static][F] { origin, entries, of });
opaque!(Table[F][F]);

impl<F: 'static> Stored for Table<F> {
    #[allow(unsafe_code)] // each field's own type is named beside its own place
    // SAFETY: these are fields, with their places and types.
    const LAYOUT: Layout<Self> = unsafe {
        Layout::of_parts(
            const {
                &[
                    Part::new(
                        "origin",
                        offset_of!(Self, origin),
                        Layout::<Scalar<i32>>::of_tensor(Some(StoredAs::<i32>::I32)),
                    ),
                    Part::new(
                        "table",
                        offset_of!(Self, entries),
                        Layout::<Vector<Entries, i8>>::of_tensor(Some(StoredAs::<i8>::I8)),
                    ),
                ]
            },
        )
    };
}

impl<F: Activation> Ending<i8> for Table<F> {
    type Work<S: Shape> = Tensor<S, i8>;

    fn observe<S: Shape, T: Element>(z: Tensor<S, T>, range: &mut Range) -> Tensor<S, T> {
        range.include(z.as_slice());
        F::of(z)
    }

    #[allow(clippy::cast_possible_truncation)] // a unit in `f32`
    fn fit(&mut self, range: Range) -> Result<(f32, Affine), RangeError> {
        let z = range.affine()?;
        let mut values = [0.0; 256];
        for (q, value) in (-128_i32..).zip(&mut values) {
            *value = f64::from(z.scale) * f64::from(q - z.zero);
        }
        F::apply(&mut values, 1);
        let mut range = Range::EMPTY;
        range.include(&values);
        let output = range.affine()?;
        for (entry, value) in self.entries.as_mut_slice().iter_mut().zip(values) {
            *entry = output.nearest(value);
        }
        self.origin.as_mut_slice()[0] = (z.zero + 128) * 256;
        Ok((z.scale / 256.0, output))
    }

    #[inline]
    fn run<'a, S: Shape>(&self, sums: impl Sums, y: &'a mut Tensor<S, i8>) -> &'a Tensor<S, i8> {
        let (origin, entries) = (self.origin.as_slice()[0], self.entries.as_slice());
        let q = y.as_mut_slice();
        sums.each(|i, sum, unit| {
            q[i] = int8::look_up(entries, origin + int8::scaled(sum, unit));
        });
        y
    }
}

/// How an activation that acts on all sums at once, as [`Softmax`](crate::op::Softmax), acts on them: in real numbers, of which
/// integers are made again.
pub struct Requantize<F> {
    /// 1 / s of the output.
    inverse: Scalar,
    /// z of the output.
    zero: Scalar<i32>,
    of: PhantomData<F>,
}

zeroed_parts!(Requantize[F: 'static][F] { inverse, zero, of });
opaque!(Requantize[F][F]);

impl<F: 'static> Stored for Requantize<F> {
    #[allow(unsafe_code)] // each field's own type is named beside its own place
    // SAFETY: these are fields, with their places and types.
    const LAYOUT: Layout<Self> = unsafe {
        Layout::of_parts(
            const {
                &[
                    Part::new(
                        "inverse",
                        offset_of!(Self, inverse),
                        Layout::<Scalar>::of_tensor(Some(StoredAs::<f32>::F32)),
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

impl<F: Activation> Ending<i8> for Requantize<F> {
    type Work<S: Shape> = (Tensor<S>, Tensor<S, i8>);

    fn observe<S: Shape, T: Element>(z: Tensor<S, T>, range: &mut Range) -> Tensor<S, T> {
        seen::<F, S, T>(z, range)
    }

    fn fit(&mut self, range: Range) -> Result<(f32, Affine), RangeError> {
        let output = range.affine()?;
        self.inverse.as_mut_slice()[0] = 1.0 / output.scale;
        self.zero.as_mut_slice()[0] = output.zero;
        Ok((1.0, output))
    }

    #[inline]
    fn run<'a, S: Shape>(
        &self,
        sums: impl Sums,
        (y, q): &'a mut Self::Work<S>,
    ) -> &'a Tensor<S, i8> {
        real::<F, S>(sums, y);
        let (inverse, zero) = (self.inverse.value(), self.zero.as_slice()[0]);
        int8::quantize(y.as_slice(), inverse, zero, q.as_mut_slice());
        q
    }
}
