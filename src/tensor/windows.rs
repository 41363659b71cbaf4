//! Which windows fit into images and signals, and which groups divide their channels.

use core::marker::PhantomData;

use typenum::B1;

use crate::dim::{D, Dim, Fit, Grouped, PaddingPair, Pair, Sliding, Spreading};
use crate::kernel::convolution::Axis;
use crate::shape::{Channels, Misfit, Reason, Row, Shape};

/// Windows of `K`, moved by `T`, dilated by `E`, on images of a shape and the padding `P`. Every shape has them; whether they
/// fit is what [`HasRoom`] says. See [`Slides`](crate::dim::Slides) for how many there are.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::Windows;
///
/// type Out = <(D<3>, D<28>, D<28>) as Windows<D<5>, D<1>, D<1>, Valid>>::Places<D<6>>;
///
/// let _: Image<D<6>, D<24>, D<24>> = Tensor::<Out>::zeros();
/// ```
#[diagnostic::on_unimplemented(
    message = "there are no windows of `{K}` on images of shape `{Self}` with the padding `{P}`, the stride `{T}` and the dilation `{E}`",
    label = "expected the shape of an image, `(Channels, Height, Width)`, and `{P}` to be a padding"
)]
pub trait Windows<K, T, E, P>: Shape {
    /// The shape itself; a [`Misfit`] if the windows do not fit.
    type Input: Shape<Meant = Self>;
    /// The shape of `O` channels with an element for each window.
    type Places<O: Dim>: Channels<Channel = O>;
    /// How the windows lie along the height, and along the width.
    const AXES: [Axis; 2];
}

/// As [`Windows`], for signals of channels × length.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::LineWindows;
///
/// type Out = <(D<3>, D<28>) as LineWindows<D<5>, D<1>, D<1>, Valid>>::Places<D<6>>;
///
/// let _: Matrix<D<6>, D<24>> = Tensor::<Out>::zeros();
/// ```
#[diagnostic::on_unimplemented(
    message = "there are no windows of `{K}` on signals of shape `{Self}` with the padding `{P}`, the stride `{T}` and the dilation `{E}`",
    label = "expected the shape of a signal, `(Channels, Length)`, and `{P}` to be a padding"
)]
pub trait LineWindows<K, T, E, P>: Shape {
    /// The shape itself; a [`Misfit`] if the windows do not fit.
    type Input: Shape<Meant = Self>;
    /// The shape of `O` channels with an element for each window.
    type Places<O: Dim>: Channels<Channel = O>;
    /// How the windows lie.
    const AXIS: Axis;
}

/// `S: HasRoom<K, T, E, P>` holds where windows of `K`, moved by `T`, dilated by `E`, fit into images of shape `S` and the
/// padding `P`: what generic code asks for.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::HasRoom;
///
/// /// The largest edge in an image of any size that has room for a kernel of 3 × 3.
/// fn edges<C: Dim, H: Dim, W: Dim>(x: &Image<C, H, W>) -> f32
/// where
///     (C, H, W): HasRoom<D<3>, D<1>, D<1>, Valid>,
/// {
///     Conv2d::<Image<C, H, W>, D<1>, D<3>>::seeded(1).forward(x).norm_max()
/// }
///
/// assert!(edges(&Image::<D<1>, D<8>, D<9>>::ones()) > 0.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "windows of `{K}` do not fit into `{Self}` with the padding `{P}`, the stride `{T}` and the dilation `{E}`",
    label = "expected an image, `Image<Channels, Height, Width>`, with room for a window in `{Self}` and its padding, `{P}`; `Same` is for a stride of 1"
)]
pub trait HasRoom<K, T, E, P>: Windows<K, T, E, P, Input = Self> {}

#[diagnostic::do_not_recommend]
impl<S: Windows<K, T, E, P, Input = S>, K, T, E, P> HasRoom<K, T, E, P> for S {}

/// As [`HasRoom`], for signals of channels × length.
#[diagnostic::on_unimplemented(
    message = "windows of `{K}` do not fit into `{Self}` with the padding `{P}`, the stride `{T}` and the dilation `{E}`",
    label = "expected a signal, `Matrix<Channels, Length>`, with room for a window in `{Self}` and its padding, `{P}`; `Same` is for a stride of 1"
)]
pub trait LineHasRoom<K, T, E, P>: LineWindows<K, T, E, P, Input = Self> {}

#[diagnostic::do_not_recommend]
impl<S: LineWindows<K, T, E, P, Input = S>, K, T, E, P> LineHasRoom<K, T, E, P> for S {}

/// Why images do not fit: windows.
#[derive(Clone, Copy, Debug)]
pub struct Window<K, T, E, P>(PhantomData<(K, T, E, P)>);

/// Why signals do not fit: windows.
#[derive(Clone, Copy, Debug)]
pub struct LineWindow<K, T, E, P>(PhantomData<(K, T, E, P)>);

