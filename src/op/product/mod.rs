//! y = a b, the matrix product: of matrices, vectors, row vectors and numbers, each as it is or transposed.

mod fused;
mod sizes;

use core::marker::PhantomData;

use super::{Binary, ClosedForm, Samples, View, ViewMut};
use crate::Element;
use crate::kernel::product::{Layout, product};
use crate::kernel::{Size, Store, vector};
use crate::shape::Shape;
use sizes::{gemm, samples_times};

/// y = a b, where [`Trans`] in the place of [`NoTrans`] says that an operand stands transposed:
/// `Product<Trans>` is y = aᵀ b.
///
/// A number times a tensor is a product too, and so are xᵀ y (the dot product) and x yᵀ (the outer product).
///
/// | | closed form | shapes |
/// |---|---|---|
/// | value | y = a b | (m, k), (k, n) → (m, n) |
/// | VJP | ∇a = δ bᵀ, ∇b = aᵀ δ | |
/// | JVP | ẏ = ȧ b + a ḃ | |
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::op::{Binary, NoTrans, Product, View, Viewed};
/// use typograd::prelude::*;
///
/// let w = Matrix::<D<2>, D<3>>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
/// let x = Vector::<D<3>>::from([1.0, 0.0, 1.0]);
/// let delta = Vector::<D<2>>::from([1.0, 10.0]);
///
/// let mut dw = Matrix::zeros(); // δ xᵀ
/// Product::<NoTrans, NoTrans>::lift_vjp_a(
///     w.view(), x.view(), View::absent(), delta.view(), dw.view_mut(), Store::set(),
/// );
/// assert_eq!(dw, delta.outer(&x));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Product<A = NoTrans, B = NoTrans>(PhantomData<(A, B)>);

/// The operand stands as it is.
#[derive(Clone, Copy, Debug)]
pub struct NoTrans;

/// The operand stands transposed.
#[derive(Clone, Copy, Debug)]
pub struct Trans;

/// [`NoTrans`] or [`Trans`].
///
/// ```
/// use typograd::op::{NoTrans, Standing, Trans};
/// use typograd::prelude::*;
///
/// fn shape<A: Standing>() -> String {
///     Tensor::<A::Of<(D<2>, D<3>)>>::shape().to_string()
/// }
///
/// assert_eq!((shape::<NoTrans>(), shape::<Trans>()), ("2 × 3".to_string(), "3 × 2".to_string()));
/// ```
pub trait Standing {
    /// Whether the operand stands transposed.
    const TRANSPOSED: bool;
    /// The shape the operand has as it stands.
    type Of<S: Shape>: Shape;
}

impl Standing for NoTrans {
    const TRANSPOSED: bool = false;
    type Of<S: Shape> = S;
}

impl Standing for Trans {
    const TRANSPOSED: bool = true;
    type Of<S: Shape> = S::Transposed;
}

/// The rows of an operand of shape `S` as it stands, a size the kernels know.
struct Rows<A, S>(PhantomData<(A, S)>);

impl<A: Standing, S: Shape> Size for Rows<A, S> {
    const SIZE: usize = if A::TRANSPOSED {
        S::MATRIX.1
    } else {
        S::MATRIX.0
    };
}

/// Its columns.
struct Columns<A, S>(PhantomData<(A, S)>);

impl<A: Standing, S: Shape> Size for Columns<A, S> {
    const SIZE: usize = if A::TRANSPOSED {
        S::MATRIX.0
    } else {
        S::MATRIX.1
    };
}

/// A batch on one side of a product whose other side is shared: all samples in one product, if they are vectors.
enum Batched {
    /// Columns on the right: (A bᵢ)ᵀ = bᵢᵀ Aᵀ, the samples being the rows of a matrix.
    Columns(usize),
    /// Rows on the left: aᵢ B.
    Rows(usize),
    /// Neither: one product for each sample.
    No,
}

impl<SA: Standing, SB: Standing> Product<SA, SB> {
    #[inline]
    fn batched<A: Shape, B: Shape>(a: Samples, b: Samples) -> Batched {
        if A::RANK == 0 || B::RANK == 0 {
            return Batched::No;
        }
        match (a, b) {
            (Samples::Shared, Samples::Each(count)) if Columns::<SB, B>::SIZE == 1 => {
                Batched::Columns(count)
            }
            (Samples::Each(count), Samples::Shared) if Rows::<SA, A>::SIZE == 1 => {
                Batched::Rows(count)
            }
            _ => Batched::No,
        }
    }

    /// m, n and k: the product is of m × k by k × n.
    #[inline]
    fn sizes<A: Shape, B: Shape>() -> (usize, usize, usize) {
        (
            Rows::<SA, A>::SIZE,
            Columns::<SB, B>::SIZE,
            Columns::<SA, A>::SIZE,
        )
    }
}

