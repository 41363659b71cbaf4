//! WebAssembly's `simd128`: 4 lanes of `f32`, 2 of `f64`. No fused multiply-add.

#![allow(clippy::wildcard_imports)] // a list of a hundred intrinsics says no more

use core::arch::wasm32::*;

use super::set::set;
use super::table::unit;

/// The proof that `simd128` is there: a module that uses it runs nowhere else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Simd128(());

set!(Simd128, "simd128", baseline, enable "simd128");

// `pmin(x, y)` is `y < x ? y : x`, and `pmax(x, y)` is `x < y ? y : x`: the trait's own with the operands exchanged.
unit! {
    Simd128: f32, v128, mask v128, lanes 4, registers 16;
    on registers {
        splat(x: f32) -> v128 = f32x4_splat(x);
        add(a: v128, b: v128) -> v128 = f32x4_add(a, b);
        sub(a: v128, b: v128) -> v128 = f32x4_sub(a, b);
        mul(a: v128, b: v128) -> v128 = f32x4_mul(a, b);
        div(a: v128, b: v128) -> v128 = f32x4_div(a, b);
        mul_add(a: v128, b: v128, c: v128) -> v128 = f32x4_add(f32x4_mul(a, b), c);
        mul_sub_from(a: v128, b: v128, c: v128) -> v128 = f32x4_sub(c, f32x4_mul(a, b));
        sqrt(a: v128) -> v128 = f32x4_sqrt(a);
        min(a: v128, b: v128) -> v128 = f32x4_pmin(b, a);
        max(a: v128, b: v128) -> v128 = f32x4_pmax(b, a);
        less(a: v128, b: v128) -> v128 = f32x4_lt(a, b);
        equal(a: v128, b: v128) -> v128 = f32x4_eq(a, b);
        select(mask: v128, a: v128, b: v128) -> v128 = v128_bitselect(a, b, mask);
        any(mask: v128) -> bool = v128_any_true(mask);
        and(a: v128, b: v128) -> v128 = v128_and(a, b);
        or(a: v128, b: v128) -> v128 = v128_or(a, b);
        xor(a: v128, b: v128) -> v128 = v128_xor(a, b);
        integer_add(a: v128, b: v128) -> v128 = i32x4_add(a, b);
        shift_left(a: v128, count: u32) -> v128 = i32x4_shl(a, count);
        shift_right(a: v128, count: u32) -> v128 = u32x4_shr(a, count);
        sum(a: v128) -> f32 = {
            let two = f32x4_add(a, i64x2_shuffle::<1, 0>(a, a));
            f32x4_extract_lane::<0>(two) + f32x4_extract_lane::<1>(two)
        };
        largest(a: v128) -> f32 = {
            let two = f32x4_pmax(a, i64x2_shuffle::<1, 0>(a, a));
            f32x4_extract_lane::<0>(f32x4_pmax(two, i32x4_shuffle::<1, 0, 3, 2>(two, two)))
        };
        sum_four(a: [v128; 4]) -> [f32; 4] = {
            // Interleave and add: one lane for each vector is left.
            let [a, b, c, d] = a;
            let halves = |a, b| {
                f32x4_add(i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b))
            };
            let (ab, cd) = (halves(a, b), halves(c, d));
            let all = f32x4_add(i64x2_shuffle::<0, 2>(ab, cd), i64x2_shuffle::<1, 3>(ab, cd));
            core::mem::transmute::<v128, [f32; 4]>(all)
        };
    }
    in memory {
        load(from: *const f32) -> v128 = v128_load(from.cast());
        load_part(from: *const f32, count: usize) -> v128 = {
            debug_assert!(count <= 4);
            match count {
                0 => f32x4_splat(0.0),
                1 => v128_load32_zero(from.cast()),
                2 => v128_load64_zero(from.cast()),
                3 => v128_load32_lane::<2>(v128_load64_zero(from.cast()), from.add(2).cast()),
                _ => v128_load(from.cast()),
            }
        };
        store(to: *mut f32, a: v128) = v128_store(to.cast(), a);
        store_part(to: *mut f32, a: v128, count: usize) = {
            debug_assert!(count <= 4);
            match count {
                0 => {}
                1 => v128_store32_lane::<0>(a, to.cast()),
                2 => v128_store64_lane::<0>(a, to.cast()),
                3 => {
                    v128_store64_lane::<0>(a, to.cast());
                    v128_store32_lane::<2>(a, to.add(2).cast());
                }
                _ => v128_store(to.cast(), a),
            }
        };
        transpose(from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) = {
            let row = |i: usize| v128_load(from.add(i * from_stride).cast());
            let (a, b, c, d) = (row(0), row(1), row(2), row(3));
            let (ab, cd) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<0, 4, 1, 5>(c, d));
            v128_store(to.cast(), i64x2_shuffle::<0, 2>(ab, cd));
            v128_store(to.add(to_stride).cast(), i64x2_shuffle::<1, 3>(ab, cd));
            let (ab, cd) = (i32x4_shuffle::<2, 6, 3, 7>(a, b), i32x4_shuffle::<2, 6, 3, 7>(c, d));
            v128_store(to.add(2 * to_stride).cast(), i64x2_shuffle::<0, 2>(ab, cd));
            v128_store(to.add(3 * to_stride).cast(), i64x2_shuffle::<1, 3>(ab, cd));
        };
    }
}

