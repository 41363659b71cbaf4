//! Neural networks and matrix calculus the compiler can check.
//!
//! Every matrix and vector carries its dimensions in its type. You write the forward pass; the backward pass, every
//! Wᵀδ and δaᵀ, is derived by a macro, checked by the type system and run by SIMD kernels. It needs neither a heap nor
//! std, and a wrong shape is a compile error that names both dimensions.
//!
//! ```
//! use typograd::prelude::*;
//!
//! dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }
//!
//! #[derive(Network)]
//! pub struct Classifier {
//!     hidden: Dense<Pixels, Hidden, Relu>,
//!     logits: Dense<Hidden, Digit>,
//! }
//!
//! let net = Classifier::seeded(42);
//! let logits: Vector<Digit> = net.forward(&Vector::<Pixels>::ones());
//! assert_eq!(Classifier::PARAMS, 2410);
//! ```
//!
//! # Where things are
//!
//! | what | where |
//! |---|---|
//! | dimensions and shapes | [`dims!`], [`D`], [`dim`], [`shape`] |
//! | tensors, batches, products | [`tensor`]: [`Vector`], [`Matrix`], [`Image`], [`Batch`], [`Diagonal`] |
//! | differentiable operations | [`op`], one file each |
//! | derivatives of any function | [`macro@differentiable`], [`calculus`] |
//! | factorisations, linear systems, eigenvalues | [`linalg`] |
//! | layers of your own | [`macro@layer`] |
//! | layers of the library | [`layer`](mod@layer) |
//! | networks | [`macro@Network`], [`network`], tuples of layers |
//! | losses, optimizers | [`loss`], [`optim`] |
//! | numerical optimisation: the minimum of one function | [`minimize`] |
//! | training | [`train`]: [`Training`](train::Training) everywhere, [`Trainer`](train::Trainer) under `std` |
//! | weights in files and in flash | [`weights!`], [`weights`](mod@weights) |
//! | 8 bits instead of 32 | [`quant`] |
//! | data sets | [`data`], under `std` |
//! | pictures of a cost surface | `plot`, under the feature of that name |
//! | is my gradient right? | [`check`], under `alloc` |
//!
//! # Features
//!
//! - `std` (default): the trainer, data readers, and the choice of the instruction set at run time. Without it the set
//!   is the target's own: `-C target-cpu=native`, say.
//! - `alloc`: [`boxed`] and [`check`]. Implied by `std`.
//! - `rayon`: the threads of the current rayon pool share large matrix products, judge data sets, and make batches ready.
//!   The numbers are the same to the bit on any number of threads. Where work is called from outside of a pool, long steps and
//!   epochs are handed to one; of products alone, only large ones are. Implies `std`.
//! - `f64`: products in `f64` are compiled with the library, as those in `f32` always are, and not with each build of a program
//!   that computes in `f64`. What is computed is the same.
//! - `plot`: pictures of a cost surface, with the path of a descent on it. Implies `std`.
//!
//! Without `std` and `alloc`, the crate is `no_std` and has no heap: a [`Training`](train::Training) in a `static` trains on a
//! microcontroller.

#![cfg_attr(not(feature = "std"), no_std)]
// The pages link to what `std` and `alloc` add; with `std`, which has all of it, every link is checked.
#![cfg_attr(not(feature = "std"), allow(rustdoc::broken_intra_doc_links))]

#[cfg(feature = "alloc")]
extern crate alloc;
// The macros name this crate from outside, and it uses them itself.
extern crate self as typograd;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod calculus;
#[cfg(feature = "alloc")]
pub mod check;
#[cfg(feature = "std")]
pub mod data;
pub mod dim;
pub mod formula;
pub mod init;
mod label;
pub mod layer;
pub mod linalg;
pub mod loss;
pub mod minimize;
pub mod network;
pub mod op;
pub mod optim;
#[cfg(feature = "plot")]
pub mod plot;
pub mod prelude;
pub mod quant;
mod rng;
pub mod shape;
pub mod tensor;
pub mod train;
pub mod weights;
mod width;
mod zeroed;

