//! AVX-512F: 16 lanes of `f32`, 8 of `f64`, and a mask for every instruction; with VL, without which half as wide instructions
//! reach half of the registers, and which all processors have that are not a coprocessor of 2016.

#![allow(clippy::wildcard_imports)] // a list of a hundred intrinsics says no more

use core::arch::x86_64::*;

use super::cores;
use super::rows::Rows;
use super::set::set;
use super::table::unit;
use super::{Kernel, Simd};

/// The proof that AVX-512F and VL, AVX2 and FMA are there. If `HALVED`, what is done by vectors suits a core that takes one in two
/// turns, half by half. That is the set which is chosen, whatever the core; [`on_core`] asks, and takes the other for a part of a kernel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avx512<const HALVED: bool>(());

set!(Avx512<HALVED> where const HALVED, "avx512", x86 ["avx512f", "avx512vl", "avx2", "fma"], enable "avx512f,avx512vl,avx2,fma");

/// As [`Simd::takes_halves`].
#[inline(always)]
fn takes_halves<const HALVED: bool>(_: Avx512<HALVED>) -> bool {
    HALVED && cores::takes_halves()
}

/// As [`Simd::is_third_level_far`].
#[inline(always)]
fn is_third_level_far<const HALVED: bool>(_: Avx512<HALVED>) -> bool {
    cores::is_third_level_far()
}

/// As [`Simd::on_core`].
#[inline(always)]
fn on_core<T: Copy, K: Kernel<T>, const HALVED: bool>(simd: Avx512<HALVED>, kernel: K) -> K::Output
where
    Avx512<false>: Simd<T>,
    Avx512<HALVED>: Simd<T>,
{
    if const { HALVED } && !cores::takes_halves() {
        kernel.run(Avx512::<false>(())) // `simd` proves that the instructions are there
    } else {
        kernel.run(simd)
    }
}

/// A mask whose first `count ≤ 16` lanes are set.
#[inline(always)]
#[allow(clippy::cast_possible_truncation)] // no bit beyond the first 16 is set
fn first_16(count: usize) -> __mmask16 {
    debug_assert!(count <= 16);
    ((1_u32 << count) - 1) as __mmask16
}

/// The same for up to 8 lanes.
#[inline(always)]
#[allow(clippy::cast_possible_truncation)] // as above
fn first_8(count: usize) -> __mmask8 {
    debug_assert!(count <= 8);
    ((1_u32 << count) - 1) as __mmask8
}

/// Interleaves four vectors and adds: each quarter of the result has a lane for each of them.
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
fn quarter_sums(a: __m512, b: __m512, c: __m512, d: __m512) -> __m512 {
    let ab = _mm512_add_ps(_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b));
    let cd = _mm512_add_ps(_mm512_unpacklo_ps(c, d), _mm512_unpackhi_ps(c, d));
    let low = _mm512_shuffle_ps::<0x44>(ab, cd);
    _mm512_add_ps(low, _mm512_shuffle_ps::<0xee>(ab, cd))
}

/// The same in quarters of two lanes: the first and second have one for each of `a` and `b`, the others for `c` and `d`.
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
fn half_sums(a: __m512d, b: __m512d, c: __m512d, d: __m512d) -> __m512d {
    let ab = _mm512_add_pd(_mm512_unpacklo_pd(a, b), _mm512_unpackhi_pd(a, b));
    let cd = _mm512_add_pd(_mm512_unpacklo_pd(c, d), _mm512_unpackhi_pd(c, d));
    let low = _mm512_shuffle_f64x2::<0x44>(ab, cd);
    _mm512_add_pd(low, _mm512_shuffle_f64x2::<0xee>(ab, cd))
}

/// Up to four elements, in each quarter.
///
/// # Safety
///
/// As [`Simd::load_in_quarters`](super::Simd::load_in_quarters).
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
unsafe fn load_in_quarters(from: *const f32, count: usize) -> __m512 {
    // SAFETY: as the caller says.
    _mm512_broadcast_f32x4(unsafe { load_four(from, count) })
}

