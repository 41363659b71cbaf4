//! A product with what follows it, in one: a bias, and an activation.

#![allow(clippy::inline_always)] // kernels are compiled for an instruction set only where they are inlined

use core::marker::PhantomData;

use super::sizes::samples_times_by;
use super::{Batched, Columns, Product, Rows, Standing};
use crate::Element;
use crate::kernel::product::{Biased, Epilogue};
use crate::kernel::{Run, Simd, Store};
use crate::op::{Activation, Add, Binary, InPlace, Samples, View, ViewMut, row_width};
use crate::shape::Shape;

/// An activation on the way out of a product.
struct Activated<F>(PhantomData<F>);

impl<F> Clone for Activated<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Activated<F> {}

impl<T: Element, F: Activation> Epilogue<T> for Activated<F> {
    const LANES: bool = F::LANES;

    /// Where there is no form for registers, it is for the caller to apply.
    #[inline(always)]
    fn finish(self, piece: &mut [T]) {
        if F::LANES {
            F::apply(piece, piece.len());
        }
    }

    #[inline(always)]
    fn finish_lanes<S: Simd<T>>(self, simd: S, x: S::Vector) -> S::Vector {
        if F::LANES { F::apply_lanes(simd, x) } else { x }
    }
}

impl<SA: Standing, SB: Standing> Product<SA, SB> {
    /// y ← f(a b + c): what [`lift_value`](Binary::lift_value) of the product does, then of the sum, then f; in one, if c is
    /// added to each of many samples.
    #[doc(hidden)]
    #[inline(always)]
    pub fn lift_value_plus<A: Shape, B: Shape, C: Shape, F: Activation, T: Element>(
        by: impl Run,
        a: View<'_, A, T>,
        b: View<'_, B, T>,
        c: View<'_, C, T>,
        mut y: ViewMut<'_, <Self as Binary>::Out<A, B>, T>,
    ) {
        let (m, ..) = Self::sizes::<A, B>();
        match Self::batched::<A, B>(a.samples(), b.samples()) {
            Batched::Columns(count) if c.samples() == Samples::Shared && C::LEN == m => {
                let epilogue = Biased(c.elements(), Activated::<F>(PhantomData));
                samples_times_by::<SA, Rows<SA, A>, Columns<SA, A>, T, true>(
                    by,
                    count,
                    (b.elements(), a.elements()),
                    y.elements(),
                    Store::set(),
                    epilogue,
                );
                if F::LANES {
                    return;
                }
            }
            _ => {
                Self::lift_value(a, b, y.again(), Store::set());
                Add::assign(y.again(), c);
            }
        }
        F::apply(y.elements(), row_width::<<Self as Binary>::Out<A, B>>());
    }
}
