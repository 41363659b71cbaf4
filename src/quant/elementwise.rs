//! Layers without parameters in integers.

use core::marker::PhantomData;
use core::mem::offset_of;

use super::ending::{Ending, Sums};
use super::range::{Affine, Range, RangeError};
use super::step::Step;
use crate::Zeroed;
use crate::network::{Layout, Part};
use crate::shape::Shape;
use crate::tensor::{Scalar, Tensor};
use crate::weights::{Stored, StoredAs};
use crate::zeroed::zeroed_parts;

/// An activation as a layer of its own; or the end of a network whose last layer hands on what it gets.
pub struct Elementwise<I, O, E> {
    /// The zero point of the input.
    zero: Scalar<i32>,
    /// What its unit is worth, in the unit of what follows.
    scale: Scalar,
    ending: E,
    of: PhantomData<(I, O)>,
}

zeroed_parts!(Elementwise[I, O, E: Zeroed][I, O, E] { zero, scale, ending, of });
opaque!(Elementwise[I, O, E][I, O, E]);

impl<I: Shape, O: Shape, E: Stored> Stored for Elementwise<I, O, E> {
    #[allow(unsafe_code)] // each field's own type is named beside its own place
    // SAFETY: these are fields of the layer, with their places and types.
    const LAYOUT: Layout<Self> = unsafe {
        Layout::of_parts(
            const {
                &[
                    Part::new(
                        "in_zero",
                        offset_of!(Self, zero),
                        Layout::<Scalar<i32>>::of_tensor(Some(StoredAs::<i32>::I32)),
                    ),
                    Part::new(
                        "scale",
                        offset_of!(Self, scale),
                        Layout::<Scalar>::of_tensor(Some(StoredAs::<f32>::F32)),
                    ),
                    Part::new("", offset_of!(Self, ending), E::LAYOUT),
                ]
            },
        )
    };
}

impl<I, O, E> Elementwise<I, O, E> {
    pub(super) fn fill<Y>(&mut self, input: Affine, range: Range) -> Result<Affine, RangeError>
    where
        E: Ending<Y>,
    {
        let (wanted, output) = self.ending.fit(range)?;
        self.zero.as_mut_slice()[0] = input.zero;
        self.scale.as_mut_slice()[0] = input.scale / wanted;
        Ok(output)
    }
}

/// q − z.
struct Differences<'a> {
    x: &'a [i8],
    zero: i32,
    scale: f32,
}

impl Sums for Differences<'_> {
    #[inline]
    fn each(self, mut each: impl FnMut(usize, i32, f32)) {
        for (i, q) in self.x.iter().enumerate() {
            each(i, i32::from(*q) - self.zero, self.scale);
        }
    }
}

impl<I: Shape, O: Shape, E: Ending<Y>, Y> Step<Y> for Elementwise<I, O, E> {
    type In = I;
    type Out = O;
    type Work = E::Work<O>;

    #[inline]
    fn run<'a>(&'a self, x: &'a Tensor<I, i8>, work: &'a mut Self::Work) -> &'a Tensor<O, Y> {
        let sums = Differences {
            x: x.as_slice(),
            zero: self.zero.as_slice()[0],
            scale: self.scale.value(),
        };
        self.ending.run(sums, work)
    }
}