/// As [`Simd::load_quarters`](super::Simd::load_quarters).
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
unsafe fn load_quarters(from: [*const f32; 4], count: usize) -> __m512 {
    // SAFETY: as the caller says.
    let [a, b, c, d] = unsafe {
        [
            load_four(from[0], count),
            load_four(from[1], count),
            load_four(from[2], count),
            load_four(from[3], count),
        ]
    };
    let ab = _mm512_insertf32x4::<1>(_mm512_castps128_ps512(a), b);
    _mm512_insertf32x4::<3>(_mm512_insertf32x4::<2>(ab, c), d)
}

/// Reads up to four elements; the other lanes are zero.
///
/// # Safety
///
/// They are readable.
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
unsafe fn load_four(from: *const f32, count: usize) -> __m128 {
    // SAFETY: as the caller says.
    unsafe {
        if count == 4 {
            _mm_loadu_ps(from)
        } else {
            _mm_maskz_loadu_ps(first_8(count), from)
        }
    }
}

/// Transposes 4 × 4 lanes.
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
fn turn_quarters(a: __m512) -> __m512 {
    let from = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    _mm512_permutexvar_ps(from, a)
}

/// As [`Simd::turn_fours`](super::Simd::turn_fours).
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
fn turn_fours([a, b, c, d]: [__m512; 4]) -> [__m512; 4] {
    let (ab, ab_high) = (_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b));
    let (cd, cd_high) = (_mm512_unpacklo_ps(c, d), _mm512_unpackhi_ps(c, d));
    [
        _mm512_shuffle_ps::<0x44>(ab, cd),
        _mm512_shuffle_ps::<0xee>(ab, cd),
        _mm512_shuffle_ps::<0x44>(ab_high, cd_high),
        _mm512_shuffle_ps::<0xee>(ab_high, cd_high),
    ]
}

/// Four elements, each in all lanes. The quarters are pinned, or the compiler would broadcast from memory four times.
///
/// # Safety
///
/// As [`Simd::splat_four`](super::Simd::splat_four).
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
unsafe fn splat_four_f32<const HALVED: bool>(
    simd: Avx512<HALVED>,
    from: *const f32,
) -> [__m512; 4] {
    // SAFETY: as the caller says.
    let four = unsafe { load_in_quarters(from, 4) };
    let four = Simd::<f32>::pin(simd, four);
    [
        _mm512_permute_ps::<0x00>(four),
        _mm512_permute_ps::<0x55>(four),
        _mm512_permute_ps::<0xaa>(four),
        _mm512_permute_ps::<0xff>(four),
    ]
}

/// The same, from halves.
///
/// # Safety
///
/// As above.
#[inline]
#[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
unsafe fn splat_four_f64<const HALVED: bool>(
    simd: Avx512<HALVED>,
    from: *const f64,
) -> [__m512d; 4] {
    // SAFETY: as the caller says.
    let four = _mm512_broadcast_f64x4(unsafe { _mm256_loadu_pd(from) });
    let four = Simd::<f64>::pin(simd, four);
    [
        _mm512_permutex_pd::<0x00>(four),
        _mm512_permutex_pd::<0x55>(four),
        _mm512_permutex_pd::<0xaa>(four),
        _mm512_permutex_pd::<0xff>(four),
    ]
}

