//! The sizes of a convolution as a type, and the convolution of tensors by hand.

use core::marker::PhantomData;

use super::{Groups, LineWindows, Matrix, Over, SpreadWindows, Tensor, Windows};
use crate::Element;
use crate::dim::{D, Dim, Pair, Valid};
use crate::kernel::Store;
use crate::kernel::convolution::{self, Axis, Sizes};
use crate::shape::{Channels, Flatten, Shape};

/// The sizes of a convolution: [`Convolution2d`] or [`Convolution1d`], whose images and windows fit.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::{Convolution, Convolution2d};
///
/// type Sizes = Convolution2d<(D<1>, D<28>, D<28>), D<6>, D<3>>;
///
/// let _: Image<D<6>, D<26>, D<26>> = Tensor::<<Sizes as Convolution>::Out>::zeros(); // 28 − 3 + 1
/// let _: Tensor<(D<6>, D<1>, D<3>, D<3>)> = Tensor::<<Sizes as Convolution>::Weights>::zeros();
/// ```
#[diagnostic::on_unimplemented(
    message = "the sizes of the convolution `{Self}` do not fit",
    label = "the windows must fit into the images and their padding, and groups divide channels and filters"
)]
pub trait Convolution:
    Over<<<Self as Convolution>::In as Shape>::Meant> + Send + Sync + 'static
{
    /// The shape of the input, channels first; a [`Misfit`](crate::shape::Misfit) if it has no room for a window.
    type In: Shape;
    /// The shape of the weights: filters × channels of a group × window.
    type Weights: Shape;
    /// The shape of the output: the filters first.
    type Out: Channels<Channel = Self::Filters>;
    /// The shape that the transpose takes, which is that of the output; a [`Misfit`](crate::shape::Misfit) if nothing is left
    /// of the padding.
    type Spread: Shape;
    /// The number of filters, which is that of the output's channels.
    type Filters: Dim;
    /// The sizes as numbers.
    const SIZES: Sizes;
}

/// The sizes of a convolution of an image of shape `In` with `O` filters of `K`, for the padding `P`, the stride `S` and the
/// dilation `E`: see [`Convolution`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Convolution2d<In, O, K, P = Valid, S = D<1>, E = D<1>>(PhantomData<(In, O, K, P, S, E)>);

/// The sizes of a convolution of a signal of shape `In`, channels × length: as [`Convolution2d`], with one dimension.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::{Convolution, Convolution1d};
///
/// type Sizes = Convolution1d<(D<2>, D<100>), D<8>, D<5>>;
///
/// let _: Matrix<D<8>, D<96>> = Tensor::<<Sizes as Convolution>::Out>::zeros(); // 100 − 5 + 1
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Convolution1d<In, O, K, P = Valid, S = D<1>, E = D<1>>(PhantomData<(In, O, K, P, S, E)>);

/// The sizes of a convolution of an image of shape `In` whose channels and `O` filters are in `G` groups, each for itself:
/// otherwise as [`Convolution2d`].
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::{Convolution, GroupedConvolution2d};
///
/// type Sizes = GroupedConvolution2d<(D<6>, D<8>, D<8>), D<4>, D<3>, D<2>>;
///
/// let _: Tensor<(D<4>, D<3>, D<3>, D<3>)> = Tensor::<<Sizes as Convolution>::Weights>::zeros(); // 6 / 2 channels each
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupedConvolution2d<In, O, K, G, P = Valid, S = D<1>, E = D<1>>(
    PhantomData<(In, O, K, G, P, S, E)>,
);

/// The sizes of a convolution of each channel of an image of shape `In` by a kernel of its own: otherwise as
/// [`Convolution2d`].
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::{Convolution, DepthwiseConvolution2d};
///
/// type Sizes = DepthwiseConvolution2d<(D<6>, D<8>, D<8>), D<3>>;
///
/// let _: Tensor<(D<6>, D<1>, D<3>, D<3>)> = Tensor::<<Sizes as Convolution>::Weights>::zeros();
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DepthwiseConvolution2d<In, K, P = Valid, S = D<1>, E = D<1>>(
    PhantomData<(In, K, P, S, E)>,
);

