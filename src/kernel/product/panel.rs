//! A panel of C, a few vectors wide: each step is a row of B times broadcast elements of A, accumulated in registers.

use super::super::lanes::{load, save};
use super::super::{Extent, Kernel, Simd, Store};
use super::ahead::{LINES_SOON, SOON, ask_for, is_far, soon};
use super::between::rows_between;
use super::pack::{Source, pack};
use super::pays::HAS_STACK;
use super::split::NearEqual;
use super::turned::{LEAST, registers_to_turn};
use crate::Element;

/// C's rows from the first, and of each `V` vectors, the last of which has `last` columns.
///
/// Where `MASKED`, the last vector of B's rows is read as far as `last`; else B is readable for whole vectors.
#[derive(Clone, Copy)]
pub(super) struct Panel<T, M, K, const V: usize, const MASKED: bool> {
    pub(super) m: M,
    pub(super) k: K,
    pub(super) a: *const T,
    /// The distance in A between neighbours along m and along k.
    pub(super) a_strides: (usize, usize),
    pub(super) b: *const T,
    /// The distance between B's rows.
    pub(super) b_stride: usize,
    pub(super) c: *mut T,
    /// The distance between C's rows.
    pub(super) c_stride: usize,
    pub(super) last: usize,
    pub(super) store: Store<T>,
    /// What is added to every row of C, or null.
    pub(super) bias: *const T,
}

/// C is asked for when so many rows of B are left, of more: sooner, and a deep panel would drive it out again; and what is
/// no deeper is over before C comes. Where nothing is deep, a tile is one piece.
pub(super) const NEAR: usize = if HAS_STACK { 64 } else { usize::MAX };

/// Does `steps` with `V` vectors of B, `count` times: where k is known, and a product short, in groups without a branch. Their
/// ends, which are predicted wrongly at times, show there.
#[inline(always)]
pub(super) fn repeat<K: Extent, const V: usize>(count: usize, mut steps: impl FnMut()) {
    let group = const { if V > 2 { 4 } else { 8 } };
    let groups = if K::KNOWN.is_some() { count / group } else { 0 };
    for _ in 0..groups {
        for _ in 0..group {
            steps();
        }
    }
    for _ in groups * group..count {
        steps();
    }
}

