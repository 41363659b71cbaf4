//! AVX2 with fused multiply-add: 8 lanes of `f32`, 4 of `f64`.

#![allow(clippy::wildcard_imports)] // a list of a hundred intrinsics says no more

use core::arch::x86_64::*;

use super::rows::Rows;
use super::set::set;
use super::table::unit;

/// The proof that AVX2 and FMA are there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avx2(());

set!(Avx2, "avx2", x86 ["avx2", "fma"], enable "avx2,fma");

/// A mask whose first `count` lanes are set: a window into ones followed by zeros.
///
/// # Safety
///
/// `count ≤ 8`, and AVX is there.
#[inline(always)]
unsafe fn first_8(count: usize) -> __m256i {
    const MASK: &[i32; 16] = &[-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];
    debug_assert!(count <= 8);
    // SAFETY: with `count ≤ 8` the eight entries from `8 − count` on lie in the table; AVX is there, says the caller.
    unsafe { _mm256_loadu_si256(MASK.as_ptr().add(8 - count).cast()) }
}

/// The same for lanes of 64 bits.
///
/// # Safety
///
/// `count ≤ 4`, and AVX is there.
#[inline(always)]
unsafe fn first_4(count: usize) -> __m256i {
    const MASK: &[i64; 8] = &[-1, -1, -1, -1, 0, 0, 0, 0];
    debug_assert!(count <= 4);
    // SAFETY: with `count ≤ 4` the four entries from `4 − count` on lie in the table; AVX is there, says the caller.
    unsafe { _mm256_loadu_si256(MASK.as_ptr().add(4 - count).cast()) }
}

/// Writes the first `count` lanes, in pieces of four, two and one: AMD's cores take a dozen cycles for a masked store.
///
/// # Safety
///
/// `count ≤ 8`, and `to` is writable for as many elements.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn store_first_8(mut to: *mut f32, a: __m256, count: usize) {
    debug_assert!(count <= 8);
    // SAFETY: a piece for each bit of `count`: together they are as long.
    unsafe {
        if count == 8 {
            return _mm256_storeu_ps(to, a);
        }
        let mut rest = _mm256_castps256_ps128(a);
        if count & 4 != 0 {
            _mm_storeu_ps(to, rest);
            (to, rest) = (to.add(4), _mm256_extractf128_ps::<1>(a));
        }
        if count & 2 != 0 {
            _mm_storel_epi64(to.cast(), _mm_castps_si128(rest)); // of a double, it would have to be aligned
            (to, rest) = (to.add(2), _mm_movehl_ps(rest, rest));
        }
        if count & 1 != 0 {
            _mm_store_ss(to, rest);
        }
    }
}

/// The same for lanes of 64 bits.
///
/// # Safety
///
/// `count ≤ 4`, and `to` is writable for as many elements.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn store_first_4(mut to: *mut f64, a: __m256d, count: usize) {
    debug_assert!(count <= 4);
    // SAFETY: as above.
    unsafe {
        if count == 4 {
            return _mm256_storeu_pd(to, a);
        }
        let mut rest = _mm256_castpd256_pd128(a);
        if count & 2 != 0 {
            _mm_storeu_pd(to, rest);
            (to, rest) = (to.add(2), _mm256_extractf128_pd::<1>(a));
        }
        if count & 1 != 0 {
            _mm_store_sd(to, rest);
        }
    }
}

/// Adds pairs of lanes: each half of the result has one of `a`, and one of `b`. A blend and a shuffle do what two shuffles would.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn pairs(a: __m256, b: __m256) -> __m256 {
    let (a, b) = (_mm256_castps_pd(a), _mm256_castps_pd(b));
    let (one, other) = (
        _mm256_blend_pd::<0b1010>(a, b),
        _mm256_shuffle_pd::<0b0101>(a, b),
    );
    _mm256_add_ps(_mm256_castpd_ps(one), _mm256_castpd_ps(other))
}

/// Adds halves: the result has one of `a`, and one of `b`.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn halves(a: __m256, b: __m256) -> __m256 {
    _mm256_add_ps(
        _mm256_blend_ps::<0xf0>(a, b),
        _mm256_permute2f128_ps::<0x21>(a, b),
    )
}

