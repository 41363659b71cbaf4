//! NEON: 4 lanes of `f32`, 2 of `f64`, with fused multiply-add; what 64-bit ARM machines have.

#![allow(clippy::wildcard_imports)] // a list of a hundred intrinsics says no more

use core::arch::aarch64::*;

use super::set::set;
use super::table::unit;

/// The proof that NEON is there: one of the target's own features.
#[derive(Clone, Copy, Debug)]
pub(super) struct Neon(());

set!(Neon, "neon", baseline, enable "neon");

/// Shifts lanes of 32 bits, to the right by a negative count: NEON has no other shift by a variable.
///
/// # Safety
///
/// NEON is there.
#[inline(always)]
#[allow(unused_unsafe)] // some are safe where the features are the target's own
unsafe fn shift_32(a: float32x4_t, count: i32) -> float32x4_t {
    // SAFETY: NEON is there, says the caller.
    unsafe { vreinterpretq_f32_u32(vshlq_u32(vreinterpretq_u32_f32(a), vdupq_n_s32(count))) }
}

/// The same for lanes of 64 bits.
///
/// # Safety
///
/// NEON is there.
#[inline(always)]
#[allow(unused_unsafe)] // as above
unsafe fn shift_64(a: float64x2_t, count: i32) -> float64x2_t {
    // SAFETY: NEON is there, says the caller.
    unsafe {
        vreinterpretq_f64_u64(vshlq_u64(
            vreinterpretq_u64_f64(a),
            vdupq_n_s64(count.into()),
        ))
    }
}

