//! Networks: the traits of a layer, as a ladder of capabilities, and what every network has.
//!
//! ```text
//! Layer       runs: In → Out                            needs Buffers
//!   ⊂ Backward   pulls a gradient back to the input     needs Saved
//!     ⊂ Gradients   and to the parameters               needs Gradient
//!       ⊂ an optimizer steps                            needs its State
//! ```
//!
//! Plain gradient descent goes round the third: [`descend`](Backward::descend) writes the gradient into the parameters, and
//! no [`Gradient`] is needed.
//!
//! Each rung's memory is a type, owned by the caller and written in place: who only runs a network pays for its
//! output buffers alone. A network is a layer whose parts are layers, so networks nest.

mod backward;
mod budget;
mod chain;
mod gradient;
mod infer;
mod layout;
mod memory;
mod parameters;
mod returns;
mod summary;

pub use backward::{Backward, Gradients};
#[doc(hidden)]
pub use budget::within;
pub use chain::Follows;
#[doc(hidden)]
pub use chain::{Chain, Links};
pub use gradient::Gradient;
#[doc(hidden)]
pub use infer::infer;
pub(crate) use layout::Kind as LayoutKind;
pub use layout::{Layout, Part};
pub use memory::{backward_bytes, gradient_bytes, inference_bytes};
pub(crate) use parameters::is_finite;
pub use parameters::{Parameter, Parameters, Path};
#[doc(hidden)]
pub use returns::Returns;
pub(crate) use summary::Grouped;
pub use summary::{Kind, Row, Summary};

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

use crate::dim::{D, Dim};
use crate::kernel::Run;
use crate::rng::Rng;
use crate::shape::{Flatten, Shape};
use crate::tensor::{Batch, Tensor};
use crate::{Element, Zeroed, zeroed};

/// One input of a layer, `Tensor<L::In, L::Elem>`.
///
/// ```
/// use typograd::network::{InputOf, OutputOf};
/// use typograd::prelude::*;
///
/// type Net = (Dense<D<3>, D<4>, Tanh>, Dense<D<4>, D<2>>);
///
/// let x: InputOf<Net> = Vector::<D<3>>::ones();
/// let y: OutputOf<Net> = Net::seeded(1).forward(&x); // a Vector<D<2>>
/// assert_eq!(y.as_slice().len(), 2);
/// ```
pub type InputOf<L> = Tensor<<L as Layer>::In, <L as Layer>::Elem>;
/// One input of a layer whose sizes fit: if they do not, what they were meant for.
#[doc(hidden)]
pub type MeantFor<L> = Tensor<<<L as Layer>::In as Shape>::Meant, <L as Layer>::Elem>;
/// What a layer returns whose sizes fit: if they do not, what the next one is meant for.
#[doc(hidden)]
pub type ExpectedOf<L, Next> = Tensor<
    <<L as Layer>::In as Shape>::IfSound<<L as Layer>::Out, <<Next as Layer>::In as Shape>::Meant>,
    <L as Layer>::Elem,
>;
/// A batch of them.
#[doc(hidden)]
pub type MeantBatch<B, L> = Batch<B, <<L as Layer>::In as Shape>::Meant, <L as Layer>::Elem>;
/// One output of a layer, `Tensor<L::Out, L::Elem>`: in the header of an implementation, that is to be written.
///
/// See [`InputOf`].
pub type OutputOf<L> = <L as Returns>::Output;
/// The dimension of a layer's output laid out in one line: what a dense layer behind a flattened image takes.
///
/// ```
/// use typograd::prelude::*;
///
/// type Conv = Conv2d<Image<D<1>, D<28>, D<28>>, D<6>, D<5>, Relu>;
///
/// /// Each size stands here once: 6 · 24 · 24 is for the compiler.
/// #[derive(Network)]
/// struct Net {
///     conv: Conv,
///     flat: Flatten<OutputOf<Conv>>,
///     logits: Dense<FlatOf<Conv>, D<10>>,
/// }
///
/// assert_eq!(Net::PARAMS, (6 * 25 + 6) + (6 * 24 * 24 * 10 + 10));
/// ```
pub type FlatOf<L> = <<L as Layer>::Out as Flatten>::Flat;
/// A batch of up to `B` inputs of a layer.
///
/// ```
/// use typograd::network::{InputBatch, OutputBatch};
/// use typograd::prelude::*;
///
/// type Net = Dense<D<3>, D<2>>;
///
/// let x: InputBatch<D<32>, Net> = Batch::from_samples(&[Vector::<D<3>>::ones()])?;
/// let y: OutputBatch<D<32>, Net> = Batch::from_samples(&[Vector::<D<2>>::ones()])?;
/// assert_eq!((x.as_slice().len(), y.as_slice().len()), (3, 2));
/// # Ok::<(), typograd::tensor::CapacityError>(())
/// ```
pub type InputBatch<B, L> = Batch<B, <L as Layer>::In, <L as Layer>::Elem>;
/// A batch of up to `B` outputs of a layer.
///
/// See [`InputBatch`].
pub type OutputBatch<B, L> = Batch<B, <L as Layer>::Out, <L as Layer>::Elem>;

