//! SSE2: 4 lanes of `f32`, 2 of `f64`; every x86-64 machine has it. No fused multiply-add.

#![allow(clippy::wildcard_imports)] // a list of a hundred intrinsics says no more

use core::arch::x86_64::*;

use super::set::set;
use super::table::unit;

/// The proof that SSE2 is there, as it is on every x86-64 machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sse2(());

set!(Sse2, "sse2", baseline, enable "sse2");

unit! {
    Sse2: f32, __m128, mask __m128, lanes 4, registers 16;
    on registers {
        splat(x: f32) -> __m128 = _mm_set1_ps(x);
        add(a: __m128, b: __m128) -> __m128 = _mm_add_ps(a, b);
        sub(a: __m128, b: __m128) -> __m128 = _mm_sub_ps(a, b);
        mul(a: __m128, b: __m128) -> __m128 = _mm_mul_ps(a, b);
        div(a: __m128, b: __m128) -> __m128 = _mm_div_ps(a, b);
        mul_add(a: __m128, b: __m128, c: __m128) -> __m128 = _mm_add_ps(_mm_mul_ps(a, b), c);
        mul_sub_from(a: __m128, b: __m128, c: __m128) -> __m128 = _mm_sub_ps(c, _mm_mul_ps(a, b));
        sqrt(a: __m128) -> __m128 = _mm_sqrt_ps(a);
        min(a: __m128, b: __m128) -> __m128 = _mm_min_ps(a, b);
        max(a: __m128, b: __m128) -> __m128 = _mm_max_ps(a, b);
        less(a: __m128, b: __m128) -> __m128 = _mm_cmplt_ps(a, b);
        equal(a: __m128, b: __m128) -> __m128 = _mm_cmpeq_ps(a, b);
        select(mask: __m128, a: __m128, b: __m128) -> __m128 =
            _mm_or_ps(_mm_and_ps(mask, a), _mm_andnot_ps(mask, b));
        any(mask: __m128) -> bool = _mm_movemask_ps(mask) != 0;
        and(a: __m128, b: __m128) -> __m128 = _mm_and_ps(a, b);
        or(a: __m128, b: __m128) -> __m128 = _mm_or_ps(a, b);
        xor(a: __m128, b: __m128) -> __m128 = _mm_xor_ps(a, b);
        integer_add(a: __m128, b: __m128) -> __m128 =
            _mm_castsi128_ps(_mm_add_epi32(_mm_castps_si128(a), _mm_castps_si128(b)));
        shift_left(a: __m128, count: u32) -> __m128 =
            _mm_castsi128_ps(_mm_sll_epi32(_mm_castps_si128(a), _mm_cvtsi32_si128(count.cast_signed())));
        shift_right(a: __m128, count: u32) -> __m128 =
            _mm_castsi128_ps(_mm_srl_epi32(_mm_castps_si128(a), _mm_cvtsi32_si128(count.cast_signed())));
        sum(a: __m128) -> f32 = {
            let two = _mm_add_ps(a, _mm_movehl_ps(a, a));
            _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
        };
        largest(a: __m128) -> f32 = {
            let two = _mm_max_ps(a, _mm_movehl_ps(a, a));
            _mm_cvtss_f32(_mm_max_ss(two, _mm_shuffle_ps::<1>(two, two)))
        };
        sum_four(a: [__m128; 4]) -> [f32; 4] = {
            // Interleave and add: one lane for each vector is left.
            let [a, b, c, d] = a;
            let ab = _mm_add_ps(_mm_unpacklo_ps(a, b), _mm_unpackhi_ps(a, b));
            let cd = _mm_add_ps(_mm_unpacklo_ps(c, d), _mm_unpackhi_ps(c, d));
            let all = _mm_add_ps(_mm_movelh_ps(ab, cd), _mm_movehl_ps(cd, ab));
            core::mem::transmute::<__m128, [f32; 4]>(all)
        };
    }
    in memory {
        load(from: *const f32) -> __m128 = _mm_loadu_ps(from);
        load_part(from: *const f32, count: usize) -> __m128 = {
            debug_assert!(count <= 4);
            // Of a double, either way, the place would have to be aligned.
            let two = |from: *const f32| _mm_castsi128_ps(_mm_loadl_epi64(from.cast()));
            match count {
                0 => _mm_setzero_ps(),
                1 => _mm_load_ss(from),
                2 => two(from),
                3 => _mm_movelh_ps(two(from), _mm_load_ss(from.add(2))),
                _ => _mm_loadu_ps(from),
            }
        };
        store(to: *mut f32, a: __m128) = _mm_storeu_ps(to, a);
        store_part(to: *mut f32, a: __m128, count: usize) = {
            debug_assert!(count <= 4);
            match count {
                0 => {}
                1 => _mm_store_ss(to, a),
                2 => _mm_storel_epi64(to.cast(), _mm_castps_si128(a)),
                3 => {
                    _mm_storel_epi64(to.cast(), _mm_castps_si128(a));
                    _mm_store_ss(to.add(2), _mm_movehl_ps(a, a));
                }
                _ => _mm_storeu_ps(to, a),
            }
        };
        transpose(from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) = {
            let row = |i: usize| _mm_loadu_ps(from.add(i * from_stride));
            let (a, b, c, d) = (row(0), row(1), row(2), row(3));
            let (ab, cd) = (_mm_unpacklo_ps(a, b), _mm_unpacklo_ps(c, d));
            _mm_storeu_ps(to, _mm_movelh_ps(ab, cd));
            _mm_storeu_ps(to.add(to_stride), _mm_movehl_ps(cd, ab));
            let (ab, cd) = (_mm_unpackhi_ps(a, b), _mm_unpackhi_ps(c, d));
            _mm_storeu_ps(to.add(2 * to_stride), _mm_movelh_ps(ab, cd));
            _mm_storeu_ps(to.add(3 * to_stride), _mm_movehl_ps(cd, ab));
        };
    }
}

