//! Matrix products: C ← keep · C + scale · op(A) op(B), with a bias and an activation on the way out.
//!
//! Two loops serve the four layouts. Where B's rows run along the columns of C (`Nn`, `Tn`), each step is an outer
//! product: a few vectors of B's row times broadcast elements of A, accumulated in registers. Where both operands
//! run along k (`Nt`), each register accumulates a dot product, summed across at the end. In either case C is touched
//! once. Remainders are split near-equally, and masked at the last vector; nothing is read past an end.

use super::{Extent, Kernel, Simd, Store};
use crate::Element;

/// How the operands are stored, row-major: `N` as the product reads them, `T` transposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A is m × k, B is k × n.
    Nn,
    /// A is m × k, B is n × k.
    Nt,
    /// A is k × m, B is k × n.
    Tn,
    /// A is k × m, B is n × k.
    Tt,
}

impl Layout {
    /// The layout for operands that are, or are not, stored transposed.
    pub const fn new(a_transposed: bool, b_transposed: bool) -> Self {
        match (a_transposed, b_transposed) {
            (false, false) => Self::Nn,
            (false, true) => Self::Nt,
            (true, false) => Self::Tn,
            (true, true) => Self::Tt,
        }
    }
}

/// What happens to a finished piece of C before it leaves the first-level cache.
pub trait Epilogue<T>: Copy {
    /// Applied once to every element of C; `piece` is a part of a row, or several whole rows.
    fn finish(self, piece: &mut [T]);
}

/// The epilogue that does nothing.
impl<T> Epilogue<T> for () {
    #[inline(always)]
    fn finish(self, _: &mut [T]) {}
}

/// C ← keep · C + scale · (op(A) op(B)) + bias, then the epilogue.
///
/// The bias, a row of n, is added to every row of C.
///
/// # Panics
///
/// If a slice's length is not the product of its sizes.
#[allow(clippy::too_many_arguments)] // the sizes, operands and epilogue of a BLAS product
#[inline]
pub fn product<T: Element>(
    layout: Layout,
    m: impl Extent,
    n: impl Extent,
    k: impl Extent,
    a: &[T],
    b: &[T],
    c: &mut [T],
    store: Store<T>,
    bias: Option<&[T]>,
    epilogue: impl Epilogue<T>,
) {
    // The loops below are shared by all sizes: code for each size is a later refinement behind this signature.
    let (m, n, k) = (m.get(), n.get(), k.get());
    assert!(
        a.len() == m * k && b.len() == k * n && c.len() == m * n,
        "a product of {m} × {k} by {k} × {n} into {m} × {n} was given {} , {} and {} elements",
        a.len(),
        b.len(),
        c.len()
    );
    if let Some(bias) = bias {
        assert!(bias.len() == n, "a bias of {} for {n} columns", bias.len());
    }
    match layout {
        Layout::Nn | Layout::Tn => T::dispatch(Outer {
            m,
            n,
            k,
            a,
            a_strides: if layout == Layout::Nn { (k, 1) } else { (1, m) },
            b,
            c,
            store,
            bias,
            epilogue,
        }),
        Layout::Nt => T::dispatch(Dots {
            m,
            n,
            k,
            a,
            b,
            c,
            store,
            bias,
            epilogue,
        }),
        Layout::Tt => both_transposed(m, n, k, a, b, c, store, bias, epilogue),
    }
}

/// `Aᵀ Bᵀ`, which no layer needs: one element at a time.
#[allow(clippy::too_many_arguments)] // as `product`
fn both_transposed<T: Element>(
    m: usize,
    n: usize,
    k: usize,
    a: &[T],
    b: &[T],
    c: &mut [T],
    store: Store<T>,
    bias: Option<&[T]>,
    epilogue: impl Epilogue<T>,
) {
    for i in 0..m {
        for j in 0..n {
            let mut sum = T::zero();
            for p in 0..k {
                sum += a[p * m + i] * b[j * k + p];
            }
            let out = &mut c[i * n + j];
            store.put(out, sum);
            if let Some(bias) = bias {
                *out += bias[j];
            }
        }
    }
    epilogue.finish(c);
}

/// Parts of near-equal size, none above `most`: 32 by at most 6 is 6 6 5 5 5 5, never 6 6 6 6 6 2.
struct Split {
    done: usize,
    total: usize,
    most: usize,
}

impl Split {
    #[inline(always)]
    fn new(total: usize, most: usize) -> Self {
        Self {
            done: 0,
            total,
            most,
        }
    }
}

impl Iterator for Split {
    type Item = (usize, usize);

    /// The next part's start and size.
    #[inline(always)]
    fn next(&mut self) -> Option<(usize, usize)> {
        let left = self.total - self.done;
        if left == 0 {
            return None;
        }
        let parts = left.div_ceil(self.most);
        let size = left.div_ceil(parts);
        let start = self.done;
        self.done += size;
        Some((start, size))
    }
}

