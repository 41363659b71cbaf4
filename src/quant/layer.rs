//! Which layers have a quantised form, and how it is made.

use core::fmt::Debug;

use super::activation::EndsIn;
use super::dense::QuantizedDense;
use super::elementwise::Elementwise;
use super::ending::{Ending, Real};
use super::range::{Affine, Range, RangeError};
use super::step::{PassedOn, Rest, Step, Then};
use crate::__private::{same, same_value};
use crate::Element;
use crate::dim::Dim;
use crate::layer::{Activate, Dense, DenseNoBias, DenseTransposed, Dropout, Flatten};
use crate::network::{Chain, InputOf, Layer, Links, OutputOf};
use crate::op::Identity;
use crate::shape::{Flatten as Flattens, Shape};
use crate::tensor::AnyTensor;

/// A layer or network that has a form in 8 bits: dense layers with any activation, activations as layers, [`Dropout`],
/// [`Flatten`], and networks of these, derived ones and tuples, nested as you like.
///
/// See [`Quantized`](super::Quantized). `Y` is what comes out: real numbers, or integers for the next layer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no form in 8 bits",
    label = "these have one: `Dense`, `DenseNoBias`, `DenseTransposed`, `Activate`, with a `QuantizedActivation`; `Dropout`, `Flatten`; networks of these"
)]
pub trait Quantizable<Y = f32>: Layer {
    /// The layer in integers.
    #[doc(hidden)]
    type Int8: Step<Y, In = Self::In, Out = Self::Out>;
    /// The ranges of what its layers compute.
    #[doc(hidden)]
    type Ranges: Copy + Debug;
    /// Those of no data.
    #[doc(hidden)]
    const UNSEEN: Self::Ranges;

    /// The output. Makes the ranges reach as far as what is computed on the way.
    #[doc(hidden)]
    fn observe(&self, x: &InputOf<Self>, ranges: &mut Self::Ranges) -> OutputOf<Self>;

    /// Fills the layer in integers, for such an input. Returns by what integers its output is stood for.
    #[doc(hidden)]
    fn quantize(
        &self,
        input: Affine,
        ranges: &Self::Ranges,
        to: &mut Self::Int8,
    ) -> Result<Affine, RangeError>;
}

#[diagnostic::do_not_recommend]
impl<I: Dim, O: Dim, F: EndsIn<Y>, T: Element, Y> Quantizable<Y> for Dense<I, O, F, T> {
    type Int8 = QuantizedDense<I, O, F::Ending>;
    type Ranges = Range;
    const UNSEEN: Range = Range::EMPTY;

    fn observe(&self, x: &InputOf<Self>, range: &mut Range) -> OutputOf<Self> {
        F::Ending::observe(&self.w * x + &self.b, range)
    }

    fn quantize(
        &self,
        input: Affine,
        range: &Range,
        to: &mut Self::Int8,
    ) -> Result<Affine, RangeError> {
        to.fill(|o, i| self.w[(o, i)], Some(&self.b), input, *range)
    }
}

#[diagnostic::do_not_recommend]
impl<I: Dim, O: Dim, F: EndsIn<Y>, T: Element, Y> Quantizable<Y> for DenseNoBias<I, O, F, T> {
    type Int8 = QuantizedDense<I, O, F::Ending>;
    type Ranges = Range;
    const UNSEEN: Range = Range::EMPTY;

    fn observe(&self, x: &InputOf<Self>, range: &mut Range) -> OutputOf<Self> {
        F::Ending::observe(&self.w * x, range)
    }

    fn quantize(
        &self,
        input: Affine,
        range: &Range,
        to: &mut Self::Int8,
    ) -> Result<Affine, RangeError> {
        to.fill(|o, i| self.w[(o, i)], None, input, *range)
    }
}

#[diagnostic::do_not_recommend]
impl<I: Dim, O: Dim, F: EndsIn<Y>, T: Element, Y> Quantizable<Y> for DenseTransposed<I, O, F, T> {
    type Int8 = QuantizedDense<I, O, F::Ending>;
    type Ranges = Range;
    const UNSEEN: Range = Range::EMPTY;

    fn observe(&self, x: &InputOf<Self>, range: &mut Range) -> OutputOf<Self> {
        F::Ending::observe(self.v.t() * x + &self.b, range)
    }

    fn quantize(
        &self,
        input: Affine,
        range: &Range,
        to: &mut Self::Int8,
    ) -> Result<Affine, RangeError> {
        to.fill(|o, i| self.v[(i, o)], Some(&self.b), input, *range)
    }
}

#[diagnostic::do_not_recommend]
impl<F: EndsIn<Y>, S: Shape, T: Element, Y> Quantizable<Y> for Activate<F, S, T> {
    type Int8 = Elementwise<S, S, F::Ending>;
    type Ranges = Range;
    const UNSEEN: Range = Range::EMPTY;

    fn observe(&self, x: &InputOf<Self>, range: &mut Range) -> OutputOf<Self> {
        F::Ending::observe(x.clone(), range)
    }

    fn quantize(
        &self,
        input: Affine,
        range: &Range,
        to: &mut Self::Int8,
    ) -> Result<Affine, RangeError> {
        to.fill(input, *range)
    }
}