/// Four elements, each in all lanes. The halves are pinned, or the compiler would broadcast from memory four times.
///
/// # Safety
///
/// As [`Simd::splat_four`](super::Simd::splat_four).
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn splat_four_f32(simd: Avx2, from: *const f32) -> [__m256; 4] {
    // SAFETY: as the caller says.
    let four = _mm256_broadcast_ps(&unsafe { _mm_loadu_ps(from) });
    let four = super::Simd::<f32>::pin(simd, four);
    [
        _mm256_permute_ps::<0x00>(four),
        _mm256_permute_ps::<0x55>(four),
        _mm256_permute_ps::<0xaa>(four),
        _mm256_permute_ps::<0xff>(four),
    ]
}

/// The same, two by two.
///
/// # Safety
///
/// As above.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn splat_four_f64(simd: Avx2, from: *const f64) -> [__m256d; 4] {
    // SAFETY: as the caller says.
    let [low, high] = unsafe { [_mm_loadu_pd(from), _mm_loadu_pd(from.add(2))] };
    let low = super::Simd::<f64>::pin(simd, _mm256_broadcast_pd(&low));
    let high = super::Simd::<f64>::pin(simd, _mm256_broadcast_pd(&high));
    [
        _mm256_permute_pd::<0x0>(low),
        _mm256_permute_pd::<0xf>(low),
        _mm256_permute_pd::<0x0>(high),
        _mm256_permute_pd::<0xf>(high),
    ]
}

unit! {
    Avx2: f32, __m256, mask __m256, lanes 8, registers 16;
    on registers {
        splat(x: f32) -> __m256 = _mm256_set1_ps(x);
        add(a: __m256, b: __m256) -> __m256 = _mm256_add_ps(a, b);
        sub(a: __m256, b: __m256) -> __m256 = _mm256_sub_ps(a, b);
        mul(a: __m256, b: __m256) -> __m256 = _mm256_mul_ps(a, b);
        div(a: __m256, b: __m256) -> __m256 = _mm256_div_ps(a, b);
        mul_add(a: __m256, b: __m256, c: __m256) -> __m256 = _mm256_fmadd_ps(a, b, c);
        mul_sub_from(a: __m256, b: __m256, c: __m256) -> __m256 = _mm256_fnmadd_ps(a, b, c);
        sqrt(a: __m256) -> __m256 = _mm256_sqrt_ps(a);
        min(a: __m256, b: __m256) -> __m256 = _mm256_min_ps(a, b);
        max(a: __m256, b: __m256) -> __m256 = _mm256_max_ps(a, b);
        less(a: __m256, b: __m256) -> __m256 = _mm256_cmp_ps::<_CMP_LT_OQ>(a, b);
        equal(a: __m256, b: __m256) -> __m256 = _mm256_cmp_ps::<_CMP_EQ_OQ>(a, b);
        select(mask: __m256, a: __m256, b: __m256) -> __m256 = _mm256_blendv_ps(b, a, mask);
        any(mask: __m256) -> bool = _mm256_movemask_ps(mask) != 0;
        and(a: __m256, b: __m256) -> __m256 = _mm256_and_ps(a, b);
        or(a: __m256, b: __m256) -> __m256 = _mm256_or_ps(a, b);
        xor(a: __m256, b: __m256) -> __m256 = _mm256_xor_ps(a, b);
        integer_add(a: __m256, b: __m256) -> __m256 =
            _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(a), _mm256_castps_si256(b)));
        shift_left(a: __m256, count: u32) -> __m256 =
            _mm256_castsi256_ps(_mm256_sll_epi32(_mm256_castps_si256(a), _mm_cvtsi32_si128(count.cast_signed())));
        shift_right(a: __m256, count: u32) -> __m256 =
            _mm256_castsi256_ps(_mm256_srl_epi32(_mm256_castps_si256(a), _mm_cvtsi32_si128(count.cast_signed())));
        sum(a: __m256) -> f32 = {
            let four = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps::<1>(a));
            let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
            _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
        };
        largest(a: __m256) -> f32 = {
            let four = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps::<1>(a));
            let two = _mm_max_ps(four, _mm_movehl_ps(four, four));
            _mm_cvtss_f32(_mm_max_ss(two, _mm_shuffle_ps::<1>(two, two)))
        };
        sum_four(a: [__m256; 4]) -> [f32; 4] = {
            let [a, b, c, d] = a;
            let all = _mm256_hadd_ps(_mm256_hadd_ps(a, b), _mm256_hadd_ps(c, d));
            let four = _mm_add_ps(_mm256_castps256_ps128(all), _mm256_extractf128_ps::<1>(all));
            core::mem::transmute::<__m128, [f32; 4]>(four)
        };
        sum_each(a: &[__m256]) -> __m256 = {
            let ab = halves(pairs(a[0], a[1]), pairs(a[4], a[5]));
            let cd = halves(pairs(a[2], a[3]), pairs(a[6], a[7]));
            _mm256_add_ps(_mm256_shuffle_ps::<0x88>(ab, cd), _mm256_shuffle_ps::<0xdd>(ab, cd))
        };
    }
    in memory {
        load(from: *const f32) -> __m256 = _mm256_loadu_ps(from);
        load_part(from: *const f32, count: usize) -> __m256 = _mm256_maskload_ps(from, first_8(count));
        store(to: *mut f32, a: __m256) = _mm256_storeu_ps(to, a);
        store_part(to: *mut f32, a: __m256, count: usize) = store_first_8(to, a, count);
    }
    in halves { transpose_half_f32, ymm_reg or "vorps" enable "avx2,fma" }
    in fours { splat_four_f32 }
}

