//! y = X⁺, the Moore–Penrose pseudo-inverse.

use super::{ClosedForm, TryUnary};
use crate::Element;
use crate::kernel::product::{Layout, product};
use crate::kernel::{Store, vector};
use crate::linalg::LinalgError;
use crate::shape::{Shape, ShorterSide};
use crate::tensor::{Matrix, Tensor};
use crate::zeroed::zeroed;

/// y = X⁺: see [`Matrix::pinv`](crate::Matrix::pinv).
///
/// The derivative holds where the rank does not change nearby, as with full rank (Golub and Pereyra, *The Differentiation of
/// Pseudo-Inverses and Nonlinear Least Squares Problems Whose Variables Separate*, 1973); elsewhere X⁺ is not continuous,
/// and the derivative is that along matrices of the same rank.
///
/// | | closed form |
/// |---|---|
/// | value | y = X⁺ |
/// | VJP | ∇X = −yᵀ δ yᵀ + (I − X y) δᵀ y yᵀ + yᵀ y δᵀ (I − y X) |
/// | JVP | ẏ = −y Ẋ y + y yᵀ Ẋᵀ (I − X y) + (I − y X) Ẋᵀ yᵀ y |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{PseudoInverse, TryUnary};
/// use typograd::prelude::*;
///
/// let x = Matrix::<D<2>, D<1>>::from([[2.0], [0.0]]);
/// let (mut y, mut ty) = (Matrix::zeros(), Matrix::zeros());
/// PseudoInverse::value(&x, &mut y, &mut ())?;
/// assert_eq!(y, Matrix::from([[0.5, 0.0]])); // xᵀ / ‖x‖²
/// PseudoInverse::jvp(&x, &y, &(), &Matrix::from([[0.0], [1.0]]), &mut ty, Store::set());
/// assert_eq!(ty, Matrix::from([[0.0, 0.25]]));
/// # Ok::<(), typograd::linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PseudoInverse;

/// A matrix of so many rows and columns, which may be stored transposed.
struct Stored<'a, T> {
    elements: &'a [T],
    rows: usize,
    columns: usize,
    transposed: bool,
}

impl<'a, T: Element> Stored<'a, T> {
    fn new(elements: &'a [T], rows: usize, columns: usize, transposed: bool) -> Self {
        Self {
            elements,
            rows,
            columns,
            transposed,
        }
    }

    fn t(&self) -> Self {
        Self::new(self.elements, self.columns, self.rows, !self.transposed)
    }

    /// out ← keep · out + scale · self · right.
    fn times(&self, right: &Self, out: &mut [T], store: Store<T>) {
        let layout = Layout::new(self.transposed, right.transposed);
        let (m, n, k) = (self.rows, right.columns, self.columns);
        product(
            layout,
            m,
            n,
            k,
            self.elements,
            right.elements,
            out,
            store,
            (),
        );
    }

    /// [`times`](Stored::times), where `out` may be stored transposed.
    fn times_into(&self, right: &Self, out: &mut [T], transposed: bool, store: Store<T>) {
        if transposed {
            right.t().times(&self.t(), out, store);
        } else {
            self.times(right, out, store);
        }
    }
}

/// A matrix of k × k, stored as it is.
fn square<T: Element>(elements: &[T], k: usize) -> Stored<'_, T> {
    Stored::new(elements, k, k, false)
}

/// The square of the shorter side.
type Small<X, T> = Matrix<ShorterSide<X>, ShorterSide<X>, T>;

/// Where X is wide, all is done for its transpose, as (Xᵀ)⁺ = (X⁺)ᵀ: then what is large is as long as X, and the rest small.
fn sides<X: Shape>() -> (usize, usize, bool) {
    let (rows, columns) = X::MATRIX;
    (rows.max(columns), rows.min(columns), rows < columns)
}

/// out ← −g + gᵀ.
fn skew<T: Element>(k: usize, g: &[T], out: &mut [T]) {
    for i in 0..k {
        for j in 0..k {
            out[i * k + j] = g[j * k + i] - g[i * k + j];
        }
    }
}