/// The most rows of a tile: with two vectors or more as many as fit the registers, beside a row of B and an element of
/// A; with one, as many as there are registers for their addresses.
pub(super) const fn most_rows(registers: usize) -> usize {
    match registers {
        32.. => 8,
        16.. => 6,
        _ => 4,
    }
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool>
    Panel<T, M, K, V, MASKED>
{
    /// Runs the panel.
    ///
    /// # Safety
    ///
    /// A is readable for m rows and k columns by its strides, B for k rows of `V` vectors (the last `last` wide, if
    /// `MASKED`), C is readable and writable for m rows of `V − 1` vectors and `last ≤ LANES` elements, and the bias, if
    /// it is not null, is readable for one such row.
    #[inline(always)]
    pub(super) unsafe fn run_on<S: Simd<T>>(self, simd: S) {
        simd.outlined(self);
    }
}

impl<T: Element, K: Extent, const V: usize, const MASKED: bool> Panel<T, usize, K, V, MASKED> {
    /// `count` rows of the panel from `start` on.
    #[inline(always)]
    pub(super) fn some_rows(self, start: usize, count: usize) -> Self {
        debug_assert!(start + count <= self.m);
        Self {
            m: count,
            a: self.a.wrapping_add(start * self.a_strides.0),
            c: self.c.wrapping_add(start * self.c_stride),
            ..self
        }
    }
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool> Kernel<T>
    for Panel<T, M, K, V, MASKED>
{
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        self.rest(simd, 0);
    }
}

impl<T: Element, M: Extent, K: Extent, const V: usize, const MASKED: bool>
    Panel<T, M, K, V, MASKED>
{
    /// The first rows, as many as may be, for which B is copied on the way, a block at a time.
    #[inline(always)]
    pub(super) fn first_after_blocks<S: Simd<T>>(&self, simd: S, from: Source<T>, to: *mut T) {
        self.rows::<S, true>(simd, 0, most_rows(S::REGISTERS), Some((from, to)));
    }

    /// The rows from `start` on.
    #[inline(always)]
    pub(super) fn rest<S: Simd<T>>(&self, simd: S, start: usize) {
        let most = most_rows(S::REGISTERS);
        for (row, height) in NearEqual::new(self.m.get() - start, most) {
            self.rows::<S, false>(simd, start + row, height, None);
        }
    }

    /// `height` rows from `row` on, the first where B is `TURNED`.
    #[inline(always)]
    fn rows<S: Simd<T>, const TURNED: bool>(
        &self,
        simd: S,
        row: usize,
        height: usize,
        turned: Option<(Source<T>, *mut T)>,
    ) {
        macro_rules! heights {
            ($($height:literal)*) => {
                match height {
                    $($height if const { Self::has::<S>($height, TURNED) } => {
                        self.tile::<S, $height>(simd, row, turned);
                    })*
                    _ => unreachable!("a tile of {height} rows"),
                }
            };
        }
        heights!(8 7 6 5 4 3 2 1);
    }

    /// Whether there is a tile of this height: of all rows, or of those that a first tile leaves. Where B is turned, that is
    /// as high as may be.
    const fn has<S: Simd<T>>(height: usize, turned: bool) -> bool {
        let most = most_rows(S::REGISTERS);
        if turned {
            return height == most;
        }
        let Some(m) = M::KNOWN else {
            return height <= most;
        };
        let mut has = NearEqual::new(m, most).holds(height);
        if V > 1 && m >= LEAST {
            let lower = rows_between(S::REGISTERS, V, S::LANES);
            has |= NearEqual::new(m - most, most).holds(height);
            has |= S::TRANSPOSES_HALVES && NearEqual::new(m - lower, most).holds(height);
        }
        has
    }

    /// `R` rows from `row` on.
    #[inline(always)]
    fn tile<S: Simd<T>, const R: usize>(
        &self,
        simd: S,
        row: usize,
        turned: Option<(Source<T>, *mut T)>,
    ) {
        // Eight sums hide the latency of a multiply-add; where there are fewer, each is made of two that take turns. Where m is
        // not known, the number of rows has no say in it: a part of a product is then summed as the whole is.
        let rows = if M::KNOWN.is_some() {
            R
        } else {
            most_rows(S::REGISTERS)
        };
        if rows * V <= 8 && 2 * rows * V + V < S::REGISTERS {
            self.sums::<S, R, 2>(simd, row, turned);
        } else {
            self.sums::<S, R, 1>(simd, row, turned);
        }
    }

    /// The same, with each sum in `U` registers.
    #[inline(always)]
    fn sums<S: Simd<T>, const R: usize, const U: usize>(
        &self,
        simd: S,
        row: usize,
        turned: Option<(Source<T>, *mut T)>,
    ) {
        debug_assert!(row + R <= self.m.get() && self.last <= S::LANES);
        let (row_stride, step) = self.a_strides;
        let mut sums = [[[simd.splat(T::zero()); V]; R]; U];
        let mut rows = [self.a; R];
        for (r, a) in rows.iter_mut().enumerate() {
            *a = self.a.wrapping_add((row + r) * row_stride);
            if M::KNOWN.is_none() {
                *a = simd.opaque(*a);
            }
        }
        let (mut at, mut b) = (0, self.b);
        let (mut done, mut asked) = (0, false);
        // Low tiles are few: they do without.
        let is_high = const { R == most_rows(S::REGISTERS) };
        if is_high && self.k.get() <= NEAR && is_far::<T>(self.m.get(), self.c_stride, 3) {
            self.ask_for_c::<S, R>(simd, row + R);
        }
        let b_is_far =
            is_high && row == 0 && turned.is_none() && is_far::<T>(self.k.get(), self.b_stride, 1);
        while done < self.k.get() {
            let mut block = self.k.get() - done;
            if self.k.get() > NEAR {
                if block <= NEAR && !asked {
                    asked = true;
                    self.ask_for_c::<S, R>(simd, row);
                } else if block > NEAR && turned.is_none() {
                    block = (block - NEAR).next_multiple_of(U);
                }
                if is_high && V > 1 && row_stride == 1 && is_far::<T>(self.k.get(), step, 3) {
                    block = block.min(LINES_SOON / 2);
                    for p in LINES_SOON..LINES_SOON + block {
                        simd.prefetch(rows[R - 1].wrapping_add(at + p * step));
                    }
                }
            }
            if let Some((from, to)) = turned {
                block = block.min(S::LANES);
                let from = Source {
                    // What can't be is not compiled.
                    transposed: from.transposed && S::REGISTERS >= registers_to_turn(true),
                    ..from.skip(done)
                };
                let (width, stride) = ((V - 1) * S::LANES + self.last, self.b_stride);
                if K::KNOWN.is_none() {
                    soon(simd, from, width);
                }
                // SAFETY: as `Turned::run_on` asked for.
                unsafe { pack(simd, from, (width, block), to.add(done * stride), stride) };
            }
            repeat::<K, V>(
                block / U,
                #[inline(always)]
                || {
                    for sums in &mut sums {
                        if b_is_far {
                            ask_for(simd, b.wrapping_add(SOON * self.b_stride), V);
                        }
                        // SAFETY: `run_on` asked for m rows and k columns of A, and k rows of B; `row + r < m`.
                        unsafe { self.step(simd, sums, &rows, at, b) };
                        at += step;
                        b = b.wrapping_add(self.b_stride);
                    }
                },
            );
            if U > 1 && !block.is_multiple_of(U) {
                // SAFETY: as above.
                unsafe { self.step(simd, &mut sums[0], &rows, at, b) };
            }
            done += block;
        }
        let mut total = sums[0];
        for others in &sums[1..] {
            for (total, others) in total.iter_mut().zip(others) {
                for (total, other) in total.iter_mut().zip(others) {
                    *total = simd.add(*total, *other);
                }
            }
        }
        // SAFETY: `run_on` asked for m such rows of C, and for a bias as long; `row + r < m`.
        unsafe { self.put_tile(simd, total, row) };
    }

    /// Writes a tile's sums to C's rows from `row` on.
    ///
    /// # Safety
    ///
    /// As [`put`](Self::put), for these rows.
    #[inline(always)]
    pub(super) unsafe fn put_tile<S: Simd<T>, const R: usize>(
        &self,
        simd: S,
        sums: [[S::Vector; V]; R],
        row: usize,
    ) {
        // SAFETY: as the caller says.
        unsafe {
            let to = self.c.add(row * self.c_stride);
            if MASKED || self.last < S::LANES {
                self.put::<S, R, true>(simd, sums, to);
            } else {
                self.put::<S, R, false>(simd, sums, to);
            }
        }
    }

    /// Asks for `R` rows of C from `row` on.
    #[inline(always)]
    pub(super) fn ask_for_c<S: Simd<T>, const R: usize>(&self, simd: S, row: usize) {
        for r in 0..R {
            ask_for(simd, self.c.wrapping_add((row + r) * self.c_stride), V);
        }
    }

    /// Writes sums to C's rows from `to` on: the last vector as far as `last`, if it is a `PART`.
    ///
    /// Each pass is so short that the compiler unrolls it, lest the sums go through memory.
    ///
    /// # Safety
    ///
    /// C is readable and writable for `R` such rows, and the bias, if there is one, readable for one.
    #[inline(always)]
    pub(super) unsafe fn put<S: Simd<T>, const R: usize, const PART: bool>(
        &self,
        simd: S,
        mut sums: [[S::Vector; V]; R],
        to: *mut T,
    ) {
        let part = |v: usize| PART && v == V - 1;
        if self.store.scale != T::one() {
            let scale = simd.splat(self.store.scale);
            for sums in &mut sums {
                for sum in sums {
                    *sum = simd.mul(scale, *sum);
                }
            }
        }
        // SAFETY: rows and columns lie within those that the caller vouches for.
        unsafe {
            if !self.store.keep.is_zero() {
                let keep = simd.splat(self.store.keep);
                for (r, sums) in sums.iter_mut().enumerate() {
                    for (v, sum) in sums.iter_mut().enumerate() {
                        let from = to.add(r * self.c_stride + v * S::LANES);
                        *sum = simd.mul_add(keep, load(simd, from, part(v), self.last), *sum);
                    }
                }
            }
            if !self.bias.is_null() {
                for v in 0..V {
                    let from = self.bias.add(v * S::LANES);
                    let bias = load(simd, from, part(v), self.last);
                    for sums in &mut sums {
                        sums[v] = simd.add(sums[v], bias);
                    }
                }
            }
            for (r, sums) in sums.iter().enumerate() {
                for (v, sum) in sums.iter().enumerate() {
                    let to = to.add(r * self.c_stride + v * S::LANES);
                    save(simd, to, *sum, part(v), self.last);
                }
            }
        }
    }

    /// Adds to the sums a row of B, times the element of A at `at` of each row.
    ///
    /// # Safety
    ///
    /// `b` is readable for `V` vectors, the last as `run_on` says, and each of the rows for an element at `at`.
    #[inline(always)]
    pub(super) unsafe fn step<S: Simd<T>, const R: usize>(
        &self,
        simd: S,
        sums: &mut [[S::Vector; V]; R],
        rows: &[*const T; R],
        at: usize,
        b: *const T,
    ) {
        let mut line = [simd.splat(T::zero()); V];
        for (v, line) in line.iter_mut().enumerate() {
            // SAFETY: as the caller says.
            *line = unsafe { load(simd, b.add(v * S::LANES), MASKED && v == V - 1, self.last) };
        }
        for (sums, row) in sums.iter_mut().zip(rows) {
            // SAFETY: as the caller says.
            let x = simd.splat(unsafe { *row.add(at) });
            for (sum, line) in sums.iter_mut().zip(line) {
                *sum = simd.mul_add(x, line, *sum);
            }
        }
    }
}