/// A layer: it turns a tensor of shape `In` into one of shape `Out`. The first rung: inference.
///
/// Declare one with [`#[layer]`](macro@crate::layer), and a network of them with [`#[derive(Network)]`](crate::Network); a
/// tuple of up to 8 layers is a network too; tuples nest. Several threads may run one network at a time, each with buffers
/// of its own.
///
/// ```
/// use typograd::prelude::*;
///
/// /// The largest output for an input of ones, for any layer from vectors to vectors.
/// fn peak<I: Dim, O: Dim, L: Layer<Elem = f32, In = (I,), Out = (O,)>>(layer: &L) -> f32 {
///     layer.forward(&Vector::ones()).max()
/// }
///
/// assert_eq!(peak(&Activate::<Softmax, (D<4>,)>::default()), 0.25);
/// assert_eq!(Dense::<D<3>, D<2>>::PARAMS, 8); // 2 · 3 weights and 2 biases
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "expected a layer such as `Dense<In, Out, Relu>`, or a network of layers",
    note = "a layer is declared by `#[layer]`, a network by `#[derive(Network)]` or as a tuple of up to 8 layers"
)]
pub trait Layer: Parameters {
    /// The element type of parameters and activations.
    type Elem: Element;
    /// The shape of one input.
    type In: Shape;
    /// The shape of one output.
    type Out: Shape;
    /// What inference on batches of up to `B` writes to.
    type Buffers<B: Dim>: Zeroed;

    /// The number of trainable numbers.
    const PARAMS: usize = <Self as Parameters>::COUNT;
    /// [`LAYOUT`](Parameters::LAYOUT), for the derived code of a network.
    #[doc(hidden)]
    const PARTS: Layout<Self> = <Self as Parameters>::LAYOUT;
    /// Bytes for inference on one sample: the parameters and the buffers.
    const INFERENCE_BYTES: usize = inference_bytes::<Self, D<1>>();

    /// The output for one input.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut net = DenseNoBias::<D<2>, D<1>>::default();
    /// net.w = Matrix::from([[2.0, 3.0]]);
    /// assert_eq!(net.forward(&Vector::from([5.0, 7.0])), Vector::from([31.0])); // 2 · 5 + 3 · 7
    /// ```
    fn forward(&self, x: &InputOf<Self>) -> OutputOf<Self>;