// The instructions for a minimum and a maximum return NaN where one is NaN; the trait asks for the second operand.
unit! {
    Neon: f32, float32x4_t, mask uint32x4_t, lanes 4, registers 32;
    on registers {
        splat(x: f32) -> float32x4_t = vdupq_n_f32(x);
        add(a: float32x4_t, b: float32x4_t) -> float32x4_t = vaddq_f32(a, b);
        sub(a: float32x4_t, b: float32x4_t) -> float32x4_t = vsubq_f32(a, b);
        mul(a: float32x4_t, b: float32x4_t) -> float32x4_t = vmulq_f32(a, b);
        div(a: float32x4_t, b: float32x4_t) -> float32x4_t = vdivq_f32(a, b);
        mul_add(a: float32x4_t, b: float32x4_t, c: float32x4_t) -> float32x4_t = vfmaq_f32(c, a, b);
        mul_sub_from(a: float32x4_t, b: float32x4_t, c: float32x4_t) -> float32x4_t = vfmsq_f32(c, a, b);
        sqrt(a: float32x4_t) -> float32x4_t = vsqrtq_f32(a);
        min(a: float32x4_t, b: float32x4_t) -> float32x4_t = vbslq_f32(vcltq_f32(a, b), a, b);
        max(a: float32x4_t, b: float32x4_t) -> float32x4_t = vbslq_f32(vcgtq_f32(a, b), a, b);
        less(a: float32x4_t, b: float32x4_t) -> uint32x4_t = vcltq_f32(a, b);
        equal(a: float32x4_t, b: float32x4_t) -> uint32x4_t = vceqq_f32(a, b);
        select(mask: uint32x4_t, a: float32x4_t, b: float32x4_t) -> float32x4_t = vbslq_f32(mask, a, b);
        any(mask: uint32x4_t) -> bool = vmaxvq_u32(mask) != 0;
        and(a: float32x4_t, b: float32x4_t) -> float32x4_t =
            vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(a), vreinterpretq_u32_f32(b)));
        or(a: float32x4_t, b: float32x4_t) -> float32x4_t =
            vreinterpretq_f32_u32(vorrq_u32(vreinterpretq_u32_f32(a), vreinterpretq_u32_f32(b)));
        xor(a: float32x4_t, b: float32x4_t) -> float32x4_t =
            vreinterpretq_f32_u32(veorq_u32(vreinterpretq_u32_f32(a), vreinterpretq_u32_f32(b)));
        integer_add(a: float32x4_t, b: float32x4_t) -> float32x4_t =
            vreinterpretq_f32_u32(vaddq_u32(vreinterpretq_u32_f32(a), vreinterpretq_u32_f32(b)));
        shift_left(a: float32x4_t, count: u32) -> float32x4_t = shift_32(a, count.cast_signed());
        shift_right(a: float32x4_t, count: u32) -> float32x4_t = shift_32(a, -count.cast_signed());
        sum(a: float32x4_t) -> f32 = vaddvq_f32(a);
        largest(a: float32x4_t) -> f32 = vmaxvq_f32(a);
        sum_four(a: [float32x4_t; 4]) -> [f32; 4] = {
            let [a, b, c, d] = a;
            let all = vpaddq_f32(vpaddq_f32(a, b), vpaddq_f32(c, d));
            core::mem::transmute::<float32x4_t, [f32; 4]>(all)
        };
    }
    in memory {
        load(from: *const f32) -> float32x4_t = vld1q_f32(from);
        load_part(from: *const f32, count: usize) -> float32x4_t = {
            debug_assert!(count <= 4);
            match count {
                0 => vdupq_n_f32(0.0),
                1 => vld1q_lane_f32::<0>(from, vdupq_n_f32(0.0)),
                2 => vcombine_f32(vld1_f32(from), vdup_n_f32(0.0)),
                3 => vcombine_f32(vld1_f32(from), vld1_lane_f32::<0>(from.add(2), vdup_n_f32(0.0))),
                _ => vld1q_f32(from),
            }
        };
        store(to: *mut f32, a: float32x4_t) = vst1q_f32(to, a);
        store_part(to: *mut f32, a: float32x4_t, count: usize) = {
            debug_assert!(count <= 4);
            match count {
                0 => {}
                1 => vst1q_lane_f32::<0>(to, a),
                2 => vst1_f32(to, vget_low_f32(a)),
                3 => {
                    vst1_f32(to, vget_low_f32(a));
                    vst1q_lane_f32::<2>(to.add(2), a);
                }
                _ => vst1q_f32(to, a),
            }
        };
        transpose(from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) = {
            // Even and odd columns of two rows, and then pairs of those as lanes of 64 bits.
            let row = |i: usize| vld1q_f32(from.add(i * from_stride));
            let (a, b, c, d) = (row(0), row(1), row(2), row(3));
            let pairs = |x: float32x4_t, y: float32x4_t| (vreinterpretq_f64_f32(x), vreinterpretq_f64_f32(y));
            let (ab, cd) = pairs(vtrn1q_f32(a, b), vtrn1q_f32(c, d));
            vst1q_f32(to, vreinterpretq_f32_f64(vtrn1q_f64(ab, cd)));
            vst1q_f32(to.add(2 * to_stride), vreinterpretq_f32_f64(vtrn2q_f64(ab, cd)));
            let (ab, cd) = pairs(vtrn2q_f32(a, b), vtrn2q_f32(c, d));
            vst1q_f32(to.add(to_stride), vreinterpretq_f32_f64(vtrn1q_f64(ab, cd)));
            vst1q_f32(to.add(3 * to_stride), vreinterpretq_f32_f64(vtrn2q_f64(ab, cd)));
        };
    }
}