/// A layer that hands its input on: nothing is to be done but at the end of the network, where real numbers are wanted.
macro_rules! passed_on {
    ([$($generics:tt)*] $layer:ty: $in:ty => $out:ty $(where $($bounds:tt)*)?) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Quantizable<i8> for $layer $(where $($bounds)*)? {
            type Int8 = PassedOn<$in, $out>;
            type Ranges = ();
            const UNSEEN: () = ();

            fn observe(&self, x: &InputOf<Self>, (): &mut ()) -> OutputOf<Self> {
                self.forward(x)
            }

            fn quantize(&self, input: Affine, (): &(), _: &mut Self::Int8) -> Result<Affine, RangeError> {
                Ok(input)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Quantizable<f32> for $layer $(where $($bounds)*)? {
            type Int8 = Elementwise<$in, $out, Real<Identity>>;
            type Ranges = ();
            const UNSEEN: () = ();

            fn observe(&self, x: &InputOf<Self>, (): &mut ()) -> OutputOf<Self> {
                self.forward(x)
            }

            fn quantize(&self, input: Affine, (): &(), to: &mut Self::Int8) -> Result<Affine, RangeError> {
                to.fill(input, Range::EMPTY)
            }
        }
    };
}

passed_on!([S: Shape, const PERCENT: u32, T: Element] Dropout<S, PERCENT, T>: S => S);
passed_on!([In: AnyTensor] Flatten<In>: In::Shape => (<In::Shape as Flattens>::Flat,) where In::Shape: Flattens);

/// The layers of the network `N`, one by one.
pub trait QuantizableLinks<N, Y>: Links {
    type First: Layer;
    type Last: Layer;
    type Int8: Rest;
    type Ranges: Copy + Debug;
    const UNSEEN: Self::Ranges;

    fn observe(
        links: Self::Refs<'_>,
        x: &InputOf<Self::First>,
        ranges: &mut Self::Ranges,
    ) -> OutputOf<Self::Last>;

    fn quantize(
        links: Self::Refs<'_>,
        input: Affine,
        ranges: &Self::Ranges,
        to: &mut Self::Int8,
    ) -> Result<Affine, RangeError>;
}

impl<N: Chain, A: Quantizable<Y>, Y> QuantizableLinks<N, Y> for (A, ()) {
    type First = A;
    type Last = A;
    type Int8 = Then<N, A::Int8, ()>;
    type Ranges = A::Ranges;
    const UNSEEN: Self::Ranges = A::UNSEEN;

    fn observe((layer, ()): (&A, ()), x: &InputOf<A>, range: &mut A::Ranges) -> OutputOf<A> {
        layer.observe(x, range)
    }

    fn quantize(
        (layer, ()): (&A, ()),
        input: Affine,
        range: &A::Ranges,
        to: &mut Self::Int8,
    ) -> Result<Affine, RangeError> {
        layer.quantize(input, range, &mut to.first)
    }
}

impl<N: Chain, A: Quantizable<i8>, B, R, Y> QuantizableLinks<N, Y> for (A, (B, R))
where
    (B, R): QuantizableLinks<N, Y>,
{
    type First = A;
    type Last = <(B, R) as QuantizableLinks<N, Y>>::Last;
    type Int8 = Then<N, A::Int8, <(B, R) as QuantizableLinks<N, Y>>::Int8>;
    type Ranges = (A::Ranges, <(B, R) as QuantizableLinks<N, Y>>::Ranges);
    const UNSEEN: Self::Ranges = (A::UNSEEN, <(B, R) as QuantizableLinks<N, Y>>::UNSEEN);

    fn observe(
        (layer, others): Self::Refs<'_>,
        x: &InputOf<A>,
        (range, ranges): &mut Self::Ranges,
    ) -> OutputOf<Self::Last> {
        let x = layer.observe(x, range);
        <(B, R)>::observe(others, same(&x), ranges)
    }

    fn quantize(
        (layer, others): Self::Refs<'_>,
        input: Affine,
        (range, ranges): &Self::Ranges,
        to: &mut Self::Int8,
    ) -> Result<Affine, RangeError> {
        let input = layer.quantize(input, range, &mut to.first)?;
        <(B, R)>::quantize(others, input, ranges, &mut to.rest)
    }
}

impl<N: Chain, Y> Quantizable<Y> for N
where
    N::Links: QuantizableLinks<N, Y>,
    <N::Links as QuantizableLinks<N, Y>>::Int8: Step<Y, In = N::In, Out = N::Out>,
{
    type Int8 = <N::Links as QuantizableLinks<N, Y>>::Int8;
    type Ranges = <N::Links as QuantizableLinks<N, Y>>::Ranges;
    const UNSEEN: Self::Ranges = <N::Links as QuantizableLinks<N, Y>>::UNSEEN;

    fn observe(&self, x: &InputOf<Self>, ranges: &mut Self::Ranges) -> OutputOf<Self> {
        same_value(<N::Links as QuantizableLinks<N, Y>>::observe(
            self.links(),
            same(x),
            ranges,
        ))
    }

    fn quantize(
        &self,
        input: Affine,
        ranges: &Self::Ranges,
        to: &mut Self::Int8,
    ) -> Result<Affine, RangeError> {
        <N::Links as QuantizableLinks<N, Y>>::quantize(self.links(), input, ranges, to)
    }
}
