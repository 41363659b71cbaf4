//! Large products on several threads, with the feature `rayon`: each computes some columns of C, or some rows.
//!
//! An element of C is summed by one thread, in the order in which one alone would sum it: parts are whole panels, and all tiles
//! of a panel sum alike. So the result is the same to the bit on any number of threads.

use super::Operands;
use super::dots::Dots;
use super::outer::Outer;
use super::row_dots::RowDots;
use crate::Element;
#[cfg(feature = "rayon")]
use crate::threads::{MULTIPLY_ADDS, sharing};

/// Runs a product, perhaps in parts, each by `run`.
#[cfg(not(feature = "rayon"))]
#[inline(always)]
pub(super) fn in_parts<T: Element>(outer: Outer<T>, run: impl Fn(Outer<T>)) {
    run(outer);
}

/// Runs a product, perhaps in parts, each by `run`: of the columns, but of the rows where A is stored transposed. Of a layer both
/// are its outputs then, on the way forward and for the weights' gradient, and a thread finds near it the weights it wrote.
#[cfg(feature = "rayon")]
pub(super) fn in_parts<T: Element>(outer: Outer<T>, run: impl Fn(Outer<T>) + Sync) {
    let parts = worth((outer.m, outer.n, outer.k));
    let (row, step) = outer.a_strides;
    if row < step && outer.m >= parts * UNIT {
        halves(outer.m, parts, outer, &Outer::split_rows, &run);
    } else {
        halves(outer.n, parts, outer, &Outer::split_columns, &run);
    }
}

/// Runs a product of few columns, perhaps in parts of the rows, each by `run`.
pub(super) fn in_rows<T: Element>(outer: Outer<T>, run: impl Fn(Outer<T>) + Sync) {
    #[cfg(feature = "rayon")]
    halves(
        outer.m,
        worth((outer.m, outer.n, outer.k)),
        outer,
        &Outer::split_rows,
        &run,
    );
    #[cfg(not(feature = "rayon"))]
    run(outer);
}

/// C's columns from `first` on, by dot products, perhaps in parts: of the rows, since columns are few.
pub(super) fn dots<T: Element>(
    (m, n, k): (usize, usize, usize),
    first: usize,
    operands: &mut Operands<'_, T>,
) {
    let run = |m, operands: &mut Operands<'_, T>| {
        T::dispatch(Dots {
            m,
            n,
            k,
            first,
            operands,
        });
    };
    #[cfg(feature = "rayon")]
    {
        let parts = worth((m, n - first, k));
        if parts > 1 {
            let split = |part, at| Operands::split_rows(part, at, (n, k));
            return shared(m, parts, operands.again(), split, run);
        }
    }
    run(m, operands);
}

/// One row of C, by dot products, perhaps in parts of the columns: each far from so few as would be [near](super::caches::is_near).
pub(super) fn row_dots<T: Element>((n, k): (usize, usize), operands: &mut Operands<'_, T>) {
    let run = |n, operands: &mut Operands<'_, T>| {
        T::dispatch(RowDots {
            n,
            k,
            first: 0,
            operands,
            epilogue: (),
        });
    };
    #[cfg(feature = "rayon")]
    {
        let parts = worth((1, n, k));
        if parts > 1 {
            let split = |part, at| Operands::split_row(part, at, k);
            return shared(n, parts, operands.again(), split, run);
        }
    }
    run(n, operands);
}

/// So many rows or columns of a product in parts, as `split` divides its operands, each by `run`.
#[cfg(feature = "rayon")]
fn shared<'a, T: Element>(
    length: usize,
    parts: usize,
    operands: Operands<'a, T>,
    split: impl Fn(Operands<'a, T>, usize) -> (Operands<'a, T>, Operands<'a, T>) + Sync,
    run: impl Fn(usize, &mut Operands<'_, T>) + Sync,
) {
    let split = |(length, operands): (usize, Operands<'a, T>), at| {
        let (first, rest) = split(operands, at);
        ((at, first), (length - at, rest))
    };
    let run = |(length, mut operands): (usize, Operands<'a, T>)| run(length, &mut operands);
    halves(length, parts, (length, operands), &split, &run);
}

#[cfg(feature = "rayon")]
impl<'a, T: Copy> Operands<'a, T> {
    /// The same, for as long as they are lent.
    fn again<'b>(&'b mut self) -> Operands<'b, T>
    where
        'a: 'b,
    {
        Operands {
            c: &mut *self.c,
            ..*self
        }
    }

    /// The operands of the first `at` columns of a row of C, and of the others, where B is stored transposed.
    fn split_row(self, at: usize, k: usize) -> (Self, Self) {
        let Self { a, store, .. } = self;
        let (b_left, b_right) = self.b.split_at(at * k);
        let (c_left, c_right) = self.c.split_at_mut(at);
        let bias = self.bias.map(|bias| bias.split_at(at));
        let part = |b: &'a [T], c: &'a mut [T], bias: Option<&'a [T]>| Self {
            a,
            b,
            c,
            store,
            bias,
        };
        (
            part(b_left, c_left, bias.map(|bias| bias.0)),
            part(b_right, c_right, bias.map(|bias| bias.1)),
        )
    }

    /// The operands of the first `at` rows of C, and of the others, where A is stored as it is: n columns, of sums over k.
    fn split_rows(self, at: usize, (n, k): (usize, usize)) -> (Self, Self) {
        let Self { b, store, bias, .. } = self;
        let (a_above, a_below) = self.a.split_at(at * k);
        let (c_above, c_below) = self.c.split_at_mut(at * n);
        let part = |a: &'a [T], c: &'a mut [T]| Self {
            a,
            b,
            c,
            store,
            bias,
        };
        (part(a_above, c_above), part(a_below, c_below))
    }
}

/// How many parts a product is worth.
#[cfg(feature = "rayon")]
fn worth((m, n, k): (usize, usize, usize)) -> usize {
    sharing(m.saturating_mul(n).saturating_mul(k) / MULTIPLY_ADDS)
}

/// A part's rows or columns are a multiple of this, but for the last, which has no fewer: an even number of vectors on every
/// instruction set, as panels of two are cut alike then; rows enough for [`Few`](super::few::Few); and those from which on
/// [`Dots`] choose one form.
pub(super) const UNIT: usize = 32;

/// Splits what has so many rows or columns until each part is one of `parts`.
#[cfg(feature = "rayon")]
fn halves<P: Send>(
    length: usize,
    parts: usize,
    whole: P,
    split: &(impl Fn(P, usize) -> (P, P) + Sync),
    run: &(impl Fn(P) + Sync),
) {
    let parts = parts.min(length / UNIT);
    if parts < 2 {
        return run(whole);
    }
    let first = parts / 2;
    let at = length / UNIT * first / parts * UNIT;
    let (left, right) = split(whole, at);
    rayon::join(
        || halves(at, first, left, split, run),
        || halves(length - at, parts - first, right, split, run),
    );
}