unit! {
    Avx2: f64, __m256d, mask __m256d, lanes 4, registers 16;
    on registers {
        splat(x: f64) -> __m256d = _mm256_set1_pd(x);
        add(a: __m256d, b: __m256d) -> __m256d = _mm256_add_pd(a, b);
        sub(a: __m256d, b: __m256d) -> __m256d = _mm256_sub_pd(a, b);
        mul(a: __m256d, b: __m256d) -> __m256d = _mm256_mul_pd(a, b);
        div(a: __m256d, b: __m256d) -> __m256d = _mm256_div_pd(a, b);
        mul_add(a: __m256d, b: __m256d, c: __m256d) -> __m256d = _mm256_fmadd_pd(a, b, c);
        mul_sub_from(a: __m256d, b: __m256d, c: __m256d) -> __m256d = _mm256_fnmadd_pd(a, b, c);
        sqrt(a: __m256d) -> __m256d = _mm256_sqrt_pd(a);
        min(a: __m256d, b: __m256d) -> __m256d = _mm256_min_pd(a, b);
        max(a: __m256d, b: __m256d) -> __m256d = _mm256_max_pd(a, b);
        less(a: __m256d, b: __m256d) -> __m256d = _mm256_cmp_pd::<_CMP_LT_OQ>(a, b);
        equal(a: __m256d, b: __m256d) -> __m256d = _mm256_cmp_pd::<_CMP_EQ_OQ>(a, b);
        select(mask: __m256d, a: __m256d, b: __m256d) -> __m256d = _mm256_blendv_pd(b, a, mask);
        any(mask: __m256d) -> bool = _mm256_movemask_pd(mask) != 0;
        and(a: __m256d, b: __m256d) -> __m256d = _mm256_and_pd(a, b);
        or(a: __m256d, b: __m256d) -> __m256d = _mm256_or_pd(a, b);
        xor(a: __m256d, b: __m256d) -> __m256d = _mm256_xor_pd(a, b);
        integer_add(a: __m256d, b: __m256d) -> __m256d =
            _mm256_castsi256_pd(_mm256_add_epi64(_mm256_castpd_si256(a), _mm256_castpd_si256(b)));
        shift_left(a: __m256d, count: u32) -> __m256d =
            _mm256_castsi256_pd(_mm256_sll_epi64(_mm256_castpd_si256(a), _mm_cvtsi32_si128(count.cast_signed())));
        shift_right(a: __m256d, count: u32) -> __m256d =
            _mm256_castsi256_pd(_mm256_srl_epi64(_mm256_castpd_si256(a), _mm_cvtsi32_si128(count.cast_signed())));
        sum(a: __m256d) -> f64 = {
            let two = _mm_add_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd::<1>(a));
            _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
        };
        largest(a: __m256d) -> f64 = {
            let two = _mm_max_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd::<1>(a));
            _mm_cvtsd_f64(_mm_max_sd(two, _mm_unpackhi_pd(two, two)))
        };
        sum_four(a: [__m256d; 4]) -> [f64; 4] = {
            let [a, b, c, d] = a;
            let (ab, cd) = (_mm256_hadd_pd(a, b), _mm256_hadd_pd(c, d));
            let (low, high) = (_mm256_permute2f128_pd::<0x20>(ab, cd), _mm256_permute2f128_pd::<0x31>(ab, cd));
            core::mem::transmute::<__m256d, [f64; 4]>(_mm256_add_pd(low, high))
        };
        sum_each(a: &[__m256d]) -> __m256d = {
            let (ab, cd) = (_mm256_hadd_pd(a[0], a[1]), _mm256_hadd_pd(a[2], a[3]));
            _mm256_add_pd(_mm256_blend_pd::<0b1100>(ab, cd), _mm256_permute2f128_pd::<0x21>(ab, cd))
        };
    }
    in memory {
        load(from: *const f64) -> __m256d = _mm256_loadu_pd(from);
        load_part(from: *const f64, count: usize) -> __m256d = _mm256_maskload_pd(from, first_4(count));
        store(to: *mut f64, a: __m256d) = _mm256_storeu_pd(to, a);
        store_part(to: *mut f64, a: __m256d, count: usize) = store_first_4(to, a, count);
    }
    in halves { transpose_half_f64, ymm_reg or "vorps" enable "avx2,fma" }
    in fours { splat_four_f64 }
}