unit! {
    Sse2: f64, __m128d, mask __m128d, lanes 2, registers 16;
    on registers {
        splat(x: f64) -> __m128d = _mm_set1_pd(x);
        add(a: __m128d, b: __m128d) -> __m128d = _mm_add_pd(a, b);
        sub(a: __m128d, b: __m128d) -> __m128d = _mm_sub_pd(a, b);
        mul(a: __m128d, b: __m128d) -> __m128d = _mm_mul_pd(a, b);
        div(a: __m128d, b: __m128d) -> __m128d = _mm_div_pd(a, b);
        mul_add(a: __m128d, b: __m128d, c: __m128d) -> __m128d = _mm_add_pd(_mm_mul_pd(a, b), c);
        mul_sub_from(a: __m128d, b: __m128d, c: __m128d) -> __m128d = _mm_sub_pd(c, _mm_mul_pd(a, b));
        sqrt(a: __m128d) -> __m128d = _mm_sqrt_pd(a);
        min(a: __m128d, b: __m128d) -> __m128d = _mm_min_pd(a, b);
        max(a: __m128d, b: __m128d) -> __m128d = _mm_max_pd(a, b);
        less(a: __m128d, b: __m128d) -> __m128d = _mm_cmplt_pd(a, b);
        equal(a: __m128d, b: __m128d) -> __m128d = _mm_cmpeq_pd(a, b);
        select(mask: __m128d, a: __m128d, b: __m128d) -> __m128d =
            _mm_or_pd(_mm_and_pd(mask, a), _mm_andnot_pd(mask, b));
        any(mask: __m128d) -> bool = _mm_movemask_pd(mask) != 0;
        and(a: __m128d, b: __m128d) -> __m128d = _mm_and_pd(a, b);
        or(a: __m128d, b: __m128d) -> __m128d = _mm_or_pd(a, b);
        xor(a: __m128d, b: __m128d) -> __m128d = _mm_xor_pd(a, b);
        integer_add(a: __m128d, b: __m128d) -> __m128d =
            _mm_castsi128_pd(_mm_add_epi64(_mm_castpd_si128(a), _mm_castpd_si128(b)));
        shift_left(a: __m128d, count: u32) -> __m128d =
            _mm_castsi128_pd(_mm_sll_epi64(_mm_castpd_si128(a), _mm_cvtsi32_si128(count.cast_signed())));
        shift_right(a: __m128d, count: u32) -> __m128d =
            _mm_castsi128_pd(_mm_srl_epi64(_mm_castpd_si128(a), _mm_cvtsi32_si128(count.cast_signed())));
        sum(a: __m128d) -> f64 = _mm_cvtsd_f64(_mm_add_sd(a, _mm_unpackhi_pd(a, a)));
        largest(a: __m128d) -> f64 = _mm_cvtsd_f64(_mm_max_sd(a, _mm_unpackhi_pd(a, a)));
        sum_four(a: [__m128d; 4]) -> [f64; 4] = {
            let [a, b, c, d] = a;
            let ab = _mm_add_pd(_mm_unpacklo_pd(a, b), _mm_unpackhi_pd(a, b));
            let cd = _mm_add_pd(_mm_unpacklo_pd(c, d), _mm_unpackhi_pd(c, d));
            core::mem::transmute::<[__m128d; 2], [f64; 4]>([ab, cd])
        };
    }
    in memory {
        load(from: *const f64) -> __m128d = _mm_loadu_pd(from);
        load_part(from: *const f64, count: usize) -> __m128d = {
            debug_assert!(count <= 2);
            match count {
                0 => _mm_setzero_pd(),
                1 => _mm_load_sd(from),
                _ => _mm_loadu_pd(from),
            }
        };
        store(to: *mut f64, a: __m128d) = _mm_storeu_pd(to, a);
        store_part(to: *mut f64, a: __m128d, count: usize) = {
            debug_assert!(count <= 2);
            match count {
                0 => {}
                1 => _mm_store_sd(to, a),
                _ => _mm_storeu_pd(to, a),
            }
        };
        transpose(from: *const f64, from_stride: usize, to: *mut f64, to_stride: usize) = {
            let (a, b) = (_mm_loadu_pd(from), _mm_loadu_pd(from.add(from_stride)));
            _mm_storeu_pd(to, _mm_unpacklo_pd(a, b));
            _mm_storeu_pd(to.add(to_stride), _mm_unpackhi_pd(a, b));
        };
    }
}