macro_rules! over {
    ($($sizes:ident<$($argument:ident),*>)*) => {
        $(#[diagnostic::do_not_recommend]
        impl<In, $($argument),*> Over<In> for $sizes<In, $($argument),*> {})*
    };
}

over! {
    Convolution2d<O, K, P, S, E>
    Convolution1d<O, K, P, S, E>
    GroupedConvolution2d<O, K, G, P, S, E>
    DepthwiseConvolution2d<K, P, S, E>
}

/// `groups` groups of `channels` and `filters`, with the windows of `In`.
const fn sizes<In: Windows<K, S, E, P>, K, S, E, P>(
    groups: usize,
    channels: usize,
    filters: usize,
) -> Sizes {
    Sizes {
        groups,
        channels,
        filters,
        height: In::AXES[0],
        width: In::AXES[1],
    }
}

#[diagnostic::do_not_recommend]
impl<In, O, K, P, S, E> Convolution for Convolution2d<In, O, K, P, S, E>
where
    In: Windows<K, S, E, P>,
    O: Dim,
    K: Pair,
    Self: Send + Sync + 'static,
{
    type In = In::Input;
    type Weights = (O, In::Rows, K::Height, K::Width);
    type Out = In::Places<O>;
    type Spread = Self::Out;
    type Filters = O;
    const SIZES: Sizes = sizes::<In, K, S, E, P>(1, <In::Rows as Dim>::LEN, O::LEN);
}

#[diagnostic::do_not_recommend]
impl<In, O, K, P, S, E> Convolution for Convolution1d<In, O, K, P, S, E>
where
    In: LineWindows<K, S, E, P>,
    O: Dim,
    K: Dim,
    Self: Send + Sync + 'static,
{
    type In = In::Input;
    type Weights = (O, In::Rows, K);
    type Out = In::Places<O>;
    type Spread = Self::Out;
    type Filters = O;
    const SIZES: Sizes = Sizes {
        groups: 1,
        channels: <In::Rows as Dim>::LEN,
        filters: O::LEN,
        height: Axis::ONE,
        width: In::AXIS,
    };
}

#[diagnostic::do_not_recommend]
impl<In, O, K, G, P, S, E> Convolution for GroupedConvolution2d<In, O, K, G, P, S, E>
where
    In: Windows<K, S, E, P> + Groups<O, G>,
    O: Dim,
    K: Pair,
    G: Dim,
    Self: Send + Sync + 'static,
{
    type In = <In as Groups<O, G>>::Taken<<In as Windows<K, S, E, P>>::Input>;
    type Weights = (O, <In as Groups<O, G>>::Channels, K::Height, K::Width);
    type Out = In::Places<O>;
    type Spread = Self::Out;
    type Filters = O;
    const SIZES: Sizes = sizes::<In, K, S, E, P>(
        G::LEN,
        <<In as Groups<O, G>>::Channels as Dim>::LEN,
        <<In as Groups<O, G>>::Filters as Dim>::LEN,
    );
}

#[diagnostic::do_not_recommend]
impl<In, K, P, S, E> Convolution for DepthwiseConvolution2d<In, K, P, S, E>
where
    In: Windows<K, S, E, P>,
    K: Pair,
    Self: Send + Sync + 'static,
{
    type In = In::Input;
    type Weights = (In::Rows, D<1>, K::Height, K::Width);
    type Out = In::Places<In::Rows>;
    type Spread = Self::Out;
    type Filters = In::Rows;
    const SIZES: Sizes = sizes::<In, K, S, E, P>(<In::Rows as Dim>::LEN, 1, 1);
}