/// Half of the columns of a block: four lanes of rows i and i + 4 side by side, and then 4 × 4 blocks within the halves. In this
/// order, five registers do.
///
/// # Safety
///
/// As [`Simd::transpose_half`](super::Simd::transpose_half).
#[inline(always)]
unsafe fn transpose_half_f32<const STREWN: bool>(
    simd: Avx2,
    from: (*const f32, usize),
    (to, to_stride): (*mut f32, usize),
    mut between: impl FnMut(),
) {
    /// A row and the fourth after it.
    #[inline(always)]
    unsafe fn two<const STREWN: bool>(from: &Rows<f32, Avx2, STREWN>, row: usize) -> __m256 {
        // SAFETY: as the caller says.
        unsafe {
            let (low, high) = (_mm_loadu_ps(from.at(row)), _mm_loadu_ps(from.at(row + 4)));
            from.pin(_mm256_insertf128_ps::<1>(_mm256_castps128_ps256(low), high))
        }
    }
    let from = Rows::<_, _, STREWN>::new(simd, from);
    // SAFETY: 8 rows are read, and 4 written; valid there, says the caller.
    unsafe {
        let (a, b) = (two(&from, 0), two(&from, 1));
        let ab = from.pin(_mm256_unpacklo_ps(a, b));
        let ab2 = from.pin(_mm256_unpackhi_ps(a, b));
        let (c, d) = (two(&from, 2), two(&from, 3));
        let cd = from.pin(_mm256_unpacklo_ps(c, d));
        let cd2 = from.pin(_mm256_unpackhi_ps(c, d));
        _mm256_storeu_ps(to, _mm256_shuffle_ps::<0x44>(ab, cd));
        _mm256_storeu_ps(to.add(to_stride), _mm256_shuffle_ps::<0xee>(ab, cd));
        _mm256_storeu_ps(to.add(2 * to_stride), _mm256_shuffle_ps::<0x44>(ab2, cd2));
        _mm256_storeu_ps(to.add(3 * to_stride), _mm256_shuffle_ps::<0xee>(ab2, cd2));
        // All registers are taken until here.
        between();
        between();
    }
}

/// Half of the columns of a block: two lanes of rows i and i + 2 side by side, and then 2 × 2 blocks within the halves.
///
/// # Safety
///
/// As [`Simd::transpose_half`](super::Simd::transpose_half).
#[inline(always)]
unsafe fn transpose_half_f64<const STREWN: bool>(
    simd: Avx2,
    from: (*const f64, usize),
    (to, to_stride): (*mut f64, usize),
    mut between: impl FnMut(),
) {
    /// A row and the second after it.
    #[inline(always)]
    unsafe fn two<const STREWN: bool>(from: &Rows<f64, Avx2, STREWN>, row: usize) -> __m256d {
        // SAFETY: as the caller says.
        unsafe {
            let (low, high) = (_mm_loadu_pd(from.at(row)), _mm_loadu_pd(from.at(row + 2)));
            _mm256_insertf128_pd::<1>(_mm256_castpd128_pd256(low), high)
        }
    }
    let from = Rows::<_, _, STREWN>::new(simd, from);
    // SAFETY: 4 rows are read, and 2 written; valid there, says the caller.
    unsafe {
        let (a, b) = (two(&from, 0), two(&from, 1));
        _mm256_storeu_pd(to, from.pin(_mm256_unpacklo_pd(a, b)));
        _mm256_storeu_pd(to.add(to_stride), from.pin(_mm256_unpackhi_pd(a, b)));
        between();
    }
}