unit! {
    Avx512<HALVED> where const HALVED: f32, __m512, mask __mmask16, lanes 16, registers 32;
    on registers {
        splat(x: f32) -> __m512 = _mm512_set1_ps(x);
        add(a: __m512, b: __m512) -> __m512 = _mm512_add_ps(a, b);
        sub(a: __m512, b: __m512) -> __m512 = _mm512_sub_ps(a, b);
        mul(a: __m512, b: __m512) -> __m512 = _mm512_mul_ps(a, b);
        div(a: __m512, b: __m512) -> __m512 = _mm512_div_ps(a, b);
        mul_add(a: __m512, b: __m512, c: __m512) -> __m512 = _mm512_fmadd_ps(a, b, c);
        mul_sub_from(a: __m512, b: __m512, c: __m512) -> __m512 = _mm512_fnmadd_ps(a, b, c);
        sqrt(a: __m512) -> __m512 = _mm512_sqrt_ps(a);
        min(a: __m512, b: __m512) -> __m512 = _mm512_min_ps(a, b);
        max(a: __m512, b: __m512) -> __m512 = _mm512_max_ps(a, b);
        less(a: __m512, b: __m512) -> __mmask16 = _mm512_cmp_ps_mask::<_CMP_LT_OQ>(a, b);
        equal(a: __m512, b: __m512) -> __mmask16 = _mm512_cmp_ps_mask::<_CMP_EQ_OQ>(a, b);
        select(mask: __mmask16, a: __m512, b: __m512) -> __m512 = _mm512_mask_blend_ps(mask, b, a);
        any(mask: __mmask16) -> bool = mask != 0;
        and(a: __m512, b: __m512) -> __m512 =
            _mm512_castsi512_ps(_mm512_and_si512(_mm512_castps_si512(a), _mm512_castps_si512(b)));
        or(a: __m512, b: __m512) -> __m512 =
            _mm512_castsi512_ps(_mm512_or_si512(_mm512_castps_si512(a), _mm512_castps_si512(b)));
        xor(a: __m512, b: __m512) -> __m512 =
            _mm512_castsi512_ps(_mm512_xor_si512(_mm512_castps_si512(a), _mm512_castps_si512(b)));
        integer_add(a: __m512, b: __m512) -> __m512 =
            _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(a), _mm512_castps_si512(b)));
        shift_left(a: __m512, count: u32) -> __m512 =
            _mm512_castsi512_ps(_mm512_sll_epi32(_mm512_castps_si512(a), _mm_cvtsi32_si128(count.cast_signed())));
        shift_right(a: __m512, count: u32) -> __m512 =
            _mm512_castsi512_ps(_mm512_srl_epi32(_mm512_castps_si512(a), _mm_cvtsi32_si128(count.cast_signed())));
        sum(a: __m512) -> f32 = _mm512_reduce_add_ps(a);
        largest(a: __m512) -> f32 = _mm512_reduce_max_ps(a);
        sum_four(a: [__m512; 4]) -> [f32; 4] = {
            let [a, b, c, d] = a;
            let all = quarter_sums(a, b, c, d);
            let high = _mm256_castpd_ps(_mm512_extractf64x4_pd::<1>(_mm512_castps_pd(all)));
            let eight = _mm256_add_ps(_mm512_castps512_ps256(all), high);
            let four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps::<1>(eight));
            core::mem::transmute::<__m128, [f32; 4]>(four)
        };
        sum_each(a: &[__m512]) -> __m512 = {
            let (first, second) = a.split_at(8);
            let (a, b) = (quarter_sums(first[0], first[1], first[2], first[3]), quarter_sums(first[4], first[5], first[6], first[7]));
            let ab = _mm512_add_ps(_mm512_shuffle_f32x4::<0x44>(a, b), _mm512_shuffle_f32x4::<0xee>(a, b));
            let (c, d) = (quarter_sums(second[0], second[1], second[2], second[3]), quarter_sums(second[4], second[5], second[6], second[7]));
            let cd = _mm512_add_ps(_mm512_shuffle_f32x4::<0x44>(c, d), _mm512_shuffle_f32x4::<0xee>(c, d));
            _mm512_add_ps(_mm512_shuffle_f32x4::<0x88>(ab, cd), _mm512_shuffle_f32x4::<0xdd>(ab, cd))
        };
    }
    in memory {
        load(from: *const f32) -> __m512 = _mm512_loadu_ps(from);
        load_part(from: *const f32, count: usize) -> __m512 = _mm512_maskz_loadu_ps(first_16(count), from);
        store(to: *mut f32, a: __m512) = _mm512_storeu_ps(to, a);
        store_part(to: *mut f32, a: __m512, count: usize) = _mm512_mask_storeu_ps(to, first_16(count), a);
    }
    in halves { transpose_half_f32 [HALVED], zmm_reg or "vpord" enable "avx512f,avx512vl,avx2,fma" }
    in fours { splat_four_f32 }
    broadcasts HALVED masks true
    by core { takes_halves, is_third_level_far, on_core }
    in quarters { load_in_quarters, load_quarters, quarter_sums, turn_quarters, turn_fours }
}