pub use dim::{D, Dim};
pub use label::{Label, LabelError};
pub use network::{Backward, Gradient, Gradients, Layer, Parameters, Tangent};
pub use rng::Rng;
pub use shape::{Row, Shape};
pub use tensor::{
    AnyTensor, Batch, BatchOf, Diagonal, Image, Jacobian, Matrix, RowVector, Scalar, Tensor, Vector,
};
#[cfg(feature = "alloc")]
pub use zeroed::boxed;
pub use zeroed::{Zeroed, zeroed};

use typograd_kernels::threads;
#[doc(inline)]
pub use typograd_kernels::{Element, kernel};

/// Declares named dimensions: `dims! { pub Hidden = 32; }` is a type `Hidden` that implements [`Dim`] with length 32.
///
/// Lengths are integer literals from 1 up, of any size; each declaration has its own visibility, and may have
/// attributes and documentation of its own. A `pub` network may use dimensions that are not.
///
/// ```
/// use typograd::prelude::*;
///
/// dims! {
///     /// The pixels of an image of 28 × 28.
///     pub Pixels = 784;
///     pub Hidden = 0x80;
///     Flat = 9_216;
/// }
///
/// assert_eq!(Pixels::LEN + Hidden::LEN + Flat::LEN, 784 + 128 + 9216);
/// ```
pub use typograd_macros::dims;

/// Declares a layer: parameters, and one forward expression; everything else is derived.
///
/// It stands on a struct, whose fields are the parameters (tensors), layers within the layer, and `PhantomData`; and on
/// the struct's `impl`, which holds `fn forward(&self, x: &In) -> Out` for one sample. From these two follow
///
/// - [`Layer`]: `forward` as it stands, and [`infer`](Layer::infer) for batches, where a matrix–vector product becomes
///   one matrix product;
/// - [`Backward`] and [`Gradients`]: the gradient in input and parameters, which saves what it needs and no more, and the
///   update that writes it into the parameters ([`descend`](Backward::descend));
/// - [`Tangent`]: the Jacobian–vector product;
/// - [`Parameters`]: initialisation, and visiting by name.
///
/// ```
/// use typograd::prelude::*;
///
/// #[layer]
/// pub struct Gated<I: Dim, O: Dim> {
///     #[init(he_normal)]
///     w: Matrix<O, I>,
///     v: Matrix<O, I>,
///     b: Vector<O>,
/// }
///
/// #[layer]
/// impl<I: Dim, O: Dim> Gated<I, O> {
///     fn forward(&self, x: &Vector<I>) -> Vector<O> {
///         (&self.w * x + &self.b).hadamard(&sigmoid(&self.v * x))
///     }
/// }
///
/// let net = <(Gated<D<8>, D<4>>, Dense<D<4>, D<2>>)>::seeded(1);
/// assert_eq!(net.forward(&Vector::zeros()), Vector::zeros());
/// ```
///
/// # Initialisers
///
/// `#[init(…)]` on a parameter takes one of `zeros`, `ones`, `constant(c)`, `uniform(low, high)`,
/// `normal(mean, deviation)`, `glorot_uniform`, `glorot_normal`, `he_uniform`, `he_normal`, `lecun_uniform`,
/// `lecun_normal`, or a path to an [`Initializer`](init::Initializer) such as `F::INITIALIZER`. Without it, matrices
/// begin as `glorot_uniform`, vectors and scalars at zero.
///
/// `#[weights(name = "…")]` says what a field is called in [files](mod@weights#names), if not by its own name.
///
/// # What a forward expression may hold
///
/// - `let` bindings, blocks, parentheses, borrows;
/// - `+ - * /`, between values and with constants;
/// - the methods `hadamard`, `hadamard_div`, `dot`, `outer`, `t`, `transpose`, `sum`, `mean`, `trace`, `norm`,
///   `norm_squared`, `reshape::<S>`, `relabel::<S>`, `same::<S>`, `clone`; of images `convolve::<C>`, `convolve_transposed::<C>`,
///   `add_per_channel`, `max_pool::<P>`, `average_pool::<P>`, `channel_means`, `pad::<P>`, `crop::<P>`, `upsample::<K>`,
///   `concat_channels`, `flatten`, `unflatten::<S>`; and of numbers `exp`, `ln`, `sqrt`, `abs`, `recip`, `sin`, `cos`,
///   `tanh`;
/// - the functions of [`op`] that keep the shape, from `sigmoid` to `exp`, and `F::of(…)` for an activation `F`;
/// - `self.field.forward(…)` for a field that is a layer.
///
/// Anything else (a loop, a mutation, a call that is not known, a function that only shares its name with one that is) is
/// refused with an error on that token.
pub use typograd_macros::layer;