unit! {
    Simd128: f64, v128, mask v128, lanes 2, registers 16;
    on registers {
        splat(x: f64) -> v128 = f64x2_splat(x);
        add(a: v128, b: v128) -> v128 = f64x2_add(a, b);
        sub(a: v128, b: v128) -> v128 = f64x2_sub(a, b);
        mul(a: v128, b: v128) -> v128 = f64x2_mul(a, b);
        div(a: v128, b: v128) -> v128 = f64x2_div(a, b);
        mul_add(a: v128, b: v128, c: v128) -> v128 = f64x2_add(f64x2_mul(a, b), c);
        mul_sub_from(a: v128, b: v128, c: v128) -> v128 = f64x2_sub(c, f64x2_mul(a, b));
        sqrt(a: v128) -> v128 = f64x2_sqrt(a);
        min(a: v128, b: v128) -> v128 = f64x2_pmin(b, a);
        max(a: v128, b: v128) -> v128 = f64x2_pmax(b, a);
        less(a: v128, b: v128) -> v128 = f64x2_lt(a, b);
        equal(a: v128, b: v128) -> v128 = f64x2_eq(a, b);
        select(mask: v128, a: v128, b: v128) -> v128 = v128_bitselect(a, b, mask);
        any(mask: v128) -> bool = v128_any_true(mask);
        and(a: v128, b: v128) -> v128 = v128_and(a, b);
        or(a: v128, b: v128) -> v128 = v128_or(a, b);
        xor(a: v128, b: v128) -> v128 = v128_xor(a, b);
        integer_add(a: v128, b: v128) -> v128 = i64x2_add(a, b);
        shift_left(a: v128, count: u32) -> v128 = i64x2_shl(a, count);
        shift_right(a: v128, count: u32) -> v128 = u64x2_shr(a, count);
        sum(a: v128) -> f64 = f64x2_extract_lane::<0>(a) + f64x2_extract_lane::<1>(a);
        largest(a: v128) -> f64 = f64x2_extract_lane::<0>(f64x2_pmax(a, i64x2_shuffle::<1, 0>(a, a)));
        sum_four(a: [v128; 4]) -> [f64; 4] = {
            let [a, b, c, d] = a;
            let ab = f64x2_add(i64x2_shuffle::<0, 2>(a, b), i64x2_shuffle::<1, 3>(a, b));
            let cd = f64x2_add(i64x2_shuffle::<0, 2>(c, d), i64x2_shuffle::<1, 3>(c, d));
            core::mem::transmute::<[v128; 2], [f64; 4]>([ab, cd])
        };
    }
    in memory {
        load(from: *const f64) -> v128 = v128_load(from.cast());
        load_part(from: *const f64, count: usize) -> v128 = {
            debug_assert!(count <= 2);
            match count {
                0 => f64x2_splat(0.0),
                1 => v128_load64_zero(from.cast()),
                _ => v128_load(from.cast()),
            }
        };
        store(to: *mut f64, a: v128) = v128_store(to.cast(), a);
        store_part(to: *mut f64, a: v128, count: usize) = {
            debug_assert!(count <= 2);
            match count {
                0 => {}
                1 => v128_store64_lane::<0>(a, to.cast()),
                _ => v128_store(to.cast(), a),
            }
        };
        transpose(from: *const f64, from_stride: usize, to: *mut f64, to_stride: usize) = {
            let (a, b) = (v128_load(from.cast()), v128_load(from.add(from_stride).cast()));
            v128_store(to.cast(), i64x2_shuffle::<0, 2>(a, b));
            v128_store(to.add(to_stride).cast(), i64x2_shuffle::<1, 3>(a, b));
        };
    }
}