unit! {
    Avx512<HALVED> where const HALVED: f64, __m512d, mask __mmask8, lanes 8, registers 32;
    on registers {
        splat(x: f64) -> __m512d = _mm512_set1_pd(x);
        add(a: __m512d, b: __m512d) -> __m512d = _mm512_add_pd(a, b);
        sub(a: __m512d, b: __m512d) -> __m512d = _mm512_sub_pd(a, b);
        mul(a: __m512d, b: __m512d) -> __m512d = _mm512_mul_pd(a, b);
        div(a: __m512d, b: __m512d) -> __m512d = _mm512_div_pd(a, b);
        mul_add(a: __m512d, b: __m512d, c: __m512d) -> __m512d = _mm512_fmadd_pd(a, b, c);
        mul_sub_from(a: __m512d, b: __m512d, c: __m512d) -> __m512d = _mm512_fnmadd_pd(a, b, c);
        sqrt(a: __m512d) -> __m512d = _mm512_sqrt_pd(a);
        min(a: __m512d, b: __m512d) -> __m512d = _mm512_min_pd(a, b);
        max(a: __m512d, b: __m512d) -> __m512d = _mm512_max_pd(a, b);
        less(a: __m512d, b: __m512d) -> __mmask8 = _mm512_cmp_pd_mask::<_CMP_LT_OQ>(a, b);
        equal(a: __m512d, b: __m512d) -> __mmask8 = _mm512_cmp_pd_mask::<_CMP_EQ_OQ>(a, b);
        select(mask: __mmask8, a: __m512d, b: __m512d) -> __m512d = _mm512_mask_blend_pd(mask, b, a);
        any(mask: __mmask8) -> bool = mask != 0;
        and(a: __m512d, b: __m512d) -> __m512d =
            _mm512_castsi512_pd(_mm512_and_si512(_mm512_castpd_si512(a), _mm512_castpd_si512(b)));
        or(a: __m512d, b: __m512d) -> __m512d =
            _mm512_castsi512_pd(_mm512_or_si512(_mm512_castpd_si512(a), _mm512_castpd_si512(b)));
        xor(a: __m512d, b: __m512d) -> __m512d =
            _mm512_castsi512_pd(_mm512_xor_si512(_mm512_castpd_si512(a), _mm512_castpd_si512(b)));
        integer_add(a: __m512d, b: __m512d) -> __m512d =
            _mm512_castsi512_pd(_mm512_add_epi64(_mm512_castpd_si512(a), _mm512_castpd_si512(b)));
        shift_left(a: __m512d, count: u32) -> __m512d =
            _mm512_castsi512_pd(_mm512_sll_epi64(_mm512_castpd_si512(a), _mm_cvtsi32_si128(count.cast_signed())));
        shift_right(a: __m512d, count: u32) -> __m512d =
            _mm512_castsi512_pd(_mm512_srl_epi64(_mm512_castpd_si512(a), _mm_cvtsi32_si128(count.cast_signed())));
        sum(a: __m512d) -> f64 = _mm512_reduce_add_pd(a);
        largest(a: __m512d) -> f64 = _mm512_reduce_max_pd(a);
        sum_four(a: [__m512d; 4]) -> [f64; 4] = {
            let [a, b, c, d] = a;
            let all = half_sums(a, b, c, d);
            let all = _mm512_add_pd(_mm512_shuffle_f64x2::<0x88>(all, all), _mm512_shuffle_f64x2::<0xdd>(all, all));
            core::mem::transmute::<__m256d, [f64; 4]>(_mm512_castpd512_pd256(all))
        };
        sum_each(a: &[__m512d]) -> __m512d = {
            let (a, b) = (half_sums(a[0], a[1], a[2], a[3]), half_sums(a[4], a[5], a[6], a[7]));
            _mm512_add_pd(_mm512_shuffle_f64x2::<0x88>(a, b), _mm512_shuffle_f64x2::<0xdd>(a, b))
        };
    }
    in memory {
        load(from: *const f64) -> __m512d = _mm512_loadu_pd(from);
        load_part(from: *const f64, count: usize) -> __m512d = _mm512_maskz_loadu_pd(first_8(count), from);
        store(to: *mut f64, a: __m512d) = _mm512_storeu_pd(to, a);
        store_part(to: *mut f64, a: __m512d, count: usize) = _mm512_mask_storeu_pd(to, first_8(count), a);
    }
    in halves { transpose_half_f64 [HALVED], zmm_reg or "vpord" enable "avx512f,avx512vl,avx2,fma" }
    in fours { splat_four_f64 }
    broadcasts HALVED masks true
    by core { takes_halves, is_third_level_far, on_core }
}