// Neither holds; what is said is that there is no room.
impl<S: HasRoom<K, T, E, P>, K, T, E, P> Reason<S> for Window<K, T, E, P> {}
impl<S: LineHasRoom<K, T, E, P>, K, T, E, P> Reason<S> for LineWindow<K, T, E, P> {}

/// The axis of a window `K` that slides over `N`.
const fn axis<N, K: Dim, T: Dim, E: Dim, P>() -> Axis
where
    N: Sliding<K, T, E, P>,
{
    Axis {
        len: N::LEN,
        places: <N::Places as Dim>::LEN,
        window: K::LEN,
        stride: T::LEN,
        dilation: E::LEN,
        before: N::BEFORE,
    }
}

#[diagnostic::do_not_recommend]
impl<C: Dim, H: Dim, W: Dim, K: Pair, T: Pair, E: Pair, P: PaddingPair> Windows<K, T, E, P>
    for (C, H, W)
where
    H: Sliding<K::Height, T::Height, E::Height, P::Height>,
    W: Sliding<K::Width, T::Width, E::Width, P::Width>,
    Window<K, T, E, P>: 'static,
{
    type Input = <<H::Fits as Fit>::And<W::Fits> as Fit>::Choose<
        Self,
        Misfit<Self, Window<K, T, E, P>>,
        Self,
    >;
    type Places<O: Dim> = (O, H::Places, W::Places);
    const AXES: [Axis; 2] = [
        axis::<H, K::Height, T::Height, E::Height, P::Height>(),
        axis::<W, K::Width, T::Width, E::Width, P::Width>(),
    ];
}

#[diagnostic::do_not_recommend]
impl<C: Dim, N: Dim, K: Dim, T: Dim, E: Dim, P> LineWindows<K, T, E, P> for (C, N)
where
    N: Sliding<K, T, E, P>,
    LineWindow<K, T, E, P>: 'static,
{
    type Input = <N::Fits as Fit>::Choose<Self, Misfit<Self, LineWindow<K, T, E, P>>, Self>;
    type Places<O: Dim> = (O, N::Places);
    const AXIS: Axis = axis::<N, K, T, E, P>();
}

/// Shapes that are none of images, or none of signals: no window fits.
macro_rules! none {
    ($(Windows: $([$($dim:ident)*] $shape:ty;)*)? $(LineWindows: $([$($line:ident)*] $of:ty;)*)?) => {
        $($(#[diagnostic::do_not_recommend]
        impl<$($dim: Dim,)* K: 'static, T: 'static, E: 'static, P: 'static> Windows<K, T, E, P> for $shape {
            type Input = Misfit<Self, Window<K, T, E, P>>;
            type Places<O: Dim> = (O, D<1>, D<1>);
            const AXES: [Axis; 2] = [Axis::ONE; 2];
        })*)?
        $($(#[diagnostic::do_not_recommend]
        impl<$($line: Dim,)* K: 'static, T: 'static, E: 'static, P: 'static> LineWindows<K, T, E, P> for $of {
            type Input = Misfit<Self, LineWindow<K, T, E, P>>;
            type Places<O: Dim> = (O, D<1>);
            const AXIS: Axis = Axis::ONE;
        })*)?
    };
}

none! {
    Windows:
    [] ();
    [A] (A,);
    [A] Row<A>;
    [A B] (A, B);
    [A B C F] (A, B, C, F);
}

none! {
    LineWindows:
    [] ();
    [A] (A,);
    [A] Row<A>;
    [A B C] (A, B, C);
    [A B C F] (A, B, C, F);
}

/// `C: Over<S>` holds where the sizes `C` are those of images of shape `S`, whether they fit or not: from which a call knows what
/// `_` stands for.
pub trait Over<S> {}

/// Windows of `K`, spread `T` apart from the elements of images of a shape, dilated by `E`, without the padding `P` and with `X`
/// behind. Every image has them; whether they fit is what [`LeavesRoom`] says. See [`Spreads`](crate::dim::Spreads) for how
/// much they cover.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::SpreadWindows;
///
/// type Out = <(D<3>, D<4>, D<4>) as SpreadWindows<D<3>, D<2>, D<1>, Pad<1>, Pad<1>>>::Covered<D<6>>;
///
/// let _: Image<D<6>, D<8>, D<8>> = Tensor::<Out>::zeros();
/// ```
#[diagnostic::on_unimplemented(
    message = "no windows of `{K}` are spread from images of shape `{Self}`, `{T}` apart, with the padding `{P}`, `{X}` behind and the dilation `{E}`",
    label = "expected the shape of an image, `(Channels, Height, Width)`, `{P}` to be a padding and `{X}` one of `Valid` and `Pad<N>`"
)]
pub trait SpreadWindows<K, T, E, P, X>: Channels {
    /// The shape itself; a [`Misfit`] if the windows do not fit.
    type Input: Shape<Meant = Self>;
    /// The shape of `O` channels of what is covered.
    type Covered<O: Dim>: Channels<Channel = O>;
    /// How the windows lie along the height, and along the width, of what is covered.
    const AXES: [Axis; 2];
}