/// Derives the derivatives of an ordinary function of tensors and numbers.
///
/// The function stays as it is. Beside it, under its name, stand
///
/// | | gives | for |
/// |---|---|---|
/// | `value_and_grad`, `grad` | the value and the gradient: a struct with a field for each parameter | numbers |
/// | `value_and_grad_into` | the same, with the gradient written where the caller says | numbers |
/// | `vjp` | the value and Jᵀ δ, the gradient of ⟨δ, f⟩ | all |
/// | `jvp` | the value and J ẋ; a direction `x_dot` for each parameter `x` | all |
/// | `jacobian` | ∂f/∂x, for each parameter: [`Jacobian<Out, In>`](Jacobian) for vectors, [`Diagonal`] for what acts element by element | all |
/// | `hvp` | the derivative of the gradient along a direction, H ẋ | numbers |
/// | `hessian` | ∂²f/∂x∂x in the field `x`, ∂²f/∂x∂y in `x_y`, … | numbers |
/// | `GRADIENTS`, `LATEX` | the gradients as a textbook writes them; δ is that of the result, if it is no number | all |
/// | `FORMULAS` | the same as [`formula`]s that can be evaluated | all |
///
/// ```
/// use typograd::prelude::*;
///
/// #[differentiable]
/// fn energy<M: Dim, N: Dim>(x: &Vector<M>, a: &Matrix<M, N>, y: &Vector<N>) -> f32 {
///     x.dot(&(a * y))
/// }
///
/// let (x, y) = (Vector::<D<2>>::from([1.0, 2.0]), Vector::<D<3>>::from([3.0, 0.0, 1.0]));
/// let a = Matrix::from([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]]);
///
/// let (value, grad) = energy::value_and_grad(&x, &a, &y);
/// assert_eq!(value, energy(&x, &a, &y));
/// assert_eq!(grad.a, x.outer(&y)); // ∇A = x yᵀ, a Matrix<D<2>, D<3>>
/// assert_eq!(energy::hessian(&x, &a, &y).x_y, a); // ∂²f/∂x∂y
/// assert_eq!(energy::GRADIENTS, "∇x = A y   ∇A = x yᵀ   ∇y = Aᵀ x");
/// ```
///
/// The struct of `energy`'s gradients is named `EnergyGradient`, and there are `EnergyJacobian` and `EnergyHessian`.
///
/// # Parameters and results
///
/// A parameter is a tensor or a number of one element type, which may be a type parameter `T: Element`. One that is marked
/// `#[constant]` has no gradient and costs none; it may be of any other type, too. The result is a number, a tensor, a
/// tuple of them, or a `Result` of any of these.
///
/// ```
/// use typograd::prelude::*;
///
/// #[differentiable]
/// fn ridge<N: Dim, T: Element>(w: &Vector<N, T>, #[constant] penalty: T, #[constant] terms: usize) -> T {
///     penalty * w.norm_squared() / T::from_f64(terms as f64)
/// }
///
/// let gradient = ridge::grad(&Vector::<D<2>, f64>::from([1.0, 2.0]), 3.0, 2);
/// assert_eq!(gradient.w, Vector::from([3.0, 6.0]));
/// ```
///
/// # What it may be made of
///
/// - `let` bindings (of tuples, too), blocks, parentheses, borrows;
/// - `+ - * /`, between values and with constants;
/// - the methods that a [layer](macro@layer) may use, `powi` with a literal and `max` with a constant, and those of linear
///   algebra that may fail, with `?` behind them;
/// - the functions of [`op`] that keep the shape, and `F::of(…)` for an activation `F`;
/// - other differentiable functions.
///
/// Anything else is refused with an error on that token.
///
/// Operations on images, too, have derivatives and closed forms; [`formula`] says what the signs mean.
///
/// ```
/// use typograd::prelude::*;
/// use typograd::tensor::Convolution2d;
///
/// #[differentiable]
/// fn convolved(x: &Image<D<1>, D<3>, D<3>>, k: &Tensor<(D<1>, D<1>, D<2>, D<2>)>) -> Image<D<1>, D<2>, D<2>> {
///     x.convolve::<Convolution2d<_, D<1>, D<2>>>(k)
/// }
///
/// assert_eq!(convolved::GRADIENTS, "∇X = δ ∗ᵀ K   ∇K = X ⋆ δ");
/// let (_, gradient) = convolved::vjp(&Image::ones(), &Tensor::ones(), &Image::ones());
/// assert_eq!(gradient.x, Image::from([[[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]]));
/// ```
///
/// There is a Jacobian, and a Hessian, where the result and the variable have four axes together, at most.
///
/// ```
/// use typograd::prelude::*;
///
/// #[differentiable]
/// fn layer<I: Dim, O: Dim>(w: &Matrix<O, I>, b: &Vector<O>, x: &Vector<I>) -> Vector<O> {
///     tanh(w * x + b)
/// }
///
/// #[differentiable]
/// fn loss<I: Dim, O: Dim>(w: &Matrix<O, I>, b: &Vector<O>, #[constant] x: &Vector<I>, #[constant] y: &Vector<O>) -> f32 {
///     (layer(w, b, x) - y).norm_squared() / 2.0
/// }
///
/// let (w, b) = (Matrix::<D<1>, D<2>>::zeros(), Vector::zeros());
/// let gradient = loss::grad(&w, &b, &Vector::from([1.0, 2.0]), &Vector::from([3.0]));
/// assert_eq!(gradient.w, Matrix::from([[-3.0, -6.0]])); // δ xᵀ, δ = (ŷ − y) ⊙ (1 − ŷ²)
/// ```
///
/// Values are local variables: there is no heap, and no tape. What the way back needs stays on the stack.
pub use typograd_macros::differentiable;