    /// The outputs for a batch, written into `buffers`: as [`forward`](Layer::forward) for every sample, up to rounding,
    /// and faster.
    ///
    /// ```
    /// use typograd::{prelude::*, zeroed};
    ///
    /// let mut net = DenseNoBias::<D<2>, D<1>>::default();
    /// net.w = Matrix::from([[2.0, 3.0]]);
    ///
    /// let x: Batch<D<8>, _> = Batch::from_samples(&[[1.0, 0.0], [0.0, 1.0], [5.0, 7.0]].map(Vector::from))?;
    /// let mut buffers = zeroed(); // room for eight outputs
    /// assert_eq!(net.infer(&x, &mut buffers).as_slice(), [2.0, 3.0, 31.0]);
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    fn infer<'a, B: Dim>(
        &'a self,
        x: &'a InputBatch<B, Self>,
        buffers: &'a mut Self::Buffers<B>,
    ) -> &'a OutputBatch<B, Self>;

    /// [`infer`](Layer::infer), with the kernels run by `by`: what is derived passes it on to each layer.
    #[doc(hidden)]
    #[inline]
    fn infer_by<'a, B: Dim, R: Run>(
        &'a self,
        by: R,
        x: &'a InputBatch<B, Self>,
        buffers: &'a mut Self::Buffers<B>,
    ) -> &'a OutputBatch<B, Self> {
        let _ = by;
        self.infer(x, buffers)
    }

    /// One line for each layer within, or one for this: what [`summary`](Layer::summary) prints.
    ///
    /// ```
    /// use typograd::{network::Path, prelude::*};
    ///
    /// type Net = (Dense<D<3>, D<2>, Relu>, Dense<D<2>, D<1>>);
    ///
    /// let mut parameters = Vec::new();
    /// Net::rows(&Path::ROOT, &mut |row| parameters.push(row.parameters));
    /// assert_eq!(parameters, [2 * 3 + 2, 1 * 2 + 1]);
    /// ```
    fn rows(path: &Path<'_>, row: &mut dyn FnMut(Row<'_>)) {
        row(Row::of::<Self>(path));
    }

    /// [`initialize`](Parameters::initialize), for the derived code of a network.
    #[doc(hidden)]
    fn initialize_layer(&mut self, rng: &mut Rng) {
        self.initialize(rng);
    }

    /// [`visit`](Parameters::visit), for the derived code of a network.
    #[doc(hidden)]
    fn visit_layer<T: Element>(&self, path: &Path<'_>, visitor: &mut dyn FnMut(Parameter<'_, T>)) {
        self.visit(path, visitor);
    }

    /// [`zip`](Parameters::zip), for the derived code of a network.
    #[doc(hidden)]
    fn zip_layer<T: Element, const K: usize>(
        parts: [&mut Self; K],
        each: &mut dyn FnMut([&mut [T]; K]),
    ) {
        Self::zip(parts, each);
    }

    /// A table of the layers, to be printed: name, in → out, parameters, bytes.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let net = <(Dense<D<3>, D<4>, Relu>, Dense<D<4>, D<16>>)>::seeded(1);
    /// let table = net.summary().to_string();
    /// println!("{table}");
    /// let words: Vec<&str> = table.lines().last().unwrap().split_whitespace().collect();
    /// assert_eq!(words[words.len() - 2..], ["96", "384"]); // 12 + 4 + 64 + 16 numbers of 4 bytes
    /// ```
    fn summary(&self) -> Summary<Self> {
        Summary::new()
    }

    /// A network with parameters [initialised](Parameters::initialize) from `seed`. Large networks are better built on
    /// the heap: [`boxed`](Layer::boxed).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// type Net = Dense<D<3>, D<2>, Relu>;
    ///
    /// assert_eq!(Net::seeded(1), Net::seeded(1)); // the same numbers every time
    /// assert_ne!(Net::seeded(1), Net::seeded(2));
    /// ```
    fn seeded(seed: u64) -> Self {
        let mut network = zeroed::<Self>();
        network.initialize(&mut Rng::new(seed));
        network
    }

    /// A network with initialised parameters on the heap, built there.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// type Net = Dense<D<1000>, D<1000>>; // 4 MB, more than many a stack holds
    ///
    /// let net = Net::boxed(1);
    /// assert_eq!(net.forward(&Vector::zeros()), Vector::zeros()); // biases begin at 0
    /// ```
    #[cfg(feature = "alloc")]
    fn boxed(seed: u64) -> Box<Self> {
        let mut network = crate::boxed::<Self>();
        network.initialize(&mut Rng::new(seed));
        network
    }
}

/// A layer with a forward-mode derivative: it pushes tangents of the input and of the parameters to the output.
///
/// `#[layer]` and `#[derive(Network)]` derive it beside [`Backward`]; [`check::tangents`](crate::check::tangents)
/// compares the two.
pub trait Tangent: Layer {
    /// What [`jvp`](Tangent::jvp) writes to for a batch of up to `B`.
    type Tangents<B: Dim>: Zeroed;

    /// The outputs y = f(x, θ) for a batch, and their tangents ẏ = ∂f/∂x ẋ + ∂f/∂θ θ̇, where `tx` is ẋ and `parameters`
    /// holds θ̇.
    ///
    /// ```
    /// use typograd::{prelude::*, zeroed};
    ///
    /// let (mut net, mut direction) = (DenseNoBias::<D<2>, D<1>>::default(), DenseNoBias::default());
    /// net.w = Matrix::from([[2.0, 3.0]]);
    /// direction.w = Matrix::from([[0.0, 1.0]]); // Ẇ
    /// let x = Batch::<D<1>, _>::from_samples(&[Vector::from([5.0, 7.0])])?;
    /// let tx = Batch::from_samples(&[Vector::from([1.0, 0.0])])?; // ẋ
    /// let mut work = zeroed();
    /// let (y, ty) = net.jvp(&x, &tx, &direction, &mut work);
    /// assert_eq!((&y[0], &ty[0]), (&Vector::from([31.0]), &Vector::from([9.0]))); // W ẋ + Ẇ x = 2 + 7
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    fn jvp<'a, B: Dim>(
        &'a self,
        x: &'a InputBatch<B, Self>,
        tx: &'a InputBatch<B, Self>,
        parameters: &Self,
        work: &'a mut Self::Tangents<B>,
    ) -> (&'a OutputBatch<B, Self>, &'a OutputBatch<B, Self>);
}
