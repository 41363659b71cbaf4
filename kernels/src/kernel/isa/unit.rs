//! What a vector unit can do.

use super::Kernel;

/// The most lanes that a [`Simd`] may have.
pub(crate) const MOST_LANES: usize = 16;

/// A vector unit for elements of type `T`.
///
/// A value of an implementing type is the proof that the machine has the instructions: it is made by detection alone,
/// and so the methods on registers are safe.
///
/// [`Kernel`] has an example of its use.
///
/// # Safety
///
/// `load` and `store` reach `LANES` elements and no more, `load_part`, those of quarters and `store_part` the first `count`,
/// `splat_four` four, and `transpose` and `transpose_half` what they say, the latter with as many pieces: kernels rely on it. `LANES` is a power of two, at
/// least 1 and at most 16, and 16 where there are `QUARTERS`.
pub unsafe trait Simd<T: Copy>: Copy + 'static {
    /// A register full of elements.
    type Vector: Copy;
    /// A yes or no for each lane.
    type Mask: Copy;
    /// How many elements a register holds.
    const LANES: usize;
    /// How many registers there are: what decides how much of a product is summed at once.
    const REGISTERS: usize;

    /// Runs a part of a kernel in a function of its own, with the set's features enabled: what is used in several
    /// places is compiled once.
    fn outlined<K: Kernel<T>>(self, kernel: K) -> K::Output;

    /// As [`outlined`](Self::outlined), in a function that never becomes a part of another one, however few call it: what the compiler
    /// does for a function grows faster than the function.
    #[doc(hidden)]
    #[inline(always)]
    fn alone<K: Kernel<T>>(self, kernel: K) -> K::Output {
        self.outlined(kernel)
    }

    /// Whether this core takes a vector of the set in two turns, half by half. Sets for which that makes no difference do not ask.
    #[doc(hidden)]
    #[inline(always)]
    fn takes_halves(self) -> bool {
        false
    }

    /// Whether what this core's second-level cache does not keep comes from afar: where dozens of cores share the third-level one, it gives
    /// a core some five bytes a cycle, and more only where many lines follow one another. Sets for which that makes no difference do not ask.
    #[doc(hidden)]
    #[inline(always)]
    fn is_third_level_far(self) -> bool {
        false
    }

    /// Runs a part of a kernel here, with the instructions that suit a core which [takes halves](Self::takes_halves), or one that does not.
    /// Each way has its code.
    #[doc(hidden)]
    #[inline(always)]
    fn on_core<K: Kernel<T>>(self, kernel: K) -> K::Output {
        kernel.run(self)
    }

    /// The same address, of which the compiler forgets how it was computed. A loop then keeps it in a register of its
    /// own, in the place of stepping from one address to the next, which takes longer than the arithmetic.
    #[inline(always)]
    fn opaque(self, address: *const T) -> *const T {
        address
    }

    /// Asks for the memory at an address to be brought near. The address may be any.
    #[inline(always)]
    fn prefetch(self, _address: *const T) {}

    /// The same for memory that is wanted later: to the second-level cache.
    #[inline(always)]
    fn prefetch_early(self, _address: *const T) {}

    /// All lanes `x`.
    fn splat(self, x: T) -> Self::Vector;
    /// `a + b`.
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a − b`.
    fn sub(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a · b`.
    fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a / b`.
    fn div(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a · b + c`, in one rounding where the hardware has it.
    fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// `c − a · b`, in one rounding where the hardware has it.
    fn mul_sub_from(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// The dot products of `x` with four lines, where the set has something better than vectors for that.
    ///
    /// # Safety
    ///
    /// `x` and each line are valid for reading `count` elements.
    #[doc(hidden)]
    #[inline(always)]
    unsafe fn four_dots(
        self,
        _x: *const T,
        _lines: &[*const T; 4],
        _count: usize,
    ) -> Option<[T; 4]> {
        None
    }

    /// Whether the set has [`add_multiples`](Self::add_multiples).
    #[doc(hidden)]
    const ADDS_MULTIPLES: bool = false;

    /// For each factor, adds `scale` · factor times a line of `length` elements to another, where the set has something better
    /// than vectors for that. A line that moves is the next one after each factor. Returns whether that was done; if it was
    /// not, nothing was.
    ///
    /// # Safety
    ///
    /// The lines are valid for reading and for writing, and those that are written do not overlap those that are read.
    #[doc(hidden)]
    #[inline(always)]
    unsafe fn add_multiples(
        self,
        (_to, _to_moves): (*mut T, bool),
        (_from, _from_moves): (*const T, bool),
        (_factors, _scale): (&[T], T),
        _length: usize,
    ) -> bool {
        false
    }

    /// The square root, correctly rounded.
    fn sqrt(self, a: Self::Vector) -> Self::Vector;
    /// `a` where `a < b`, else `b`: where one is NaN, `b`.
    fn min(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a` where `a > b`, else `b`: where one is NaN, `b`.
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;

    /// Where `a < b`; not where one is NaN.
    fn less(self, a: Self::Vector, b: Self::Vector) -> Self::Mask;
    /// Where `a = b`; not where one is NaN.
    fn equal(self, a: Self::Vector, b: Self::Vector) -> Self::Mask;
    /// `a` where the mask is set, else `b`.
    fn select(self, mask: Self::Mask, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// Whether the mask is set in any lane.
    fn any(self, mask: Self::Mask) -> bool;

    /// The bits that are set in both.
    fn and(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The bits that are set in one of them, or in both.
    fn or(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The bits that are set in one of them alone.
    fn xor(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The sum of the lanes' bits as integers of the same width, wrapping.
    fn integer_add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The lanes' bits shifted towards the sign; `count` is less than their number.
    fn shift_left(self, a: Self::Vector, count: u32) -> Self::Vector;
    /// The lanes' bits shifted away from the sign, zeros coming in; `count` is less than their number.
    fn shift_right(self, a: Self::Vector, count: u32) -> Self::Vector;

    /// The sum of all lanes.
    fn sum(self, a: Self::Vector) -> T;
    /// The largest lane, by [`max`](Simd::max); any, if one is NaN.
    fn largest(self, a: Self::Vector) -> T;
    /// The sums of the lanes of four vectors: cheaper than four sums.
    #[inline(always)]
    fn sum_four(self, a: [Self::Vector; 4]) -> [T; 4] {
        a.map(
            #[inline(always)]
            |a| self.sum(a),
        )
    }

    /// The sums of the lanes of `LANES` vectors, a multiple of 4, one in each lane: cheaper than as many sums.
    #[inline(always)]
    fn sum_each(self, a: &[Self::Vector]) -> Self::Vector {
        debug_assert!(a.len() == Self::LANES && Self::LANES.is_multiple_of(4));
        let mut sums = [self.sum_four([a[0], a[1], a[2], a[3]]); MOST_LANES / 4];
        for (sums, a) in sums.iter_mut().zip(a.as_chunks::<4>().0).skip(1) {
            *sums = self.sum_four(*a);
        }
        // SAFETY: there are `MOST_LANES` sums.
        unsafe { self.load(sums.as_flattened().as_ptr()) }
    }

    /// Reads `LANES` elements.
    ///
    /// # Safety
    /// `from` is valid for reading `LANES` elements.
    unsafe fn load(self, from: *const T) -> Self::Vector;
    /// Reads `count` elements; the other lanes are zero.
    ///
    /// # Safety
    /// `from` is valid for reading `count` elements, and `count ≤ LANES`.
    unsafe fn load_part(self, from: *const T, count: usize) -> Self::Vector;
    /// Writes `LANES` elements.
    ///
    /// # Safety
    /// `to` is valid for writing `LANES` elements.
    unsafe fn store(self, to: *mut T, a: Self::Vector);
    /// Writes the first `count` lanes.
    ///
    /// # Safety
    /// `to` is valid for writing `count` elements, and `count ≤ LANES`.
    unsafe fn store_part(self, to: *mut T, a: Self::Vector, count: usize);

    /// Transposes a block of `LANES` × `LANES`: rows `from_stride` elements apart become rows `to_stride` apart.
    ///
    /// # Safety
    /// Each of the `LANES` rows at `from` is valid for reading `LANES` elements, and each at `to` for writing as many.
    #[inline(always)]
    unsafe fn transpose(self, from: *const T, from_stride: usize, to: *mut T, to_stride: usize) {
        for row in 0..Self::LANES {
            for column in 0..Self::LANES {
                // SAFETY: row and column are less than `LANES`; valid there, says the caller.
                unsafe {
                    *to.add(column * to_stride + row) = *from.add(row * from_stride + column);
                }
            }
        }
    }

    /// Whether the set, of 16 lanes, has [`load_in_quarters`](Self::load_in_quarters), [`load_quarters`](Self::load_quarters),
    /// [`sum_quarters`](Self::sum_quarters), [`turn_quarters`](Self::turn_quarters) and [`turn_fours`](Self::turn_fours).
    #[doc(hidden)]
    const QUARTERS: bool = false;

    /// Reads `count` elements, into each of the four quarters of a vector; the other lanes are zero.
    ///
    /// # Safety
    /// `from` is valid for reading `count` elements, and `count ≤ 4`.
    #[doc(hidden)]
    #[inline(always)]
    unsafe fn load_in_quarters(self, _from: *const T, _count: usize) -> Self::Vector {
        unreachable!("the set says that it has none");
    }

    /// Reads `count` elements into each quarter of a vector; the other lanes are zero.
    ///
    /// # Safety
    /// Each is valid for reading `count` elements, and `count ≤ 4`.
    #[doc(hidden)]
    #[inline(always)]
    unsafe fn load_quarters(self, _from: [*const T; 4], _count: usize) -> Self::Vector {
        unreachable!("the set says that it has none");
    }

    /// The sums of the quarters of four vectors: a quarter of the result has a lane for that quarter of each.
    #[doc(hidden)]
    #[inline(always)]
    fn sum_quarters(self, _a: [Self::Vector; 4]) -> Self::Vector {
        unreachable!("the set says that it has none");
    }

    /// The vector whose quarter i has, in its lane j, lane i of quarter j.
    #[doc(hidden)]
    #[inline(always)]
    fn turn_quarters(self, _a: Self::Vector) -> Self::Vector {
        unreachable!("the set says that it has none");
    }

    /// Transposes 4 × 4 lanes in each quarter of four vectors: lane i of a quarter of the j-th is lane j there of the i-th.
    #[doc(hidden)]
    #[inline(always)]
    fn turn_fours(self, _a: [Self::Vector; 4]) -> [Self::Vector; 4] {
        unreachable!("the set says that it has none");
    }

    /// The same vector, which the compiler computes before whatever of memory is read or written after this, where it would
    /// rather put it off.
    #[doc(hidden)]
    #[inline(always)]
    fn pin(self, a: Self::Vector) -> Self::Vector {
        a
    }

    /// The same vector, for a store that follows at once, among multiply-adds. Some processors (Zen 4) read what they store, unless
    /// it is just computed, by a way that a multiply-add takes for its third operand: a line that was loaded costs one and a half
    /// of them then. After an instruction that does nothing else to it, it costs none.
    #[doc(hidden)]
    #[inline(always)]
    fn fresh(self, a: Self::Vector) -> Self::Vector {
        a
    }

    /// Whether a multiply-add itself broadcasts an element from memory. As an instruction of its own, some processors (Zen 4) broadcast
    /// to the longest vectors where they shuffle.
    #[doc(hidden)]
    const BROADCASTS: bool = false;

    /// Whether the set has [`splat_four`](Self::splat_four).
    #[doc(hidden)]
    const SPLATS_FOUR: bool = false;

    /// Four elements, each in all lanes of a vector, by a load or two, where four would take the time of as many loads of whole
    /// vectors.
    ///
    /// # Safety
    /// `from` is valid for reading four elements.
    #[doc(hidden)]
    #[inline(always)]
    unsafe fn splat_four(self, _from: *const T) -> [Self::Vector; 4] {
        unreachable!("the set says that it has none");
    }

    /// Whether a part of a vector is read and written as quickly as a whole one.
    #[doc(hidden)]
    const MASKS: bool = false;

    /// Whether the set has [`transpose_half`](Self::transpose_half).
    #[doc(hidden)]
    const TRANSPOSES_HALVES: bool = false;

    /// As [`transpose`](Self::transpose), of the first `LANES / 2` columns, in `LANES / 4` pieces, after each of which it does
    /// something else that finds the time which the shuffling leaves; where there are no registers for that, as often at the end.
    ///
    /// # Safety
    /// Each of the `LANES` rows at `from` is valid for reading `LANES / 2` elements, and each of the `LANES / 2` at `to` for
    /// writing `LANES`.
    #[doc(hidden)]
    #[inline(always)]
    unsafe fn transpose_half(
        self,
        (_from, _from_stride): (*const T, usize),
        (_to, _to_stride): (*mut T, usize),
        _between: impl FnMut(),
    ) {
        unreachable!("the set says that it has none");
    }
}
