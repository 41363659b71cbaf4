//! Layers with a gradient: in the input, in the parameters, and the update that needs no place for it.

use core::ops::Range;

use super::{Gradient, InputBatch, Layer, OutputBatch, Parameters, backward_bytes, gradient_bytes};
use crate::Zeroed;
use crate::dim::{D, Dim};
use crate::kernel::Store;

/// Refuses a layer with parameters whose `Backward` was written by hand without the two methods that write to them.
const fn has_no_parameters<L: Parameters>() {
    assert!(
        L::COUNT == 0,
        "a layer with parameters whose `Backward` is written by hand needs `gradient_is_finite` and `descend` to be trained \
        by `Sgd`; `Clipped<Sgd>` does without"
    );
}

/// A layer that pulls a gradient of its output back to its input. The second rung.
///
/// The derivative of y = f(x) is used as the product Jᵀ δ with the Jacobian J = ∂y/∂x, never as J itself:
///
/// ```
/// use typograd::{prelude::*, zeroed};
///
/// let mut net = DenseNoBias::<D<2>, D<1>>::default();
/// net.w = Matrix::from([[2.0, 3.0]]);
/// let x = Batch::<D<1>, _>::from_samples(&[Vector::from([5.0, 7.0])])?;
/// let mut saved = zeroed();
/// net.record(&x, &mut saved); // y = 2 x₁ + 3 x₂
/// let mut delta = Batch::from_samples(&[Vector::from([10.0])])?; // ∂loss/∂y
/// let mut dx = Batch::new();
/// net.backward_input(&x, &mut saved, &mut delta, &mut dx);
/// assert_eq!(dx[0], Vector::from([20.0, 30.0])); // Wᵀ δ
/// # Ok::<(), typograd::tensor::CapacityError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be trained: it is not a layer, or not one with a gradient",
    label = "a layer with a gradient is needed here"
)]
pub trait Backward: Layer {
    /// What [`record`](Backward::record) saves of a batch of up to `B` for the way back, the output among it, and the
    /// gradients between its parts.
    type Saved<B: Dim>: Zeroed + Send;

    /// Bytes for a forward and a backward pass of one sample: the parameters and what is saved.
    const BACKWARD_BYTES: usize = backward_bytes::<Self, D<1>>();

