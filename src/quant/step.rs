//! What runs in integers: layers, one after another.

use core::marker::PhantomData;
use core::mem::offset_of;

use crate::Zeroed;
use crate::network::{Chain, Layout, LayoutKind, Part};
use crate::shape::Shape;
use crate::tensor::Tensor;
use crate::weights::Stored;
use crate::zeroed::zeroed_parts;

/// A layer in integers. What it returns, `Y`, is integers for a layer that another follows, and real numbers for the last.
pub trait Step<Y = i8>: Stored + Send + Sync + 'static {
    /// The shape of an input.
    type In: Shape;
    /// The shape of an output.
    type Out: Shape;
    /// Where the output is written.
    type Work: Zeroed;

    /// The output for one input.
    fn run<'a>(
        &'a self,
        x: &'a Tensor<Self::In, i8>,
        work: &'a mut Self::Work,
    ) -> &'a Tensor<Self::Out, Y>;
}

/// The layers of the network `N` from one on: that one, and those after it, which are nothing or `Then` once more.
pub struct Then<N, A, R> {
    pub(super) first: A,
    pub(super) rest: R,
    of: PhantomData<fn() -> N>,
}

zeroed_parts!(Then[N, A: Zeroed, R: Zeroed][N, A, R] { first, rest, of });
opaque!(Then[N, A, R][N, A, R]);

/// Some last layers of a network.
pub trait Rest: Zeroed {
    /// How many.
    const LEN: usize;
    /// Them, by name.
    const PARTS: Layout<Self>;
}

impl Rest for () {
    const LEN: usize = 0;
    const PARTS: Layout<Self> = Layout::of_count(0);
}

impl<N: Chain, A: Stored, R: Rest> Rest for Then<N, A, R> {
    const LEN: usize = 1 + R::LEN;

    #[allow(unsafe_code)] // each field's own type is named beside its own place
    // SAFETY: these are fields, with their places and types.
    const PARTS: Layout<Self> = unsafe {
        Layout::of_parts(
            const {
                &[
                    Part::new(name::<N>(R::LEN), offset_of!(Self, first), A::LAYOUT),
                    Part::new("", offset_of!(Self, rest), R::PARTS),
                ]
            },
        )
    };
}

impl<N: Chain, A: Stored, R: Rest> Stored for Then<N, A, R> {
    const LAYOUT: Layout<Self> = Self::PARTS;
}

/// What a network calls the layer behind which there are so many: the name that it has in files of the network itself.
const fn name<N: Chain>(behind: usize) -> &'static str {
    match <N as Stored>::LAYOUT.kind() {
        LayoutKind::Parts(parts) if behind < parts.len() => parts[parts.len() - 1 - behind].name,
        _ => "",
    }
}

impl<N: Chain, A: Step<Y>, Y> Step<Y> for Then<N, A, ()> {
    type In = A::In;
    type Out = A::Out;
    type Work = A::Work;

    #[inline]
    fn run<'a>(&'a self, x: &'a Tensor<A::In, i8>, work: &'a mut A::Work) -> &'a Tensor<A::Out, Y> {
        self.first.run(x, work)
    }
}

impl<N: Chain, A: Step, M, B, R, Y> Step<Y> for Then<N, A, Then<M, B, R>>
where
    Then<M, B, R>: Step<Y, In = A::Out> + Rest,
{
    type In = A::In;
    type Out = <Then<M, B, R> as Step<Y>>::Out;
    type Work = (A::Work, <Then<M, B, R> as Step<Y>>::Work);

    #[inline]
    fn run<'a>(
        &'a self,
        x: &'a Tensor<A::In, i8>,
        (own, others): &'a mut Self::Work,
    ) -> &'a Tensor<Self::Out, Y> {
        self.rest.run(self.first.run(x, own), others)
    }
}

/// A layer that does nothing in inference, or nothing to the elements: they are passed on.
pub struct PassedOn<I, O>(PhantomData<(I, O)>);

zeroed_parts!(PassedOn[I, O][I, O] { 0 });
opaque!(PassedOn[I, O][I, O]);

impl<I: Shape, O: Shape> Stored for PassedOn<I, O> {
    const LAYOUT: Layout<Self> = Layout::of_count(0);
}

impl<I: Shape, O: Shape> Step for PassedOn<I, O> {
    type In = I;
    type Out = O;
    type Work = ();

    #[inline]
    fn run<'a>(&'a self, x: &'a Tensor<I, i8>, (): &'a mut ()) -> &'a Tensor<O, i8> {
        x.cast()
    }
}
