//! Differentiable operations: each primitive once, with its value, its vector–Jacobian product (VJP, reverse mode),
//! its Jacobian–vector product (JVP, forward mode) and its closed form.
//!
//! A rule is written for one sample, on slices, generic over shapes; [`Unary`] and [`Binary`] lift it to batches,
//! where an operand is either one value for each sample or one value [shared](Samples::Shared) by all, whose gradient
//! sums over the samples. The macros order calls to these rules and nothing else: a layer's backward pass is a list
//! of `vjp_…` lines.
//!
//! A new operation is one new file here, and one line in the macro's table of what a forward expression may hold.

mod activation;
mod add;
mod add_per_channel;
mod average_pool;
mod centred;
mod cholesky;
mod chosen;
mod concat_channels;
mod convolve;
mod convolve_transposed;
mod copy;
mod determinant;
mod expm;
mod fallible;
mod hadamard;
mod inverse;
mod log_sum_exp;
mod matrix_power;
mod max_pool;
mod norm;
mod product;
mod pseudo_inverse;
mod quotient;
mod signed_sum;
mod solve;
mod spectrum;
mod subtract;
mod sum;
mod transpose;
mod upsample;
mod view;

pub use activation::*;
pub use add::Add;
pub use add_per_channel::AddPerChannel;
pub use average_pool::{AveragePool, ChannelMeans};
pub use centred::{Centred, CropBy, PadBy};
pub use cholesky::Cholesky;
pub use chosen::{BinaryOf, UnaryOf};
pub use concat_channels::{ConcatChannels, JoinChannels};
pub use convolve::Convolve;
pub use convolve_transposed::ConvolveTransposed;
pub use copy::{Copy, Flattened, Shift};
pub use determinant::{Det, LnAbsDet};
pub use expm::Expm;
pub use fallible::{TryBinary, TryUnary};
pub use hadamard::Hadamard;
pub use inverse::Inverse;
pub use log_sum_exp::LogSumExp;
pub use matrix_power::MatrixPower;
pub use max_pool::MaxPool;
pub use norm::{Norm, NormSquared};
pub use product::{NoTrans, Product, Standing, Trans};
pub use pseudo_inverse::PseudoInverse;
pub use quotient::Quotient;
pub use solve::Solve;
pub use spectrum::{SingularValues, SymmetricEigenvalues};
pub use subtract::Subtract;
pub use sum::{Mean, Sum, Trace};
pub use transpose::Transpose;
pub use upsample::{Upsample, UpsampleBy};
pub use view::{Samples, View, ViewMut, Viewed};

use crate::Element;
use crate::kernel::Store;
use crate::shape::Shape;

/// An operation as a textbook writes it. δ is the gradient of the result, a dot marks a tangent.
///
/// ```
/// use typograd::prelude::*;
///
/// assert_eq!(Relu::FORM.value, "y = max(0, x)");
/// assert_eq!(Relu::FORM.vjp, ["∇x = δ ⊙ [y > 0]"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedForm {
    /// The value, `y = …`.
    pub value: &'static str,
    /// The gradient of each operand, `∇x = …`.
    pub vjp: &'static [&'static str],
    /// The tangent of the value, `ẏ = …`.
    pub jvp: &'static str,
}

/// An operation y = f(x) on one operand.
///
/// `value`, `vjp` and `jvp` see one sample; the `lift_…` forms see batches, and need not be written.
/// Where a rule does not need `x` or `y`, it may be given an empty slice; all others are as long as their shapes, and
/// the batches of one number of samples. Otherwise a rule may panic, and what it writes is of no use.
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{NormSquared, Unary};
/// use typograd::prelude::*;
///
/// // The gradient of y = ‖x‖² is 2 x, and its derivative in the direction ẋ is 2 xᵀ ẋ.
/// let (x, mut dx, mut ty) = ([3.0, 4.0], [0.0; 2], [0.0]);
/// NormSquared::vjp::<(D<2>,), f32>(&x, &[], &[1.0], &mut dx, Store::set());
/// NormSquared::jvp::<(D<2>,), f32>(&x, &[], &[1.0, 0.0], &mut ty, Store::set());
/// assert_eq!((dx, ty), ([6.0, 8.0], [6.0]));
/// ```
pub trait Unary {
    /// The shape of the result: a name for every shape, also for one the operation is not meant for.
    type Out<X: Shape>: Shape;
    /// The operation on paper.
    const FORM: ClosedForm;

    /// y ← f(x).
    fn value<X: Shape, T: Element>(x: &[T], y: &mut [T], store: Store<T>);
    /// dx ← (∂f/∂x)ᵀ δ.
    fn vjp<X: Shape, T: Element>(x: &[T], y: &[T], delta: &[T], dx: &mut [T], store: Store<T>);
    /// ẏ ← (∂f/∂x) ẋ.
    fn jvp<X: Shape, T: Element>(x: &[T], y: &[T], tx: &[T], ty: &mut [T], store: Store<T>);