/// Makes a struct of layers a network: the layers run in the order of the fields, and the network is a layer itself.
///
/// Each layer must take what the one before it returns; where it does not, the error names both fields and both shapes,
/// at the field's type.
///
/// ```
/// use typograd::prelude::*;
///
/// #[derive(Network)]
/// struct Encoder {
///     first: Dense<D<16>, D<8>, Tanh>,
///     second: Dense<D<8>, D<4>, Tanh>,
/// }
///
/// #[derive(Network)]
/// struct Model {
///     encoder: Encoder,
///     head: Dense<D<4>, D<2>>,
/// }
///
/// let model = Model::seeded(1);
/// let y: Vector<D<2>> = model.forward(&Vector::ones());
/// println!("{}", model.summary());
/// ```
///
/// `#[weights(name = "fc1")]` on a field says what it is called in [files](mod@weights#names), if not by its own name.
pub use typograd_macros::Network;

/// The weights in a safetensors file as a constant: `static NET: Classifier = weights!("digits.safetensors" as Classifier);`.
///
/// The file is read by the compiler, and the network lies in the program's read-only data: in flash, on a microcontroller.
/// Every tensor of the network must be in the file, by [name](mod@weights#names), with its shape and its elements; what does
/// not agree is a compile error at the path:
///
/// ```text
/// error[E0080]: evaluation panicked: `hidden.w` is [32,64] in the file, but [Hidden=48, Pixels=64] in the network
///  --> src/main.rs:12:33
///    |
/// 12 | static NET: Classifier = weights!("digits.safetensors" as Classifier);
///    |                                   ^^^^^^^^^^^^^^^^^^^^ evaluation of `NET::NETWORK` failed here
/// ```
///
/// The path is a literal, relative to the file it stands in, as that of `include_bytes!`. The program is built again when
/// the file changes.
///
/// ```standalone_crate
/// use typograd::prelude::*;
///
/// #[derive(Network)]
/// struct Classifier {
///     hidden: Dense<D<64>, D<32>, Relu>,
///     logits: Dense<D<32>, D<10>>,
/// }
///
/// static NET: Classifier = weights!("../examples/data/digits.safetensors" as Classifier);
///
/// let blank = NET.forward(&Vector::zeros()); // its biases are those that were trained
/// assert!(blank.norm_max() > 0.0);
/// ```
///
/// A network in RAM that begins with these weights is a copy: `run.network.clone_from(&NET)`, or
/// [`weights::from_bytes`] and [`weights::read_params`] of the bytes. Weights that were learnt on the device leave it
/// through [`weights::write_params`].
pub use typograd_macros::weights;

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