    /// The outputs for a batch, as in training: what the way back needs is saved.
    ///
    /// ```
    /// use typograd::{prelude::*, zeroed};
    ///
    /// let mut net = DenseNoBias::<D<2>, D<1>>::default();
    /// net.w = Matrix::from([[2.0, 3.0]]);
    /// let x = Batch::<D<1>, _>::from_samples(&[Vector::from([5.0, 7.0])])?;
    /// let mut saved = zeroed();
    /// assert_eq!(net.record(&x, &mut saved)[0], Vector::from([31.0])); // 2 · 5 + 3 · 7
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    fn record<'a, B: Dim>(
        &'a self,
        x: &'a InputBatch<B, Self>,
        saved: &'a mut Self::Saved<B>,
    ) -> &'a OutputBatch<B, Self>;

    /// The outputs that the last [`record`](Backward::record) wrote for `x`.
    ///
    /// ```
    /// use typograd::{prelude::*, zeroed};
    ///
    /// let net = Activate::<Relu, (D<2>,)>::default();
    /// let x = Batch::<D<1>, _>::from_samples(&[Vector::from([-1.0, 2.0])])?;
    /// let mut saved = zeroed();
    /// net.record(&x, &mut saved);
    /// assert_eq!(Activate::<Relu, (D<2>,)>::output(&x, &saved)[0], Vector::from([0.0, 2.0]));
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    fn output<'a, B: Dim>(
        x: &'a InputBatch<B, Self>,
        saved: &'a Self::Saved<B>,
    ) -> &'a OutputBatch<B, Self>;

    /// The way back after [`record`](Backward::record): given `delta`, the gradient of the loss in the output, writes
    /// the gradient in the parameters, summed over the samples, and the gradient in the input, where asked for.
    ///
    /// `delta` is used up: what it holds afterwards is for [`descend`](Backward::descend). The [`Store`] says what becomes of what the parameters' gradient
    /// held before; the input's gradient is overwritten. The place of a parameter that the output does not depend on is
    /// left as it was.
    ///
    /// ```
    /// use typograd::kernel::Store;
    /// use typograd::{prelude::*, zeroed};
    ///
    /// let mut net = DenseNoBias::<D<2>, D<1>>::default();
    /// net.w = Matrix::from([[2.0, 3.0]]);
    /// let x = Batch::<D<1>, _>::from_samples(&[Vector::from([5.0, 7.0])])?;
    /// let mut saved = zeroed();
    /// let mut total = DenseNoBias::default();
    /// for delta in [1.0, 10.0] {
    ///     net.record(&x, &mut saved);
    ///     let mut delta = Batch::from_samples(&[Vector::from([delta])])?;
    ///     net.pull_back(&x, &mut saved, &mut delta, Some((&mut total, Store::add())), None);
    /// }
    /// assert_eq!(total.w, Matrix::from([[55.0, 77.0]])); // 1 xᵀ + 10 xᵀ
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    ///
    /// # Panics
    ///
    /// Perhaps, if `x` and `saved` are not those of the last `record`, or if `delta` has another number of samples; what
    /// is written is then of no use.
    fn pull_back<B: Dim>(
        &self,
        x: &InputBatch<B, Self>,
        saved: &mut Self::Saved<B>,
        delta: &mut OutputBatch<B, Self>,
        gradient: Option<(&mut Self, Store<Self::Elem>)>,
        dx: Option<&mut InputBatch<B, Self>>,
    );

    /// Whether the gradient in the parameters is finite, after [`pull_back`](Backward::pull_back) without one: by what it
    /// is a product of, the gradients δ within the layer and what they are multiplied by. ∇W = Σ δ xᵀ is finite if δ and x
    /// are, unless a product or the sum overflows, which is not seen here.
    ///
    /// `delta` and `saved` are as `pull_back` left them. Derived; by hand it need not be written for a layer without
    /// parameters.
    ///
    /// ```
    /// use typograd::{prelude::*, zeroed};
    ///
    /// type Net = DenseNoBias<D<2>, D<1>>;
    ///
    /// let net = Net::seeded(1);
    /// let is_finite = |x: [f32; 2], delta| {
    ///     let x = Batch::<D<1>, _>::from_samples(&[Vector::from(x)]).unwrap();
    ///     let mut delta = Batch::from_samples(&[Vector::from([delta])]).unwrap();
    ///     let mut saved = zeroed();
    ///     net.record(&x, &mut saved);
    ///     net.pull_back(&x, &mut saved, &mut delta, None, None);
    ///     Net::gradient_is_finite(&x, &saved, &delta)
    /// };
    /// assert!(is_finite([5.0, 7.0], 10.0));
    /// assert!(!is_finite([5.0, f32::INFINITY], 10.0));
    /// assert!(!is_finite([5.0, 7.0], f32::NAN));
    /// ```
    fn gradient_is_finite<B: Dim>(
        x: &InputBatch<B, Self>,
        saved: &Self::Saved<B>,
        delta: &OutputBatch<B, Self>,
    ) -> bool {
        let _ = (x, saved, delta);
        const { has_no_parameters::<Self>() };
        true
    }

    /// The gradient in the parameters, after [`pull_back`](Backward::pull_back) without one, written into the parameters
    /// themselves: θ ← keep θ + scale ∇θ, and so W ← W − η Σ δ xᵀ for a scale of −η. It is stored nowhere on the way.
    ///
    /// `delta` and `saved` are as `pull_back` left them, and are not changed. Derived; by hand it need not be written for a
    /// layer without parameters.
    ///
    /// ```
    /// use typograd::kernel::Store;
    /// use typograd::{prelude::*, zeroed};
    ///
    /// let mut net = DenseNoBias::<D<2>, D<1>>::default();
    /// net.w = Matrix::from([[2.0, 3.0]]);
    /// let x = Batch::<D<1>, _>::from_samples(&[Vector::from([5.0, 7.0])])?;
    /// let mut saved = zeroed();
    /// net.record(&x, &mut saved);
    /// let mut delta = Batch::from_samples(&[Vector::from([10.0])])?; // ∂loss/∂y
    /// net.pull_back(&x, &mut saved, &mut delta, None, None);
    /// net.descend(&x, &saved, &delta, Store::add().times(-0.01)); // η = 0.01
    /// assert!(net.w.is_close(&Matrix::from([[1.5, 2.3]]), 1e-6)); // W − 0.01 · 10 xᵀ
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    fn descend<B: Dim>(
        &mut self,
        x: &InputBatch<B, Self>,
        saved: &Self::Saved<B>,
        delta: &OutputBatch<B, Self>,
        store: Store<Self::Elem>,
    ) {
        let _ = (x, saved, delta, store);
        const { has_no_parameters::<Self>() };
    }

    /// Writes the gradient of the parameters that lie in none of the places, which is zero: of all but `count` numbers. For
    /// derived code, which does not know the fields that the output does not depend on.
    #[doc(hidden)]
    #[inline]
    fn put_nothing_elsewhere(
        &mut self,
        count: usize,
        places: &[Range<usize>],
        store: Store<Self::Elem>,
    ) {
        if count == <Self as Parameters>::COUNT {
            return;
        }
        Self::zip([self], &mut |[parameter]: [&mut [Self::Elem]; 1]| {
            let start = parameter.as_ptr().addr();
            if places.iter().all(|place| !place.contains(&start)) {
                store.put_nothing(parameter);
            }
        });
    }

    /// The gradient in the input alone, after [`record`](Backward::record): [`pull_back`](Backward::pull_back) without
    /// one in the parameters.
    ///
    /// See [`Backward`] for an example.
    fn backward_input<B: Dim>(
        &self,
        x: &InputBatch<B, Self>,
        saved: &mut Self::Saved<B>,
        delta: &mut OutputBatch<B, Self>,
        dx: &mut InputBatch<B, Self>,
    ) {
        self.pull_back(x, saved, delta, None, Some(dx));
    }
}