impl TryUnary for PseudoInverse {
    type Out<X: Shape> = X::Transposed;
    type Factors<X: Shape, T: Element> = ();
    const FORM: ClosedForm = ClosedForm {
        value: "y = X⁺",
        vjp: &["∇X = −yᵀ δ yᵀ + (I − X y) δᵀ y yᵀ + yᵀ y δᵀ (I − y X)"],
        jvp: "ẏ = −y Ẋ y + y yᵀ Ẋᵀ (I − X y) + (I − y X) Ẋᵀ yᵀ y",
    };

    fn value<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        y: &mut Tensor<X::Transposed, T>,
        (): &mut (),
    ) -> Result<(), LinalgError> {
        let x: &Matrix<X::Rows, X::Columns, T> = x.cast();
        x.pinv_into(Tensor::from_elements_mut(y.as_mut_slice()))
    }

    fn vjp<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        y: &Tensor<X::Transposed, T>,
        (): &(),
        delta: &Tensor<X::Transposed, T>,
        dx: &mut Tensor<X, T>,
        store: Store<T>,
    ) {
        let (r, k, wide) = sides::<X>();
        let x = Stored::new(x.as_slice(), r, k, wide);
        let y = Stored::new(y.as_slice(), k, r, wide);
        let delta = Stored::new(delta.as_slice(), k, r, wide);
        let (mut g, mut small) = (zeroed::<Small<X, T>>(), zeroed::<Small<X, T>>());
        let mut sum = zeroed::<Small<X, T>>();
        let (g, small, sum) = (g.as_mut_slice(), small.as_mut_slice(), sum.as_mut_slice());
        // h = −g + gᵀ − gᵀ (y x) for g = δ yᵀ: the first term, and the third.
        delta.times(&y.t(), g, Store::set());
        skew(k, g, sum);
        y.times(&x, small, Store::set());
        let (set, subtract) = (Store::set(), Store::add().times(-T::one()));
        square(g, k).t().times(&square(small, k), sum, subtract);
        y.t()
            .times_into(&square(sum, k), dx.as_mut_slice(), wide, store);
        // p − x (y p) for p = δᵀ y yᵀ: the second.
        let mut p = zeroed::<Tensor<X, T>>();
        let p = p.as_mut_slice();
        y.times(&y.t(), small, set);
        delta.t().times_into(&square(small, k), p, wide, set);
        let store = store.continued();
        vector::copy(p, dx.as_mut_slice(), store);
        y.times(&Stored::new(p, r, k, wide), small, set);
        let store = store.times(-T::one());
        x.times_into(&square(small, k), dx.as_mut_slice(), wide, store);
    }

    fn jvp<X: Shape, T: Element>(
        x: &Tensor<X, T>,
        y: &Tensor<X::Transposed, T>,
        (): &(),
        tx: &Tensor<X, T>,
        ty: &mut Tensor<X::Transposed, T>,
        store: Store<T>,
    ) {
        let (r, k, wide) = sides::<X>();
        let x = Stored::new(x.as_slice(), r, k, wide);
        let y = Stored::new(y.as_slice(), k, r, wide);
        let tx = Stored::new(tx.as_slice(), r, k, wide);
        let (mut g, mut small) = (zeroed::<Small<X, T>>(), zeroed::<Small<X, T>>());
        let mut sum = zeroed::<Small<X, T>>();
        let (g, small, sum) = (g.as_mut_slice(), small.as_mut_slice(), sum.as_mut_slice());
        let (set, subtract) = (Store::set(), Store::add().times(-T::one()));
        // (−g + gᵀ − (y x) gᵀ − n x) y + n for g = y ẋ and n = y yᵀ ẋᵀ.
        y.times(&tx, g, set);
        skew(k, g, sum);
        y.times(&x, small, set);
        square(small, k).times(&square(g, k).t(), sum, subtract);
        let mut n = zeroed::<Tensor<X::Transposed, T>>();
        let n = n.as_mut_slice();
        y.times(&y.t(), small, set);
        square(small, k).times_into(&tx.t(), n, wide, set);
        Stored::new(n, k, r, wide).times(&x, sum, subtract);
        vector::copy(n, ty.as_mut_slice(), store);
        square(sum, k).times_into(&y, ty.as_mut_slice(), wide, store.continued());
    }
}