    /// [`value`](Unary::value) for every sample.
    ///
    /// ```
    /// use typograd::kernel::Store;
    /// use typograd::op::{Sum, Unary, Viewed};
    /// use typograd::prelude::*;
    ///
    /// let x = Batch::<D<2>, _>::from_samples(&[[1.0, 2.0], [3.0, 4.0]].map(Vector::<D<2>>::from))?;
    /// let mut y = Batch::<D<2>, (), f32>::new();
    /// y.resize_like(&x);
    /// Sum::lift_value(x.view(), y.view_mut(), Store::set());
    /// assert_eq!(y.as_slice(), [3.0, 7.0]);
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    #[inline]
    fn lift_value<X: Shape, T: Element>(
        x: View<'_, X, T>,
        mut y: ViewMut<'_, Self::Out<X>, T>,
        store: Store<T>,
    ) {
        y.each(x.samples(), store, |i, y, store| {
            Self::value::<X, T>(x.sample(i), y, store);
        });
    }

    /// [`vjp`](Unary::vjp) for every sample.
    ///
    /// ```
    /// use typograd::kernel::Store;
    /// use typograd::op::{NormSquared, Unary, View, Viewed};
    /// use typograd::prelude::*;
    ///
    /// let x = Vector::<D<2>>::from([3.0, 4.0]); // shared by two samples
    /// let delta = Batch::<D<2>, _>::from_samples(&[1.0, 10.0].map(Scalar::full))?;
    /// let mut dx = Vector::zeros();
    /// NormSquared::lift_vjp(x.view(), View::absent(), delta.view(), dx.view_mut(), Store::set());
    /// assert_eq!(dx, Vector::from([66.0, 88.0])); // 2 x + 20 x
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    #[inline]
    fn lift_vjp<X: Shape, T: Element>(
        x: View<'_, X, T>,
        y: View<'_, Self::Out<X>, T>,
        delta: View<'_, Self::Out<X>, T>,
        mut dx: ViewMut<'_, X, T>,
        store: Store<T>,
    ) {
        dx.each(delta.samples(), store, |i, dx, store| {
            Self::vjp::<X, T>(x.sample(i), y.sample(i), delta.sample(i), dx, store);
        });
    }

    /// [`jvp`](Unary::jvp) for every sample.
    #[inline]
    fn lift_jvp<X: Shape, T: Element>(
        x: View<'_, X, T>,
        y: View<'_, Self::Out<X>, T>,
        tx: View<'_, X, T>,
        mut ty: ViewMut<'_, Self::Out<X>, T>,
        store: Store<T>,
    ) {
        ty.each(tx.samples(), store, |i, ty, store| {
            Self::jvp::<X, T>(x.sample(i), y.sample(i), tx.sample(i), ty, store);
        });
    }
}

/// An operation y = f(a, b) on two operands.
///
/// The rules see one sample; the `lift_…` forms see batches, and need not be written.
/// Where a rule does not need `a`, `b` or `y`, it may be given an empty slice; the lengths of all others are as for
/// [`Unary`].
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Binary, Hadamard};
/// use typograd::prelude::*;
///
/// // y = a ⊙ b has the tangent ẏ = ȧ ⊙ b + a ⊙ ḃ.
/// let (a, b, mut ty) = ([2.0, 3.0], [5.0, 7.0], [0.0; 2]);
/// Hadamard::jvp_a::<(D<2>,), (D<2>,), f32>(&a, &b, &[], &[1.0, 0.0], &mut ty, Store::set());
/// Hadamard::jvp_b::<(D<2>,), (D<2>,), f32>(&a, &b, &[], &[0.0, 1.0], &mut ty, Store::add());
/// assert_eq!(ty, [5.0, 3.0]);
/// ```
pub trait Binary {
    /// The shape of the result: a name for every pair, also for one the operation is not meant for.
    type Out<A: Shape, B: Shape>: Shape;
    /// The operation on paper.
    const FORM: ClosedForm;

    /// y ← f(a, b).
    fn value<A: Shape, B: Shape, T: Element>(a: &[T], b: &[T], y: &mut [T], store: Store<T>);
    /// da ← (∂f/∂a)ᵀ δ.
    fn vjp_a<A: Shape, B: Shape, T: Element>(
        a: &[T],
        b: &[T],
        y: &[T],
        delta: &[T],
        da: &mut [T],
        store: Store<T>,
    );
    /// db ← (∂f/∂b)ᵀ δ.
    fn vjp_b<A: Shape, B: Shape, T: Element>(
        a: &[T],
        b: &[T],
        y: &[T],
        delta: &[T],
        db: &mut [T],
        store: Store<T>,
    );
    /// ẏ ← (∂f/∂a) ȧ.
    fn jvp_a<A: Shape, B: Shape, T: Element>(
        a: &[T],
        b: &[T],
        y: &[T],
        ta: &[T],
        ty: &mut [T],
        store: Store<T>,
    );
    /// ẏ ← (∂f/∂b) ḃ.
    fn jvp_b<A: Shape, B: Shape, T: Element>(
        a: &[T],
        b: &[T],
        y: &[T],
        tb: &[T],
        ty: &mut [T],
        store: Store<T>,
    );