/// A layer whose parameters have a gradient. The third rung: what training needs.
///
/// Every layer with [`Backward`] is one. [`Training`](crate::train::Training) puts the rungs together; by hand, see
/// [`backward`](Gradients::backward).
pub trait Gradients: Backward {
    /// Bytes for the gradient of one sample: parameters, their gradient, and what is saved.
    const GRADIENT_BYTES: usize = gradient_bytes::<Self, D<1>>();

    /// The gradient in the parameters, after [`record`](Backward::record), and in the input, where asked for. Both are
    /// overwritten; `delta` is used up, as by [`pull_back`](Backward::pull_back).
    ///
    /// ```
    /// use typograd::{prelude::*, zeroed};
    ///
    /// let mut net = DenseNoBias::<D<2>, D<1>>::default();
    /// net.w = Matrix::from([[2.0, 3.0]]);
    /// let x = Batch::<D<1>, _>::from_samples(&[Vector::from([5.0, 7.0])])?;
    /// let mut saved = zeroed();
    /// net.record(&x, &mut saved);
    /// let mut delta = Batch::from_samples(&[Vector::from([10.0])])?; // ∂loss/∂y
    /// let mut gradient = Gradient::<DenseNoBias<D<2>, D<1>>>::zeros();
    /// net.backward(&x, &mut saved, &mut delta, &mut gradient, None);
    /// assert_eq!(gradient.w, Matrix::from([[50.0, 70.0]])); // δ xᵀ
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    fn backward<B: Dim>(
        &self,
        x: &InputBatch<B, Self>,
        saved: &mut Self::Saved<B>,
        delta: &mut OutputBatch<B, Self>,
        gradient: &mut Gradient<Self>,
        dx: Option<&mut InputBatch<B, Self>>,
    ) {
        self.pull_back(x, saved, delta, Some((gradient, Store::set())), dx);
    }
}

impl<L: Backward> Gradients for L {}
