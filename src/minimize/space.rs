//! The points a function is minimised over: tensors, several tensors together, the parameters of a network.

use num_traits::Zero;

use crate::kernel::{Store, vector};
use crate::network::{Layer, Parameters};
use crate::shape::Shape;
use crate::tensor::{self, Tensor};
use crate::{Element, Zeroed};

/// A point of a real vector space, in place: what is varied to make a function small.
///
/// Any [`Tensor`] is one, a tuple of up to four tensors (which may differ in shape), and any network, whose coordinates are
/// its parameters.
///
/// ```
/// use typograd::minimize::Space;
/// use typograd::prelude::*;
///
/// fn coordinates<P: Space>() -> usize {
///     P::DIMENSION
/// }
///
/// assert_eq!(coordinates::<Matrix<D<2>, D<3>>>(), 6);
/// assert_eq!(coordinates::<(Vector<D<3>>, Scalar)>(), 4); // weights and a bias
/// assert_eq!(coordinates::<Dense<D<3>, D<2>, Tanh>>(), 8);
/// ```
///
/// A struct of your own is one by naming its parts:
///
/// ```
/// use typograd::minimize::{Bfgs, Lbfgs, Space, minimize};
/// use typograd::{Zeroed, prelude::*};
///
/// struct Line {
///     slope: f64,
///     offset: f64,
/// }
///
/// // SAFETY: zero bytes are two zeros.
/// unsafe impl Zeroed for Line {}
///
/// impl Space for Line {
///     type Elem = f64;
///     const DIMENSION: usize = 2;
///
///     fn zip_parts<const K: usize>(mut points: [&mut Self; K], each: &mut dyn FnMut([&mut [f64]; K])) {
///         each(points.each_mut().map(|line| core::slice::from_mut(&mut line.slope)));
///         each(points.map(|line| core::slice::from_mut(&mut line.offset)));
///     }
/// }
///
/// let mut line = Line { slope: 5.0, offset: 5.0 };
/// let squares = |at: &Line, gradient: &mut Line| {
///     gradient.slope = 2.0 * (at.slope - 1.0);
///     gradient.offset = 8.0 * (at.offset - 3.0);
///     (at.slope - 1.0).powi(2) + 4.0 * (at.offset - 3.0).powi(2)
/// };
/// minimize(&Lbfgs::<D<5>>::default(), squares, &mut line);
/// assert!((line.slope - 1.0).abs() < 1e-5 && (line.offset - 3.0).abs() < 1e-5);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a point of a vector space",
    label = "expected a tensor, a tuple of up to four tensors, or a network"
)]
pub trait Space: Zeroed {
    /// The type of the coordinates.
    type Elem: Element;
    /// How many coordinates there are.
    const DIMENSION: usize;

    /// Calls `each` with the coordinates of every part of all `points` at once, always in the same order.
    ///
    /// ```
    /// use typograd::minimize::Space;
    /// use typograd::prelude::*;
    ///
    /// let (mut a, mut b) = (Vector::<D<2>>::from([1.0, 2.0]), Vector::from([3.0, 4.0]));
    /// let mut dot = 0.0;
    /// Space::zip_parts([&mut a, &mut b], &mut |[a, b]: [&mut [f32]; 2]| {
    ///     dot += a.iter().zip(b).map(|(a, b)| *a * *b).sum::<f32>();
    /// });
    /// assert_eq!(dot, 11.0);
    /// ```
    #[allow(clippy::type_complexity)] // as `Parameters::zip`, with the type of the coordinates spelled out
    fn zip_parts<const K: usize>(
        points: [&mut Self; K],
        each: &mut dyn FnMut([&mut [Self::Elem]; K]),
    );
}

#[diagnostic::do_not_recommend]
impl<S: Shape, T: Element> Space for Tensor<S, T> {
    type Elem = T;
    const DIMENSION: usize = S::LEN;

    fn zip_parts<const K: usize>(points: [&mut Self; K], each: &mut dyn FnMut([&mut [T]; K])) {
        each(points.map(Tensor::as_mut_slice));
    }
}

#[diagnostic::do_not_recommend]
impl<N: Layer> Space for N {
    type Elem = N::Elem;
    const DIMENSION: usize = <N as Parameters>::COUNT;

    fn zip_parts<const K: usize>(
        points: [&mut Self; K],
        each: &mut dyn FnMut([&mut [N::Elem]; K]),
    ) {
        N::zip(points, each);
    }
}

macro_rules! together {
    ($($shape:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<$($shape: Shape,)* T: Element> Space for ($(Tensor<$shape, T>,)*)
        where
            Self: Zeroed,
        {
            type Elem = T;
            const DIMENSION: usize = 0 $(+ $shape::LEN)*;

            fn zip_parts<const K: usize>(
                mut points: [&mut Self; K],
                each: &mut dyn FnMut([&mut [T]; K]),
            ) {
                $(each(points.each_mut().map(|point| point.$index.as_mut_slice()));)*
            }
        }
    };
}

together!(A 0, B 1);
together!(A 0, B 1, C 2);
together!(A 0, B 1, C 2, E 3);

/// aᵀ b.
pub(super) fn dot<P: Space>(a: &mut P, b: &mut P) -> P::Elem {
    let mut sum = P::Elem::zero();
    P::zip_parts([a, b], &mut |[a, b]: [&mut [P::Elem]; 2]| {
        sum += vector::dot(a, b);
    });
    sum
}

/// ‖x‖².
pub(super) fn norm_squared<P: Space>(x: &mut P) -> P::Elem {
    let mut sum = P::Elem::zero();
    P::zip_parts([x], &mut |[x]: [&mut [P::Elem]; 1]| {
        sum += vector::dot(x, x);
    });
    sum
}

/// y ← keep · y + scale · x.
pub(super) fn store<P: Space>(x: &mut P, y: &mut P, store: Store<P::Elem>) {
    P::zip_parts([x, y], &mut |[x, y]: [&mut [P::Elem]; 2]| {
        vector::copy(x, y, store);
    });
}

/// y ← x.
pub(super) fn copy<P: Space>(x: &mut P, y: &mut P) {
    P::zip_parts([x, y], &mut |[x, y]: [&mut [P::Elem]; 2]| {
        y.copy_from_slice(x);
    });
}

/// x and y change places.
pub(super) fn swap<P: Space>(x: &mut P, y: &mut P) {
    P::zip_parts([x, y], &mut |[x, y]: [&mut [P::Elem]; 2]| {
        x.swap_with_slice(y);
    });
}

/// x ← α x.
pub(super) fn scale<P: Space>(factor: P::Elem, x: &mut P) {
    P::zip_parts([x], &mut |[x]: [&mut [P::Elem]; 1]| {
        for x in x {
            *x *= factor;
        }
    });
}

/// The Euclidean norm ‖x‖, without overflow on the way.
pub(super) fn norm<P: Space>(x: &mut P) -> P::Elem {
    let mut total = P::Elem::zero();
    P::zip_parts([x], &mut |[x]: [&mut [P::Elem]; 1]| {
        if !x.is_empty() {
            total = tensor::norm(&[total, tensor::norm(x)]);
        }
    });
    total
}

/// The largest magnitude max |xᵢ|; NaN if there is one.
pub(super) fn norm_max<P: Space>(x: &mut P) -> P::Elem {
    let mut largest = P::Elem::zero();
    P::zip_parts([x], &mut |[x]: [&mut [P::Elem]; 1]| {
        for x in x {
            let x = num_traits::Float::abs(*x);
            if x > largest || num_traits::Float::is_nan(x) {
                largest = x;
            }
        }
    });
    largest
}