/// Half of the columns of a block: rows i and i + 4 side by side, then 4 × 4 blocks within the quarters, and then the quarters
/// in their places.
///
/// # Safety
///
/// As [`Simd::transpose_half`](super::Simd::transpose_half).
#[inline(always)]
unsafe fn transpose_half_f32<const STREWN: bool, const HALVED: bool>(
    simd: Avx512<HALVED>,
    from: (*const f32, usize),
    (to, to_stride): (*mut f32, usize),
    mut between: impl FnMut(),
) {
    /// Eight rows, as quarters of four columns.
    #[inline(always)]
    unsafe fn quarters<const STREWN: bool, const HALVED: bool>(
        from: &Rows<f32, Avx512<HALVED>, STREWN>,
        row: usize,
    ) -> [__m512; 4] {
        /// A row and the fourth after it. Where vectors are taken in halves, by a masked load: an insertion takes the units that shuffle
        /// there. Elsewhere it takes no more than a load, and the masked one, across two lines, takes two.
        #[inline(always)]
        unsafe fn two<const STREWN: bool, const HALVED: bool>(
            from: &Rows<f32, Avx512<HALVED>, STREWN>,
            row: usize,
        ) -> __m512 {
            // SAFETY: as the caller says; what a mask leaves out is not read.
            unsafe {
                let low = _mm512_castps256_ps512(_mm256_loadu_ps(from.at(row)));
                let other = from.at(row + 4);
                if HALVED {
                    return _mm512_mask_loadu_ps(low, 0xff00, other.wrapping_sub(8));
                }
                let high = _mm256_castps_pd(_mm256_loadu_ps(other));
                _mm512_castpd_ps(_mm512_insertf64x4::<1>(_mm512_castps_pd(low), high))
            }
        }
        // SAFETY: as the caller says.
        unsafe {
            let (a, b) = (two(from, row), two(from, row + 1));
            let (c, d) = (two(from, row + 2), two(from, row + 3));
            let (ab, cd) = (_mm512_unpacklo_ps(a, b), _mm512_unpacklo_ps(c, d));
            let first = from.pin(_mm512_shuffle_ps::<0x44>(ab, cd));
            let second = from.pin(_mm512_shuffle_ps::<0xee>(ab, cd));
            let (ab, cd) = (_mm512_unpackhi_ps(a, b), _mm512_unpackhi_ps(c, d));
            let third = from.pin(_mm512_shuffle_ps::<0x44>(ab, cd));
            let fourth = from.pin(_mm512_shuffle_ps::<0xee>(ab, cd));
            [first, second, third, fourth]
        }
    }
    /// A column and the fourth after it.
    #[inline(always)]
    unsafe fn put(to: *mut f32, to_stride: usize, above: __m512, below: __m512) {
        // SAFETY: as the caller says.
        unsafe {
            _mm512_storeu_ps(to, _mm512_shuffle_f32x4::<0x88>(above, below));
            let to = to.add(4 * to_stride);
            _mm512_storeu_ps(to, _mm512_shuffle_f32x4::<0xdd>(above, below));
        }
    }
    let from = Rows::<_, _, STREWN>::new(simd, from);
    // SAFETY: 16 rows are read, and 8 written; valid there, says the caller.
    unsafe {
        let above = quarters(&from, 0);
        between();
        let below = quarters(&from, 8);
        between();
        put(to, to_stride, above[0], below[0]);
        put(to.add(to_stride), to_stride, above[1], below[1]);
        between();
        put(to.add(2 * to_stride), to_stride, above[2], below[2]);
        put(to.add(3 * to_stride), to_stride, above[3], below[3]);
        between();
    }
}