/// Products by outer products: B's rows run along the columns of C.
struct Outer<'a, T, E> {
    m: usize,
    n: usize,
    k: usize,
    a: &'a [T],
    /// The distance in A between neighbours along m and along k.
    a_strides: (usize, usize),
    b: &'a [T],
    c: &'a mut [T],
    store: Store<T>,
    bias: Option<&'a [T]>,
    epilogue: E,
}

impl<T: Element, E: Epilogue<T>> Kernel<T> for Outer<'_, T, E> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        for column in (0..self.n).step_by(2 * S::LANES) {
            let width = (self.n - column).min(2 * S::LANES);
            for (row, height) in Split::new(self.m, 6) {
                let at = (row, column, width);
                if width > S::LANES {
                    match height {
                        6 => self.tile::<S, 6, 2>(simd, at),
                        5 => self.tile::<S, 5, 2>(simd, at),
                        4 => self.tile::<S, 4, 2>(simd, at),
                        3 => self.tile::<S, 3, 2>(simd, at),
                        2 => self.tile::<S, 2, 2>(simd, at),
                        _ => self.tile::<S, 1, 2>(simd, at),
                    }
                } else {
                    match height {
                        6 => self.tile::<S, 6, 1>(simd, at),
                        5 => self.tile::<S, 5, 1>(simd, at),
                        4 => self.tile::<S, 4, 1>(simd, at),
                        3 => self.tile::<S, 3, 1>(simd, at),
                        2 => self.tile::<S, 2, 1>(simd, at),
                        _ => self.tile::<S, 1, 1>(simd, at),
                    }
                }
            }
        }
    }
}

impl<T: Element, E: Epilogue<T>> Outer<'_, T, E> {
    /// One tile of C: `R` rows from `row` on, and `width` columns from `column` on, in `V` vectors.
    #[inline(always)]
    fn tile<S: Simd<T>, const R: usize, const V: usize>(
        &mut self,
        simd: S,
        (row, column, width): (usize, usize, usize),
    ) {
        let last = width - (V - 1) * S::LANES;
        if last == S::LANES {
            self.tile_masked::<S, R, V, false>(simd, (row, column, last));
        } else {
            self.tile_masked::<S, R, V, true>(simd, (row, column, last));
        }
    }

    /// The tile, whose last vector has `last` columns: all lanes unless `MASKED`.
    #[inline(always)]
    fn tile_masked<S: Simd<T>, const R: usize, const V: usize, const MASKED: bool>(
        &mut self,
        simd: S,
        (row, column, last): (usize, usize, usize),
    ) {
        let (row_stride, step) = self.a_strides;
        let width = (V - 1) * S::LANES + last;
        debug_assert!(row + R <= self.m && column + width <= self.n && last <= S::LANES);
        let masked = |v: usize| MASKED && v == V - 1;
        let mut sums = [[simd.splat(T::zero()); V]; R];
        // SAFETY: `product` checked that A, B and C have m·k, k·n and m·n elements; rows below `row + R ≤ m` and
        // columns below `column + width ≤ n` lie within, and the last vector reads and writes `last` lanes alone.
        unsafe {
            let mut a = self.a.as_ptr().add(row * row_stride);
            let mut b = self.b.as_ptr().add(column);
            for p in 0..self.k {
                let mut line = [simd.splat(T::zero()); V];
                for (v, line) in line.iter_mut().enumerate() {
                    let from = b.add(v * S::LANES);
                    *line = if masked(v) {
                        simd.load_part(from, last)
                    } else {
                        simd.load(from)
                    };
                }
                for (r, sums) in sums.iter_mut().enumerate() {
                    let x = simd.splat(*a.add(r * row_stride));
                    for (sum, line) in sums.iter_mut().zip(line) {
                        *sum = simd.mul_add(x, line, *sum);
                    }
                }
                if p + 1 < self.k {
                    a = a.add(step);
                    b = b.add(self.n);
                }
            }
            let (scale, keep) = (simd.splat(self.store.scale), simd.splat(self.store.keep));
            for (r, sums) in sums.iter().enumerate() {
                let to = self.c.as_mut_ptr().add((row + r) * self.n + column);
                for (v, sum) in sums.iter().enumerate() {
                    let to = to.add(v * S::LANES);
                    let load = |from| {
                        if masked(v) {
                            simd.load_part(from, last)
                        } else {
                            simd.load(from)
                        }
                    };
                    let mut value = simd.mul(scale, *sum);
                    if !self.store.keep.is_zero() {
                        value = simd.mul_add(keep, load(to), value);
                    }
                    if let Some(bias) = self.bias {
                        value = simd.add(value, load(bias.as_ptr().add(column + v * S::LANES)));
                    }
                    if masked(v) {
                        simd.store_part(to, value, last);
                    } else {
                        simd.store(to, value);
                    }
                }
            }
        }
        for r in row..row + R {
            let start = r * self.n + column;
            self.epilogue.finish(&mut self.c[start..start + width]);
        }
    }
}