/// The sizes of a transposed convolution of an image of shape `In` to one of `O` channels by windows of `K`, for the padding
/// `P` that is cut off, the stride `S`, what is added behind, `X`, and the dilation `E`: those of the
/// [`Convolution`] that it is the transpose of, whose output has the shape `In`.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::{Convolution, Transposed2d};
///
/// type Sizes = Transposed2d<(D<2>, D<4>, D<4>), D<3>, D<3>, Pad<1>, D<2>, Pad<1>>;
///
/// let _: Image<D<3>, D<8>, D<8>> = Tensor::<<Sizes as Convolution>::In>::zeros(); // 3 · 2 + 3 − 2 + 1
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Transposed2d<In, O, K, P = Valid, S = D<1>, X = Valid, E = D<1>>(
    PhantomData<(In, O, K, P, S, X, E)>,
);

#[diagnostic::do_not_recommend]
impl<Larger, In, O, K, P, S, X, E> Over<Larger> for Transposed2d<In, O, K, P, S, X, E> {}

#[diagnostic::do_not_recommend]
impl<In, O, K, P, S, X, E> Convolution for Transposed2d<In, O, K, P, S, X, E>
where
    In: SpreadWindows<K, S, E, P, X>,
    O: Dim,
    K: Pair,
    Self: Send + Sync + 'static,
{
    type In = In::Covered<O>;
    type Weights = (In::Rows, O, K::Height, K::Width);
    type Out = In;
    type Spread = In::Input;
    type Filters = In::Rows;
    const SIZES: Sizes = Sizes {
        groups: 1,
        channels: O::LEN,
        filters: <In::Rows as Dim>::LEN,
        height: In::AXES[0],
        width: In::AXES[1],
    };
}

/// The matrix K̂ of a convolution: with x and h = x ∗ w in one line, h = K̂ x. Its rows hold the kernel, moved on from row to
/// row: a Toeplitz matrix for signals, and one of Toeplitz blocks for images.
///
/// So the gradients of a convolution are those of a product: ∇x = K̂ᵀ δ, and ∇K̂ = δ xᵀ, of which each weight takes the sum over
/// the places where it stands.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::{Convolution1d, toeplitz};
///
/// let w = Tensor::<(D<1>, D<1>, D<2>)>::from([[[1.0, 2.0]]]);
/// let k: Matrix<D<3>, D<4>> = toeplitz::<Convolution1d<(D<1>, D<4>), D<1>, D<2>>, _>(&w);
/// assert_eq!(k, Matrix::from([[1.0, 2.0, 0.0, 0.0], [0.0, 1.0, 2.0, 0.0], [0.0, 0.0, 1.0, 2.0]]));
/// ```
pub fn toeplitz<C, T>(
    w: &Tensor<C::Weights, T>,
) -> Matrix<<C::Out as Flatten>::Flat, <C::In as Flatten>::Flat, T>
where
    C: Convolution<In: Flatten, Out: Flatten>,
    T: Element,
{
    let mut matrix = Matrix::zeros();
    let columns = <C::In as Shape>::LEN;
    let mut column = Tensor::<C::Out, T>::zeros();
    for j in 0..columns {
        let mut unit = Tensor::<C::In, T>::zeros();
        unit.as_mut_slice()[j] = T::one();
        let into = column.as_mut_slice();
        convolution::forward(&C::SIZES, unit.as_slice(), w.as_slice(), into, Store::set());
        let elements: &mut Matrix<_, _, T> = &mut matrix;
        let rows = elements.as_mut_slice().chunks_exact_mut(columns);
        for (row, value) in rows.zip(column.as_slice()) {
            row[j] = *value;
        }
    }
    matrix
}

/// `S: ConvolvedBy<C>` holds where the sizes `C` of a convolution fit images of shape `S`.
#[diagnostic::on_unimplemented(
    message = "the sizes of the convolution `{C}` do not fit images of shape `{Self}`",
    label = "the windows must fit into the images and their padding"
)]
pub trait ConvolvedBy<C>: Shape {}

#[diagnostic::do_not_recommend]
impl<S: Shape, C: Convolution<In = S>> ConvolvedBy<C> for S {}

/// `S: SpreadBy<C>` holds where the transpose of a convolution of the sizes `C` fits images of shape `S`.
#[diagnostic::on_unimplemented(
    message = "the sizes of the transposed convolution `{C}` do not fit images of shape `{Self}`",
    label = "the windows must cover more than the padding, and less stand behind than the stride"
)]
pub trait SpreadBy<C>: Shape {}