/// Half of the columns of a block: rows i and i + 2 side by side, then 2 × 2 blocks within the quarters, and then the quarters
/// in their places.
///
/// # Safety
///
/// As [`Simd::transpose_half`](super::Simd::transpose_half).
#[inline(always)]
unsafe fn transpose_half_f64<const STREWN: bool, const HALVED: bool>(
    simd: Avx512<HALVED>,
    from: (*const f64, usize),
    (to, to_stride): (*mut f64, usize),
    mut between: impl FnMut(),
) {
    /// Four rows, as quarters of two columns.
    #[inline(always)]
    unsafe fn quarters<const STREWN: bool, const HALVED: bool>(
        from: &Rows<f64, Avx512<HALVED>, STREWN>,
        row: usize,
    ) -> [__m512d; 2] {
        /// A row and the second after it, as for `f32`.
        #[inline(always)]
        unsafe fn two<const STREWN: bool, const HALVED: bool>(
            from: &Rows<f64, Avx512<HALVED>, STREWN>,
            row: usize,
        ) -> __m512d {
            // SAFETY: as above.
            unsafe {
                let low = _mm512_castpd256_pd512(_mm256_loadu_pd(from.at(row)));
                let other = from.at(row + 2);
                if HALVED {
                    return _mm512_mask_loadu_pd(low, 0xf0, other.wrapping_sub(4));
                }
                _mm512_insertf64x4::<1>(low, _mm256_loadu_pd(other))
            }
        }
        // SAFETY: as the caller says.
        unsafe {
            let (a, b) = (two(from, row), two(from, row + 1));
            [
                from.pin(_mm512_unpacklo_pd(a, b)),
                from.pin(_mm512_unpackhi_pd(a, b)),
            ]
        }
    }
    /// A column and the second after it.
    #[inline(always)]
    unsafe fn put(to: *mut f64, to_stride: usize, above: __m512d, below: __m512d) {
        // SAFETY: as the caller says.
        unsafe {
            _mm512_storeu_pd(to, _mm512_shuffle_f64x2::<0x88>(above, below));
            let to = to.add(2 * to_stride);
            _mm512_storeu_pd(to, _mm512_shuffle_f64x2::<0xdd>(above, below));
        }
    }
    let from = Rows::<_, _, STREWN>::new(simd, from);
    // SAFETY: 8 rows are read, and 4 written; valid there, says the caller.
    unsafe {
        let above = quarters(&from, 0);
        let below = quarters(&from, 4);
        between();
        put(to, to_stride, above[0], below[0]);
        put(to.add(to_stride), to_stride, above[1], below[1]);
        between();
    }
}