unit! {
    Neon: f64, float64x2_t, mask uint64x2_t, lanes 2, registers 32;
    on registers {
        splat(x: f64) -> float64x2_t = vdupq_n_f64(x);
        add(a: float64x2_t, b: float64x2_t) -> float64x2_t = vaddq_f64(a, b);
        sub(a: float64x2_t, b: float64x2_t) -> float64x2_t = vsubq_f64(a, b);
        mul(a: float64x2_t, b: float64x2_t) -> float64x2_t = vmulq_f64(a, b);
        div(a: float64x2_t, b: float64x2_t) -> float64x2_t = vdivq_f64(a, b);
        mul_add(a: float64x2_t, b: float64x2_t, c: float64x2_t) -> float64x2_t = vfmaq_f64(c, a, b);
        mul_sub_from(a: float64x2_t, b: float64x2_t, c: float64x2_t) -> float64x2_t = vfmsq_f64(c, a, b);
        sqrt(a: float64x2_t) -> float64x2_t = vsqrtq_f64(a);
        min(a: float64x2_t, b: float64x2_t) -> float64x2_t = vbslq_f64(vcltq_f64(a, b), a, b);
        max(a: float64x2_t, b: float64x2_t) -> float64x2_t = vbslq_f64(vcgtq_f64(a, b), a, b);
        less(a: float64x2_t, b: float64x2_t) -> uint64x2_t = vcltq_f64(a, b);
        equal(a: float64x2_t, b: float64x2_t) -> uint64x2_t = vceqq_f64(a, b);
        select(mask: uint64x2_t, a: float64x2_t, b: float64x2_t) -> float64x2_t = vbslq_f64(mask, a, b);
        any(mask: uint64x2_t) -> bool = vmaxvq_u32(vreinterpretq_u32_u64(mask)) != 0;
        and(a: float64x2_t, b: float64x2_t) -> float64x2_t =
            vreinterpretq_f64_u64(vandq_u64(vreinterpretq_u64_f64(a), vreinterpretq_u64_f64(b)));
        or(a: float64x2_t, b: float64x2_t) -> float64x2_t =
            vreinterpretq_f64_u64(vorrq_u64(vreinterpretq_u64_f64(a), vreinterpretq_u64_f64(b)));
        xor(a: float64x2_t, b: float64x2_t) -> float64x2_t =
            vreinterpretq_f64_u64(veorq_u64(vreinterpretq_u64_f64(a), vreinterpretq_u64_f64(b)));
        integer_add(a: float64x2_t, b: float64x2_t) -> float64x2_t =
            vreinterpretq_f64_u64(vaddq_u64(vreinterpretq_u64_f64(a), vreinterpretq_u64_f64(b)));
        shift_left(a: float64x2_t, count: u32) -> float64x2_t = shift_64(a, count.cast_signed());
        shift_right(a: float64x2_t, count: u32) -> float64x2_t = shift_64(a, -count.cast_signed());
        sum(a: float64x2_t) -> f64 = vaddvq_f64(a);
        largest(a: float64x2_t) -> f64 = vmaxvq_f64(a);
        sum_four(a: [float64x2_t; 4]) -> [f64; 4] = {
            let [a, b, c, d] = a;
            core::mem::transmute::<[float64x2_t; 2], [f64; 4]>([vpaddq_f64(a, b), vpaddq_f64(c, d)])
        };
    }
    in memory {
        load(from: *const f64) -> float64x2_t = vld1q_f64(from);
        load_part(from: *const f64, count: usize) -> float64x2_t = {
            debug_assert!(count <= 2);
            match count {
                0 => vdupq_n_f64(0.0),
                1 => vld1q_lane_f64::<0>(from, vdupq_n_f64(0.0)),
                _ => vld1q_f64(from),
            }
        };
        store(to: *mut f64, a: float64x2_t) = vst1q_f64(to, a);
        store_part(to: *mut f64, a: float64x2_t, count: usize) = {
            debug_assert!(count <= 2);
            match count {
                0 => {}
                1 => vst1q_lane_f64::<0>(to, a),
                _ => vst1q_f64(to, a),
            }
        };
        transpose(from: *const f64, from_stride: usize, to: *mut f64, to_stride: usize) = {
            let (a, b) = (vld1q_f64(from), vld1q_f64(from.add(from_stride)));
            vst1q_f64(to, vtrn1q_f64(a, b));
            vst1q_f64(to.add(to_stride), vtrn2q_f64(a, b));
        };
    }
}