/// `S: LeavesRoom<K, T, E, P, X>` holds where windows of `K`, spread `T` apart from the elements of images of shape `S`, cover
/// more than the padding `P`, and `X` is less than the stride `T`: what generic code asks for.
#[diagnostic::on_unimplemented(
    message = "windows of `{K}` spread from `{Self}`, `{T}` apart, leave nothing of the padding `{P}`, or `{X}` is no less than the stride",
    label = "expected an image, less padding than the windows cover, and less behind, `{X}`, than the stride, `{T}`; `Same` is for a stride of 1"
)]
pub trait LeavesRoom<K, T, E, P, X>: SpreadWindows<K, T, E, P, X, Input = Self> {}

#[diagnostic::do_not_recommend]
impl<S: SpreadWindows<K, T, E, P, X, Input = S>, K, T, E, P, X> LeavesRoom<K, T, E, P, X> for S {}

/// Why images do not fit: windows that are spread.
#[derive(Clone, Copy, Debug)]
pub struct SpreadWindow<K, T, E, P, X>(PhantomData<(K, T, E, P, X)>);

// It never holds; what is said is that nothing is left.
impl<S: LeavesRoom<K, T, E, P, X>, K, T, E, P, X> Reason<S> for SpreadWindow<K, T, E, P, X> {}

/// The axis of a window `K` whose places are the elements of `N`.
const fn spread<N, K: Dim, T: Dim, E: Dim, P, X>() -> Axis
where
    N: Spreading<K, T, E, P, X>,
{
    Axis {
        len: <N::Covered as Dim>::LEN,
        places: N::LEN,
        window: K::LEN,
        stride: T::LEN,
        dilation: E::LEN,
        before: N::BEFORE,
    }
}

#[diagnostic::do_not_recommend]
impl<C: Dim, H: Dim, W: Dim, K: Pair, T: Pair, E: Pair, P: PaddingPair, X: PaddingPair>
    SpreadWindows<K, T, E, P, X> for (C, H, W)
where
    H: Spreading<K::Height, T::Height, E::Height, P::Height, X::Height>,
    W: Spreading<K::Width, T::Width, E::Width, P::Width, X::Width>,
    SpreadWindow<K, T, E, P, X>: 'static,
{
    type Input = <<H::Fits as Fit>::And<W::Fits> as Fit>::Choose<
        Self,
        Misfit<Self, SpreadWindow<K, T, E, P, X>>,
        Self,
    >;
    type Covered<O: Dim> = (O, H::Covered, W::Covered);
    const AXES: [Axis; 2] = [
        spread::<H, K::Height, T::Height, E::Height, P::Height, X::Height>(),
        spread::<W, K::Width, T::Width, E::Width, P::Width, X::Width>(),
    ];
}

/// The channels of a shape and `O` filters in `G` groups. There are groups for every number; whether they are of equal size is
/// what [`Divides`] says.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::Groups;
///
/// let _: Vector<D<3>> = Vector::<<(D<6>, D<8>, D<8>) as Groups<D<4>, D<2>>>::Channels>::zeros();
/// ```
pub trait Groups<O: Dim, G: Dim>: Shape {
    /// The channels of a group.
    type Channels: Dim;
    /// The filters of a group.
    type Filters: Dim;
    /// `Input`, what the windows say that is taken; a [`Misfit`] if the groups are not of equal size.
    type Taken<Input: Shape<Meant = Self>>: Shape<Meant = Self>;
}

/// Why images do not fit: groups.
#[derive(Clone, Copy, Debug)]
pub struct Uneven<O, G>(PhantomData<(O, G)>);

#[diagnostic::do_not_recommend]
impl<S: Shape<Meant = S>, O: Dim, G: Dim> Groups<O, G> for S
where
    S::Rows: Grouped<G>,
    O: Grouped<G>,
{
    type Channels = <S::Rows as Grouped<G>>::Each;
    type Filters = O::Each;
    type Taken<Input: Shape<Meant = S>> =
        <<<S::Rows as Grouped<G>>::Fits as Fit>::And<O::Fits> as Fit>::Choose<
            Input,
            Misfit<S, Uneven<O, G>>,
            S,
        >;
}

/// `S: Divides<O, G>` holds where the channels of shape `S` and `O` filters can be divided into `G` groups.
#[diagnostic::on_unimplemented(
    message = "the channels of `{Self}` and `{O}` filters cannot be divided into `{G}` groups of equal size",
    label = "the number of groups, `{G}`, must divide that of the channels and that of the filters"
)]
pub trait Divides<O: Dim, G: Dim>: Shape {}

#[diagnostic::do_not_recommend]
impl<S: Shape, O: Dim, G: Dim> Divides<O, G> for S
where
    S::Rows: Grouped<G, Fits = B1>,
    O: Grouped<G, Fits = B1>,
{
}

impl<S: Divides<O, G>, O: Dim, G: Dim> Reason<S> for Uneven<O, G> {}
