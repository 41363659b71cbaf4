//! Visiting the parameters of a network, by path, or several structures of the same type side by side.

use core::any::{Any, TypeId};
use core::fmt;
use core::marker::PhantomData;

use super::Layout;
use crate::__private::same_mut;
use crate::init::Initializer;
use crate::kernel::vector;
use crate::rng::Rng;
use crate::shape::Shape;
use crate::tensor::Tensor;
use crate::{Element, Zeroed};

/// The place of a parameter in a network: `hidden.w`. It lives on the stack, a link for each level.
///
/// ```
/// use typograd::network::Path;
///
/// let hidden = Path::ROOT.field("hidden");
/// let weights = hidden.field("w");
/// assert_eq!(weights.to_string(), "hidden.w");
/// assert_eq!((Path::ROOT.depth(), weights.depth()), (0, 2));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    name: &'a str,
}

impl<'a> Path<'a> {
    /// The network itself, which has no name.
    pub const ROOT: Path<'static> = Path {
        parent: None,
        name: "",
    };

    /// The field `name` of what is at this path.
    pub const fn field(&'a self, name: &'a str) -> Self {
        Self {
            parent: Some(self),
            name,
        }
    }

    /// How many names lead here.
    pub fn depth(&self) -> usize {
        self.parent.map_or(0, |parent| parent.depth() + 1)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent
            && parent.parent.is_some()
        {
            write!(f, "{parent}.")?;
        }
        f.write_str(self.name)
    }
}

/// One parameter as a visitor sees it.
///
/// ```
/// use typograd::{network::Path, prelude::*};
///
/// dims! { Pixels = 3; Hidden = 2; }
///
/// DenseNoBias::<Pixels, Hidden>::default().visit::<f32>(&Path::ROOT, &mut |p| {
///     assert_eq!((p.dims, p.names), (&[2, 3][..], &["Hidden", "Pixels"][..]));
///     assert_eq!(p.values, [0.0; 6]);
/// });
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'a, T> {
    /// Where it is: `hidden.w`.
    pub path: &'a Path<'a>,
    /// The lengths of its dimensions.
    pub dims: &'a [usize],
    /// The names of its dimensions, empty for literals.
    pub names: &'a [&'static str],
    /// Its elements, row-major.
    pub values: &'a [T],
}

/// Parameters, or a structure that holds some: a tensor, a layer, a network, a gradient, an optimizer's moments.
///
/// `#[layer]` and `#[derive(Network)]` implement it field by field. `T` is the element type of the visitor; tensors of
/// another element type are passed over.
///
/// ```
/// use typograd::prelude::*;
///
/// type Net = (Dense<D<3>, D<2>, Relu>, Dense<D<2>, D<1>>);
/// assert_eq!(<Net as Parameters>::COUNT, (2 * 3 + 2) + (1 * 2 + 1));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a parameter nor a layer",
    label = "expected a tensor (`Scalar` for a number), a layer (a struct marked `#[layer]`) or `PhantomData`"
)]
pub trait Parameters: Zeroed + Send + Sync + 'static {
    /// How many numbers there are.
    const COUNT: usize;

    /// Which tensors there are, by name, and where: how [`weights`](mod@crate::weights) are stored. Derived; what is written
    /// by hand may leave it out, and cannot be stored then unless it holds no numbers.
    const LAYOUT: Layout<Self> = Layout::of_count(Self::COUNT);

    /// Fills the parameters as their initialisers say.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut layer = Dense::<D<5>, D<1>>::default(); // zeros
    /// layer.initialize(&mut Rng::new(1));
    /// // Glorot's bound is √(6 / (5 + 1)) = 1; the bias begins at 0
    /// assert!(layer.w.norm_max() <= 1.0 && layer.w.norm_max() > 0.0 && layer.b[0] == 0.0);
    /// ```
    fn initialize(&mut self, rng: &mut Rng);

    /// Shows every parameter, in the order of the fields.
    ///
    /// ```
    /// use typograd::network::Path;
    /// use typograd::prelude::*;
    ///
    /// let network = <(Dense<D<3>, D<2>>,)>::seeded(1);
    /// let mut seen = String::new();
    /// network.visit::<f32>(&Path::ROOT, &mut |p| seen += &format!("{} {:?} ", p.path, p.dims));
    /// assert_eq!(seen, "0.w [2, 3] 0.b [2] ");
    /// ```
    fn visit<T: Element>(&self, path: &Path<'_>, visitor: &mut dyn FnMut(Parameter<'_, T>));

    /// Calls `each` with the elements of every parameter of all `parts` at once: of a network, its gradient and an
    /// optimizer's state, say.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let [mut sum, mut other] = [1.0, 2.0].map(|x| {
    ///     let mut net = DenseNoBias::<D<3>, D<2>>::default();
    ///     net.w.fill(x);
    ///     net
    /// });
    /// DenseNoBias::zip([&mut sum, &mut other], &mut |[a, b]: [&mut [f32]; 2]| {
    ///     a.iter_mut().zip(b).for_each(|(a, b)| *a += *b);
    /// });
    /// assert_eq!(sum.w, Matrix::full(3.0));
    /// ```
    fn zip<T: Element, const K: usize>(parts: [&mut Self; K], each: &mut dyn FnMut([&mut [T]; K]));
}

/// Whether all parameters, or all elements of a gradient, are finite.
pub(crate) fn is_finite<T: Element, N: Parameters>(network: &mut N) -> bool {
    let mut finite = true;
    N::zip([network], &mut |[part]: [&mut [T]; 1]| {
        finite &= vector::is_finite(part);
    });
    finite
}

#[diagnostic::do_not_recommend]
impl<S: Shape, U: Element> Parameters for Tensor<S, U> {
    const COUNT: usize = S::LEN;

    const LAYOUT: Layout<Self> = Layout::of_tensor(U::STORED_AS);

    fn initialize(&mut self, rng: &mut Rng) {
        Initializer::default_for::<S>().fill(self, rng);
    }

    fn visit<T: Element>(&self, path: &Path<'_>, visitor: &mut dyn FnMut(Parameter<'_, T>)) {
        if let Some(tensor) = (self as &dyn Any).downcast_ref::<Tensor<S, T>>() {
            visitor(Parameter {
                path,
                dims: &S::DIMS[..S::RANK],
                names: &S::NAMES[..S::RANK],
                values: tensor.as_slice(),
            });
        }
    }

    fn zip<T: Element, const K: usize>(parts: [&mut Self; K], each: &mut dyn FnMut([&mut [T]; K])) {
        if TypeId::of::<T>() == TypeId::of::<U>() {
            each(parts.map(|part| {
                let tensor: &mut Tensor<S, T> = same_mut(part);
                tensor.as_mut_slice()
            }));
        }
    }
}

#[diagnostic::do_not_recommend]
impl<X: ?Sized + Send + Sync + 'static> Parameters for PhantomData<X> {
    const COUNT: usize = 0;

    fn initialize(&mut self, _: &mut Rng) {}

    fn visit<T: Element>(&self, _: &Path<'_>, _: &mut dyn FnMut(Parameter<'_, T>)) {}

    fn zip<T: Element, const K: usize>(_: [&mut Self; K], _: &mut dyn FnMut([&mut [T]; K])) {}
}