/// Products by dot products: both operands run along k.
struct Dots<'a, T, E> {
    m: usize,
    n: usize,
    k: usize,
    a: &'a [T],
    b: &'a [T],
    c: &'a mut [T],
    store: Store<T>,
    bias: Option<&'a [T]>,
    epilogue: E,
}

impl<T: Element, E: Epilogue<T>> Kernel<T> for Dots<'_, T, E> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        for (row, height) in Split::new(self.m, 4) {
            if height == 1 {
                // Few rows leave registers for more columns: enough independent sums to hide the latency.
                for (column, width) in Split::new(self.n, 8) {
                    match width {
                        8 => self.tile::<S, 1, 8>(simd, row, column),
                        7 => self.tile::<S, 1, 7>(simd, row, column),
                        6 => self.tile::<S, 1, 6>(simd, row, column),
                        5 => self.tile::<S, 1, 5>(simd, row, column),
                        4 => self.tile::<S, 1, 4>(simd, row, column),
                        3 => self.tile::<S, 1, 3>(simd, row, column),
                        2 => self.tile::<S, 1, 2>(simd, row, column),
                        _ => self.tile::<S, 1, 1>(simd, row, column),
                    }
                }
            } else {
                for (column, width) in Split::new(self.n, 3) {
                    match (height, width) {
                        (4, 3) => self.tile::<S, 4, 3>(simd, row, column),
                        (4, 2) => self.tile::<S, 4, 2>(simd, row, column),
                        (4, _) => self.tile::<S, 4, 1>(simd, row, column),
                        (3, 3) => self.tile::<S, 3, 3>(simd, row, column),
                        (3, 2) => self.tile::<S, 3, 2>(simd, row, column),
                        (3, _) => self.tile::<S, 3, 1>(simd, row, column),
                        (_, 3) => self.tile::<S, 2, 3>(simd, row, column),
                        (_, 2) => self.tile::<S, 2, 2>(simd, row, column),
                        (_, _) => self.tile::<S, 2, 1>(simd, row, column),
                    }
                }
            }
            self.epilogue
                .finish(&mut self.c[row * self.n..(row + height) * self.n]);
        }
    }
}

impl<T: Element, E: Epilogue<T>> Dots<'_, T, E> {
    /// `R` rows of A against `W` rows of B.
    #[inline(always)]
    fn tile<S: Simd<T>, const R: usize, const W: usize>(
        &mut self,
        simd: S,
        row: usize,
        column: usize,
    ) {
        let k = self.k;
        debug_assert!(row + R <= self.m && column + W <= self.n);
        let mut sums = [[simd.splat(T::zero()); W]; R];
        let whole = k / S::LANES * S::LANES;
        // SAFETY: `product` checked that A and B have m·k and k·n elements; the rows read end at `row + R ≤ m` and
        // `column + W ≤ n`, and within a row the reads end at k.
        unsafe {
            let a = self.a.as_ptr().add(row * k);
            let b = self.b.as_ptr().add(column * k);
            let mut p = 0;
            while p < whole {
                dots_step::<T, S, R, W, false>(simd, &mut sums, a.add(p), b.add(p), k, S::LANES);
                p += S::LANES;
            }
            if whole < k {
                dots_step::<T, S, R, W, true>(simd, &mut sums, a.add(p), b.add(p), k, k - whole);
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            let start = (row + r) * self.n + column;
            for (w, sum) in sums.iter().enumerate() {
                let out = &mut self.c[start + w];
                self.store.put(out, simd.sum(*sum));
                if let Some(bias) = self.bias {
                    *out += bias[column + w];
                }
            }
        }
    }
}

/// Adds the products of one vector of each of `R` rows and `W` rows, `stride` elements apart, to their sums; the
/// vector has `last` elements: all lanes unless `MASKED`.
///
/// # Safety
///
/// Each of the rows is readable for `last ≤ LANES` elements.
#[inline(always)]
unsafe fn dots_step<T: Element, S: Simd<T>, const R: usize, const W: usize, const MASKED: bool>(
    simd: S,
    sums: &mut [[S::Vector; W]; R],
    a: *const T,
    b: *const T,
    stride: usize,
    last: usize,
) {
    // SAFETY: readable, says the caller.
    let load = |from| unsafe {
        if MASKED {
            simd.load_part(from, last)
        } else {
            simd.load(from)
        }
    };
    let mut lines = [simd.splat(T::zero()); W];
    for (w, line) in lines.iter_mut().enumerate() {
        // SAFETY: the start of a readable row.
        *line = load(unsafe { b.add(w * stride) });
    }
    for (r, sums) in sums.iter_mut().enumerate() {
        // SAFETY: the start of a readable row.
        let x = load(unsafe { a.add(r * stride) });
        for (sum, line) in sums.iter_mut().zip(lines) {
            *sum = simd.mul_add(x, line, *sum);
        }
    }
}