    /// [`value`](Binary::value) for every sample.
    ///
    /// ```
    /// use typograd::kernel::Store;
    /// use typograd::op::{Add, Binary, Viewed};
    /// use typograd::prelude::*;
    ///
    /// let x = Batch::<D<2>, (D<2>,)>::from_samples(&[Vector::ones(), Vector::zeros()])?;
    /// let (b, mut y) = (Vector::<D<2>>::full(0.5), x.clone());
    /// Add::lift_value(x.view(), b.view(), y.view_mut(), Store::set());
    /// assert_eq!(y.as_slice(), [1.5, 1.5, 0.5, 0.5]); // b is shared by the samples
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    #[inline]
    fn lift_value<A: Shape, B: Shape, T: Element>(
        a: View<'_, A, T>,
        b: View<'_, B, T>,
        mut y: ViewMut<'_, Self::Out<A, B>, T>,
        store: Store<T>,
    ) {
        y.each(a.samples().max(b.samples()), store, |i, y, store| {
            Self::value::<A, B, T>(a.sample(i), b.sample(i), y, store);
        });
    }

    /// [`vjp_a`](Binary::vjp_a) for every sample.
    #[inline]
    fn lift_vjp_a<A: Shape, B: Shape, T: Element>(
        a: View<'_, A, T>,
        b: View<'_, B, T>,
        y: View<'_, Self::Out<A, B>, T>,
        delta: View<'_, Self::Out<A, B>, T>,
        mut da: ViewMut<'_, A, T>,
        store: Store<T>,
    ) {
        da.each(delta.samples(), store, |i, da, store| {
            Self::vjp_a::<A, B, T>(
                a.sample(i),
                b.sample(i),
                y.sample(i),
                delta.sample(i),
                da,
                store,
            );
        });
    }

    /// [`vjp_b`](Binary::vjp_b) for every sample.
    #[inline]
    fn lift_vjp_b<A: Shape, B: Shape, T: Element>(
        a: View<'_, A, T>,
        b: View<'_, B, T>,
        y: View<'_, Self::Out<A, B>, T>,
        delta: View<'_, Self::Out<A, B>, T>,
        mut db: ViewMut<'_, B, T>,
        store: Store<T>,
    ) {
        db.each(delta.samples(), store, |i, db, store| {
            Self::vjp_b::<A, B, T>(
                a.sample(i),
                b.sample(i),
                y.sample(i),
                delta.sample(i),
                db,
                store,
            );
        });
    }

    /// [`jvp_a`](Binary::jvp_a) for every sample.
    #[inline]
    fn lift_jvp_a<A: Shape, B: Shape, T: Element>(
        a: View<'_, A, T>,
        b: View<'_, B, T>,
        y: View<'_, Self::Out<A, B>, T>,
        ta: View<'_, A, T>,
        mut ty: ViewMut<'_, Self::Out<A, B>, T>,
        store: Store<T>,
    ) {
        ty.each(ta.samples().max(b.samples()), store, |i, ty, store| {
            Self::jvp_a::<A, B, T>(
                a.sample(i),
                b.sample(i),
                y.sample(i),
                ta.sample(i),
                ty,
                store,
            );
        });
    }

    /// [`jvp_b`](Binary::jvp_b) for every sample.
    #[inline]
    fn lift_jvp_b<A: Shape, B: Shape, T: Element>(
        a: View<'_, A, T>,
        b: View<'_, B, T>,
        y: View<'_, Self::Out<A, B>, T>,
        tb: View<'_, B, T>,
        mut ty: ViewMut<'_, Self::Out<A, B>, T>,
        store: Store<T>,
    ) {
        ty.each(a.samples().max(tb.samples()), store, |i, ty, store| {
            Self::jvp_b::<A, B, T>(
                a.sample(i),
                b.sample(i),
                y.sample(i),
                tb.sample(i),
                ty,
                store,
            );
        });
    }
}

/// A binary operation whose result has the shape of `a`, and may be computed in `a`'s place.
///
/// ```
/// use typograd::op::{Hadamard, InPlace, Viewed};
/// use typograd::prelude::*;
///
/// let (mut a, b) = (Vector::<D<2>>::from([2.0, 3.0]), Vector::<D<2>>::from([5.0, 7.0]));
/// Hadamard::assign(a.view_mut(), b.view());
/// assert_eq!(a, Vector::from([10.0, 21.0]));
/// ```
pub trait InPlace: Binary {
    /// a ← f(a, b), for every sample.
    fn assign<A: Shape, B: Shape, T: Element>(a: ViewMut<'_, A, T>, b: View<'_, B, T>);
    /// δ ← (∂f/∂a)ᵀ δ, for every sample.
    fn pull_back_a<A: Shape, B: Shape, T: Element>(delta: ViewMut<'_, A, T>, b: View<'_, B, T>);
}