impl<SA: Standing, SB: Standing> Binary for Product<SA, SB> {
    type Out<A: Shape, B: Shape> = <SA::Of<A> as Shape>::Times<SB::Of<B>>;
    const FORM: ClosedForm = match (SA::TRANSPOSED, SB::TRANSPOSED) {
        (false, false) => ClosedForm {
            value: "y = a b",
            vjp: &["∇a = δ bᵀ", "∇b = aᵀ δ"],
            jvp: "ẏ = ȧ b + a ḃ",
        },
        (true, false) => ClosedForm {
            value: "y = aᵀ b",
            vjp: &["∇a = b δᵀ", "∇b = a δ"],
            jvp: "ẏ = ȧᵀ b + aᵀ ḃ",
        },
        (false, true) => ClosedForm {
            value: "y = a bᵀ",
            vjp: &["∇a = δ b", "∇b = δᵀ a"],
            jvp: "ẏ = ȧ bᵀ + a ḃᵀ",
        },
        (true, true) => ClosedForm {
            value: "y = aᵀ bᵀ",
            vjp: &["∇a = bᵀ δᵀ", "∇b = δᵀ aᵀ"],
            jvp: "ẏ = ȧᵀ bᵀ + aᵀ ḃᵀ",
        },
    };

    #[inline]
    fn value<A: Shape, B: Shape, T: Element>(a: &[T], b: &[T], y: &mut [T], store: Store<T>) {
        let sizes = Self::sizes::<A, B>();
        if A::RANK == 0 {
            vector::copy(b, y, store.times(a[0]));
        } else if B::RANK == 0 {
            vector::copy(a, y, store.times(b[0]));
        } else if let (1, 1, _) = sizes {
            store.put(&mut y[0], vector::dot(a, b));
        } else {
            gemm(sizes, (a, SA::TRANSPOSED), (b, SB::TRANSPOSED), y, store);
        }
    }

    #[inline]
    fn vjp_a<A: Shape, B: Shape, T: Element>(
        _: &[T],
        b: &[T],
        _: &[T],
        delta: &[T],
        da: &mut [T],
        store: Store<T>,
    ) {
        let (m, n, k) = Self::sizes::<A, B>();
        if A::RANK == 0 {
            store.put(&mut da[0], vector::dot(delta, b));
        } else if B::RANK == 0 {
            vector::copy(delta, da, store.times(b[0]));
        } else if m == 1 && n == 1 {
            // A dot product, whichever way its operands lie.
            vector::copy(b, da, store.times(delta[0]));
        } else if SA::TRANSPOSED {
            // b δᵀ
            gemm((k, m, n), (b, SB::TRANSPOSED), (delta, true), da, store);
        } else {
            // δ bᵀ
            gemm((m, k, n), (delta, false), (b, !SB::TRANSPOSED), da, store);
        }
    }

    #[inline]
    fn vjp_b<A: Shape, B: Shape, T: Element>(
        a: &[T],
        _: &[T],
        _: &[T],
        delta: &[T],
        db: &mut [T],
        store: Store<T>,
    ) {
        let (m, n, k) = Self::sizes::<A, B>();
        if B::RANK == 0 {
            store.put(&mut db[0], vector::dot(delta, a));
        } else if A::RANK == 0 {
            vector::copy(delta, db, store.times(a[0]));
        } else if m == 1 && n == 1 {
            vector::copy(a, db, store.times(delta[0]));
        } else if SB::TRANSPOSED {
            // δᵀ a
            gemm((n, k, m), (delta, true), (a, SA::TRANSPOSED), db, store);
        } else {
            // aᵀ δ
            gemm((k, n, m), (a, !SA::TRANSPOSED), (delta, false), db, store);
        }
    }

    #[inline]
    fn jvp_a<A: Shape, B: Shape, T: Element>(
        _: &[T],
        b: &[T],
        _: &[T],
        ta: &[T],
        ty: &mut [T],
        store: Store<T>,
    ) {
        Self::value::<A, B, T>(ta, b, ty, store);
    }

    #[inline]
    fn jvp_b<A: Shape, B: Shape, T: Element>(
        a: &[T],
        _: &[T],
        _: &[T],
        tb: &[T],
        ty: &mut [T],
        store: Store<T>,
    ) {
        Self::value::<A, B, T>(a, tb, ty, store);
    }

