//! Images with a margin, without one, magnified, and one behind the other; vectors as images.

use super::{Tensor, Vector};
use crate::Element;
use crate::dim::Dim;
use crate::kernel::Store;
use crate::kernel::image::{self, Area};
use crate::shape::{Cropped, JoinsChannels, Padded, ReshapesTo, Shape, Upsampled};

impl<S: Shape, T: Element> Tensor<S, T> {
    /// The image with zeros around it: a margin [`Pad<N>`](crate::dim::Pad), or a pair for height and width.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Image::<D<1>, D<1>, D<2>>::from([[[1.0, 2.0]]]);
    /// let y: Image<D<1>, D<1>, D<4>> = x.pad::<(Valid, Pad<1>)>();
    /// assert_eq!(y, Image::from([[[0.0, 1.0, 2.0, 0.0]]]));
    /// ```
    pub fn pad<P>(&self) -> Tensor<S::Out, T>
    where
        S: Padded<P>,
    {
        spread(image::centre, self)
    }

    /// The image without a margin: [`Pad<N>`](crate::dim::Pad), or a pair for height and width.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Image::<D<1>, D<1>, D<4>>::from([[[1.0, 2.0, 3.0, 4.0]]]);
    /// let y: Image<D<1>, D<1>, D<2>> = x.crop::<(Valid, Pad<1>)>();
    /// assert_eq!(y, Image::from([[[2.0, 3.0]]]));
    /// ```
    pub fn crop<P>(&self) -> Tensor<S::Out, T>
    where
        S: Cropped<P>,
    {
        spread(image::centre, self)
    }

    /// The image magnified by `K`: each pixel becomes a block of equal ones (nearest neighbour).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Image::<D<1>, D<1>, D<2>>::from([[[1.0, 2.0]]]);
    /// let y: Image<D<1>, D<2>, D<4>> = x.upsample::<D<2>>();
    /// assert_eq!(y, Image::from([[[1.0, 1.0, 2.0, 2.0], [1.0, 1.0, 2.0, 2.0]]]));
    /// ```
    pub fn upsample<K>(&self) -> Tensor<S::Out, T>
    where
        S: Upsampled<K>,
    {
        spread(image::magnify, self)
    }

    /// The channels of this image and, behind them, those of another.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let a = Image::<D<1>, D<1>, D<2>>::from([[[1.0, 2.0]]]);
    /// let b = Image::<D<2>, D<1>, D<2>>::from([[[3.0, 4.0]], [[5.0, 6.0]]]);
    /// let y: Image<D<3>, D<1>, D<2>> = a.concat_channels(&b);
    /// assert_eq!(y, Image::from([[[1.0, 2.0]], [[3.0, 4.0]], [[5.0, 6.0]]]));
    /// ```
    pub fn concat_channels<R: Shape>(&self, behind: &Tensor<R, T>) -> Tensor<S::Out, T>
    where
        S: JoinsChannels<R>,
    {
        let mut y = Tensor::zeros();
        let into: &mut Tensor<S::Out, T> = &mut y;
        let (first, rest) = into.as_mut_slice().split_at_mut(S::LEN);
        first.copy_from_slice(self.as_slice());
        rest.copy_from_slice(behind.as_slice());
        y
    }
}

impl<N: Dim, T: Element> Vector<N, T> {
    /// The elements as a tensor of another shape with as many of them, in place: what [`flatten`](Tensor::flatten) undoes.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<4>>::from([1.0, 2.0, 3.0, 4.0]);
    /// let image: &Image<D<1>, D<2>, D<2>> = x.unflatten();
    /// assert_eq!(image, &Image::from([[[1.0, 2.0], [3.0, 4.0]]]));
    /// ```
    pub fn unflatten<R: Shape>(&self) -> &Tensor<R, T>
    where
        (N,): ReshapesTo<R>,
    {
        self.reshape()
    }
}

/// The height and width of images.
pub(crate) const fn area<S: Shape>() -> Area {
    (S::DIMS[1], S::DIMS[2])
}

/// The images that a kernel makes of others.
fn spread<S: Shape, R: Shape, T: Element>(
    kernel: fn(&[T], Area, &mut [T], Area, Store<T>),
    x: &Tensor<S, T>,
) -> Tensor<R, T> {
    let mut y = Tensor::zeros();
    let into: &mut Tensor<R, T> = &mut y;
    kernel(
        x.as_slice(),
        area::<S>(),
        into.as_mut_slice(),
        area::<R>(),
        Store::set(),
    );
    y
}
