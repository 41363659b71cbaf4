//! Networks: the traits of a layer, as a ladder of capabilities, and what every network has.
//!
//! ```text
//! Layer       runs: In → Out                            needs Buffers
//!   ⊂ Backward   pulls a gradient back to the input     needs Saved
//!     ⊂ Gradients   and to the parameters               needs Gradient
//!       ⊂ an optimizer steps                            needs its State
//! ```
//!
//! Each rung's memory is a type, owned by the caller and written in place: who only runs a network pays for its
//! output buffers alone. A network is a layer whose parts are layers, so networks nest.

mod chain;
mod gradient;
mod memory;
mod parameters;
mod summary;

pub use chain::Follows;
pub use gradient::Gradient;
pub use memory::{backward_bytes, gradient_bytes, inference_bytes};
pub use parameters::{Parameter, Parameters, Path};
pub use summary::{Kind, Row, Summary};

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

use crate::dim::{D, Dim};
use crate::kernel::Store;
use crate::rng::Rng;
use crate::shape::Shape;
use crate::tensor::{Batch, Tensor};
use crate::{Element, Zeroed, zeroed};

/// One input of a layer.
pub type InputOf<L> = Tensor<<L as Layer>::In, <L as Layer>::Elem>;
/// One output of a layer.
pub type OutputOf<L> = Tensor<<L as Layer>::Out, <L as Layer>::Elem>;
/// A batch of up to `B` inputs of a layer.
pub type InputBatch<B, L> = Batch<B, <L as Layer>::In, <L as Layer>::Elem>;
/// A batch of up to `B` outputs of a layer.
pub type OutputBatch<B, L> = Batch<B, <L as Layer>::Out, <L as Layer>::Elem>;

/// A layer: it turns a tensor of shape `In` into one of shape `Out`. The first rung: inference.
///
/// Declare one with [`#[layer]`](macro@crate::layer), and a network of them with [`#[derive(Network)]`](crate::Network); a
/// tuple of layers is a network too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "expected a layer such as `Dense<In, Out, Relu>`, or a network of layers",
    note = "a layer is declared by `#[layer]`, a network by `#[derive(Network)]` or as a tuple of up to 12 layers"
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
    /// Bytes for inference on one sample: the parameters and the buffers.
    const INFERENCE_BYTES: usize = inference_bytes::<Self, D<1>>();

    /// The output for one input.
    fn forward(&self, x: &InputOf<Self>) -> OutputOf<Self>;

    /// The outputs for a batch, written into `buffers`.
    fn infer<'a, B: Dim>(
        &'a self,
        x: &'a InputBatch<B, Self>,
        buffers: &'a mut Self::Buffers<B>,
    ) -> &'a OutputBatch<B, Self>;

    /// One line for each layer within, or one for this: what [`summary`](Layer::summary) prints.
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
    fn summary(&self) -> Summary<Self> {
        Summary::new()
    }

    /// A network with initialised parameters. Large networks are better built on the heap: [`boxed`](Layer::boxed).
    fn seeded(seed: u64) -> Self {
        let mut network = zeroed::<Self>();
        network.initialize(&mut Rng::new(seed));
        network
    }

    /// A network with initialised parameters on the heap, built there.
    #[cfg(feature = "alloc")]
    fn boxed(seed: u64) -> Box<Self> {
        let mut network = crate::boxed::<Self>();
        network.initialize(&mut Rng::new(seed));
        network
    }
}

/// A layer that pulls a gradient of its output back to its input. The second rung.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be trained: it is not a layer, or not one with a gradient",
    label = "a layer with a gradient is needed here"
)]
pub trait Backward: Layer {
    /// What [`record`](Backward::record) saves of a batch of up to `B` for the way back, the output among it, and the
    /// gradients between its parts.
    type Saved<B: Dim>: Zeroed;

    /// Bytes for a forward and a backward pass of one sample: the parameters and what is saved.
    const BACKWARD_BYTES: usize = backward_bytes::<Self, D<1>>();

    /// The outputs for a batch, as in training: what the way back needs is saved.
    fn record<'a, B: Dim>(
        &'a self,
        x: &'a InputBatch<B, Self>,
        saved: &'a mut Self::Saved<B>,
    ) -> &'a OutputBatch<B, Self>;

    /// The outputs that the last [`record`](Backward::record) wrote for `x`.
    fn output<'a, B: Dim>(
        x: &'a InputBatch<B, Self>,
        saved: &'a Self::Saved<B>,
    ) -> &'a OutputBatch<B, Self>;

    /// The way back after [`record`](Backward::record): given `delta`, the gradient of the loss in the output, writes
    /// the gradient in the parameters, summed over the samples, and the gradient in the input, where asked for.
    ///
    /// `delta` is used up: it holds anything afterwards. The [`Store`] says what becomes of what the parameters' gradient
    /// held before; the input's gradient is overwritten. The place of a parameter that the output does not depend on is
    /// left as it was.
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

    /// The gradient in the input alone, after [`record`](Backward::record): [`pull_back`](Backward::pull_back) without
    /// one in the parameters.
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
pub trait Gradients: Backward {
    /// Bytes for the gradient of one sample: parameters, their gradient, and what is saved.
    const GRADIENT_BYTES: usize = gradient_bytes::<Self, D<1>>();

    /// The gradient in the parameters, after [`record`](Backward::record), and in the input, where asked for. Both are
    /// overwritten; `delta` is used up, as by [`pull_back`](Backward::pull_back).
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

/// A layer with a forward-mode derivative: it pushes tangents of the input and of the parameters to the output.
pub trait Tangent: Layer {
    /// What [`jvp`](Tangent::jvp) writes to for a batch of up to `B`.
    type Tangents<B: Dim>: Zeroed;

    /// The outputs y = f(x, θ) for a batch, and their tangents ẏ = ∂f/∂x ẋ + ∂f/∂θ θ̇.
    fn jvp<'a, B: Dim>(
        &'a self,
        x: &'a InputBatch<B, Self>,
        tx: &'a InputBatch<B, Self>,
        parameters: &Self,
        work: &'a mut Self::Tangents<B>,
    ) -> (&'a OutputBatch<B, Self>, &'a OutputBatch<B, Self>);
}