    #[inline]
    fn lift_value<A: Shape, B: Shape, T: Element>(
        a: View<'_, A, T>,
        b: View<'_, B, T>,
        mut y: ViewMut<'_, Self::Out<A, B>, T>,
        store: Store<T>,
    ) {
        match Self::batched::<A, B>(a.samples(), b.samples()) {
            Batched::Columns(count) => {
                let operands = (b.elements(), a.elements());
                samples_times::<SA, Rows<SA, A>, Columns<SA, A>, T, true>(
                    count,
                    operands,
                    y.elements(),
                    store,
                    (),
                );
            }
            Batched::Rows(count) => {
                let operands = (a.elements(), b.elements());
                samples_times::<SB, Columns<SB, B>, Rows<SB, B>, T, false>(
                    count,
                    operands,
                    y.elements(),
                    store,
                    (),
                );
            }
            Batched::No => y.each(a.samples().max(b.samples()), store, |i, y, store| {
                Self::value::<A, B, T>(a.sample(i), b.sample(i), y, store);
            }),
        }
    }

    #[inline]
    fn lift_vjp_a<A: Shape, B: Shape, T: Element>(
        a: View<'_, A, T>,
        b: View<'_, B, T>,
        y: View<'_, Self::Out<A, B>, T>,
        delta: View<'_, Self::Out<A, B>, T>,
        mut da: ViewMut<'_, A, T>,
        store: Store<T>,
    ) {
        let (m, _, k) = Self::sizes::<A, B>();
        let (left, right) = (delta.elements(), b.elements());
        match Self::batched::<A, B>(da.samples(), b.samples()) {
            // Σ δᵢ bᵢᵀ = Δᵀ B, in one product; transposed, Bᵀ Δ.
            Batched::Columns(count) if SA::TRANSPOSED => {
                let into = da.elements();
                product(Layout::Tn, k, m, count, right, left, into, store, ());
            }
            Batched::Columns(count) => {
                let into = da.elements();
                product(Layout::Tn, m, k, count, left, right, into, store, ());
            }
            // δᵢ Bᵀ for all samples.
            Batched::Rows(count) => {
                samples_times::<SB, Rows<SB, B>, Columns<SB, B>, T, true>(
                    count,
                    (left, right),
                    da.elements(),
                    store,
                    (),
                );
            }
            Batched::No => da.each(delta.samples(), store, |i, da, store| {
                let (a, b, y, delta) = (a.sample(i), b.sample(i), y.sample(i), delta.sample(i));
                Self::vjp_a::<A, B, T>(a, b, y, delta, da, store);
            }),
        }
    }

    #[inline]
    fn lift_vjp_b<A: Shape, B: Shape, T: Element>(
        a: View<'_, A, T>,
        b: View<'_, B, T>,
        y: View<'_, Self::Out<A, B>, T>,
        delta: View<'_, Self::Out<A, B>, T>,
        mut db: ViewMut<'_, B, T>,
        store: Store<T>,
    ) {
        let (_, n, k) = Self::sizes::<A, B>();
        let (left, right) = (a.elements(), delta.elements());
        match Self::batched::<A, B>(a.samples(), db.samples()) {
            // (Aᵀ δᵢ)ᵀ = δᵢᵀ A for all samples.
            Batched::Columns(count) => {
                samples_times::<SA, Columns<SA, A>, Rows<SA, A>, T, false>(
                    count,
                    (right, left),
                    db.elements(),
                    store,
                    (),
                );
            }
            // Σ aᵢᵀ δᵢ = Aᵀ Δ, in one product; transposed, Δᵀ A.
            Batched::Rows(count) if SB::TRANSPOSED => {
                let into = db.elements();
                product(Layout::Tn, n, k, count, right, left, into, store, ());
            }
            Batched::Rows(count) => {
                let into = db.elements();
                product(Layout::Tn, k, n, count, left, right, into, store, ());
            }
            Batched::No => db.each(delta.samples(), store, |i, db, store| {
                let (a, b, y, delta) = (a.sample(i), b.sample(i), y.sample(i), delta.sample(i));
                Self::vjp_b::<A, B, T>(a, b, y, delta, db, store);
            }),
        }
    }

    #[inline]
    fn lift_jvp_a<A: Shape, B: Shape, T: Element>(
        _: View<'_, A, T>,
        b: View<'_, B, T>,
        _: View<'_, Self::Out<A, B>, T>,
        ta: View<'_, A, T>,
        ty: ViewMut<'_, Self::Out<A, B>, T>,
        store: Store<T>,
    ) {
        Self::lift_value(ta, b, ty, store);
    }

    #[inline]
    fn lift_jvp_b<A: Shape, B: Shape, T: Element>(
        a: View<'_, A, T>,
        _: View<'_, B, T>,
        _: View<'_, Self::Out<A, B>, T>,
        tb: View<'_, B, T>,
        ty: ViewMut<'_, Self::Out<A, B>, T>,
        store: Store<T>,
    ) {
        Self::lift_value(a, tb, ty, store);
    }
}