#[diagnostic::do_not_recommend]
impl<S: Shape, C: Convolution<Spread = S>> SpreadBy<C> for S {}

impl<S: Shape, T: Element> Tensor<S, T> {
    /// The convolution y\[o, i, j\] = Σ w\[o, c, k, l\] x\[c, i + k, j + l\], summed over c, k and l; the [sizes](Convolution)
    /// are a type. As in all of deep learning, the kernel is not turned round: signal processing calls it correlation.
    ///
    /// ```
    /// use typograd::prelude::*;
    /// use typograd::tensor::Convolution2d;
    ///
    /// let x = Image::<D<1>, D<2>, D<3>>::from([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]);
    /// let w = Tensor::<(D<1>, D<1>, D<2>, D<2>)>::from([[[[1.0, 10.0], [100.0, 1000.0]]]]);
    /// let y = x.convolve::<Convolution2d<_, D<1>, D<2>>>(&w);
    /// assert_eq!(y, Image::from([[[5421.0, 6532.0]]])); // 1 + 20 + 400 + 5000, and so on
    /// ```
    pub fn convolve<C: Over<S::Meant> + Convolution>(
        &self,
        w: &Tensor<C::Weights, T>,
    ) -> Tensor<C::Out, T>
    where
        S: ConvolvedBy<C>,
    {
        let mut y = Tensor::zeros();
        let into: &mut Tensor<C::Out, T> = &mut y;
        let (x, w, y_elements) = (self.as_slice(), w.as_slice(), into.as_mut_slice());
        convolution::forward(&C::SIZES, x, w, y_elements, Store::set());
        y
    }

    /// The transpose of a convolution, applied to its output: each element is spread over the window it would come from; the
    /// [sizes](Convolution) are a type.
    ///
    /// ```
    /// use typograd::prelude::*;
    /// use typograd::tensor::Transposed2d;
    ///
    /// let x = Image::<D<1>, D<1>, D<2>>::from([[[1.0, 2.0]]]);
    /// let w = Tensor::<(D<1>, D<1>, D<1>, D<3>)>::from([[[[10.0, 1.0, 5.0]]]]);
    /// let y = x.convolve_transposed::<Transposed2d<_, D<1>, (D<1>, D<3>), Valid, D<2>>>(&w);
    /// assert_eq!(y, Image::from([[[10.0, 1.0, 25.0, 2.0, 10.0]]])); // 1 · (10, 1, 5), and 2 · (10, 1, 5) two further
    /// ```
    pub fn convolve_transposed<C: Convolution<Out = S::Meant>>(
        &self,
        w: &Tensor<C::Weights, T>,
    ) -> Tensor<C::In, T>
    where
        S: SpreadBy<C>,
    {
        let mut y = Tensor::zeros();
        let into: &mut Tensor<C::In, T> = &mut y;
        let (x, w, y_elements) = (self.as_slice(), w.as_slice(), into.as_mut_slice());
        convolution::to_input(&C::SIZES, w, x, y_elements, Store::set());
        y
    }

    /// Each channel plus an element of its own: y\[c, …\] = x\[c, …\] + b\[c\].
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Image::<D<2>, D<1>, D<2>>::from([[[1.0, 2.0]], [[3.0, 4.0]]]);
    /// let y = x.add_per_channel(&Vector::from([10.0, 20.0]));
    /// assert_eq!(y, Image::from([[[11.0, 12.0]], [[23.0, 24.0]]]));
    /// ```
    pub fn add_per_channel(&self, b: &Tensor<(S::Channel,), T>) -> Self
    where
        S: Channels,
    {
        let mut y = self.clone();
        let each = S::LEN / b.as_slice().len();
        for (channel, b) in y.as_mut_slice().chunks_exact_mut(each).zip(b.as_slice()) {
            for y in channel {
                *y += *b;
            }
        }
        y
    }
}
