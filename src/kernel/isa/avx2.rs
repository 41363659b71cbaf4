//! AVX2 with fused multiply-add: 8 lanes of `f32`, 4 of `f64`.

use core::arch::x86_64::{
    __m256, __m256d, __m256i, _mm_add_pd, _mm_add_ps, _mm_add_sd, _mm_add_ss, _mm_cvtsd_f64,
    _mm_cvtss_f32, _mm_movehl_ps, _mm_shuffle_ps, _mm_unpackhi_pd, _mm256_add_pd, _mm256_add_ps,
    _mm256_castpd256_pd128, _mm256_castps256_ps128, _mm256_extractf128_pd, _mm256_extractf128_ps,
    _mm256_fmadd_pd, _mm256_fmadd_ps, _mm256_loadu_pd, _mm256_loadu_ps, _mm256_loadu_si256,
    _mm256_maskload_pd, _mm256_maskload_ps, _mm256_maskstore_pd, _mm256_maskstore_ps,
    _mm256_mul_pd, _mm256_mul_ps, _mm256_set1_pd, _mm256_set1_ps, _mm256_storeu_pd,
    _mm256_storeu_ps,
};

use super::{InstructionSet, Kernel, Simd};

/// The proof that AVX2 and FMA are there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Avx2(());

impl InstructionSet for Avx2 {
    #[inline]
    fn detect() -> Option<Self> {
        #[cfg(feature = "std")]
        let there = std::arch::is_x86_feature_detected!("avx2")
            && std::arch::is_x86_feature_detected!("fma");
        #[cfg(not(feature = "std"))]
        let there = cfg!(all(target_feature = "avx2", target_feature = "fma"));
        there.then_some(Self(()))
    }
}

impl Avx2 {
    /// Compiles a kernel with the features enabled, and runs it.
    #[inline]
    pub(super) fn run<T: Copy, K: Kernel<T>>(self, kernel: K) -> K::Output
    where
        Self: Simd<T>,
    {
        /// # Safety
        ///
        /// AVX2 and FMA are there.
        #[target_feature(enable = "avx2,fma")] // on a safe function, Rust allows it from 1.86 on
        unsafe fn enabled<T: Copy, K: Kernel<T>>(set: Avx2, kernel: K) -> K::Output
        where
            Avx2: Simd<T>,
        {
            kernel.run(set)
        }
        // SAFETY: `self` proves that the features are there.
        unsafe { enabled(self, kernel) }
    }
}

/// A mask whose first `count` lanes are set: a window into ones followed by zeros.
///
/// # Safety
///
/// `count ≤ 8`, and AVX is there.
#[inline(always)]
unsafe fn mask_32(count: usize) -> __m256i {
    static MASK: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];
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
unsafe fn mask_64(count: usize) -> __m256i {
    static MASK: [i64; 8] = [-1, -1, -1, -1, 0, 0, 0, 0];
    debug_assert!(count <= 4);
    // SAFETY: with `count ≤ 4` the four entries from `4 − count` on lie in the table; AVX is there, says the caller.
    unsafe { _mm256_loadu_si256(MASK.as_ptr().add(4 - count).cast()) }
}

#[inline(always)]
fn sum_f32(_: Avx2, a: __m256) -> f32 {
    // SAFETY: an `Avx2` proves that the features are there.
    unsafe {
        let four = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps::<1>(a));
        let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
    }
}

#[inline(always)]
fn sum_f64(_: Avx2, a: __m256d) -> f64 {
    // SAFETY: an `Avx2` proves that the features are there.
    unsafe {
        let two = _mm_add_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd::<1>(a));
        _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
    }
}

macro_rules! lanes {
    ($number:ty, $vector:ty, $lanes:literal, $mask:ident, $sum:ident, $splat:ident, $add:ident, $mul:ident,
     $mul_add:ident, $load:ident, $load_masked:ident, $store:ident, $store_masked:ident) => {
        // SAFETY: a register of 256 bits holds `LANES` elements; masked lanes are neither read nor written.
        unsafe impl Simd<$number> for Avx2 {
            type Vector = $vector;
            const LANES: usize = $lanes;
            const REGISTERS: usize = 16;

            #[inline(always)]
            fn splat(self, x: $number) -> $vector {
                // SAFETY: `self` proves that the features are there.
                unsafe { $splat(x) }
            }

            #[inline(always)]
            fn add(self, a: $vector, b: $vector) -> $vector {
                // SAFETY: `self` proves that the features are there.
                unsafe { $add(a, b) }
            }

            #[inline(always)]
            fn mul(self, a: $vector, b: $vector) -> $vector {
                // SAFETY: `self` proves that the features are there.
                unsafe { $mul(a, b) }
            }

            #[inline(always)]
            fn mul_add(self, a: $vector, b: $vector, c: $vector) -> $vector {
                // SAFETY: `self` proves that the features are there.
                unsafe { $mul_add(a, b, c) }
            }

            #[inline(always)]
            fn sum(self, a: $vector) -> $number {
                $sum(self, a)
            }

            #[inline(always)]
            unsafe fn load(self, from: *const $number) -> $vector {
                // SAFETY: valid for reading `LANES` elements, says the caller; `self` proves that the features are there.
                unsafe { $load(from) }
            }

            #[inline(always)]
            unsafe fn load_part(self, from: *const $number, count: usize) -> $vector {
                // SAFETY: masked lanes are not read; the first `count ≤ LANES` are readable, says the caller; `self`
                // proves that the features are there.
                unsafe { $load_masked(from, $mask(count)) }
            }

            #[inline(always)]
            unsafe fn store(self, to: *mut $number, a: $vector) {
                // SAFETY: valid for writing `LANES` elements, says the caller; `self` proves that the features are there.
                unsafe { $store(to, a) }
            }

            #[inline(always)]
            unsafe fn store_part(self, to: *mut $number, a: $vector, count: usize) {
                // SAFETY: masked lanes are not written; the first `count ≤ LANES` are writable, says the caller; `self`
                // proves that the features are there.
                unsafe { $store_masked(to, $mask(count), a) }
            }
        }
    };
}

lanes!(
    f32,
    __m256,
    8,
    mask_32,
    sum_f32,
    _mm256_set1_ps,
    _mm256_add_ps,
    _mm256_mul_ps,
    _mm256_fmadd_ps,
    _mm256_loadu_ps,
    _mm256_maskload_ps,
    _mm256_storeu_ps,
    _mm256_maskstore_ps
);
lanes!(
    f64,
    __m256d,
    4,
    mask_64,
    sum_f64,
    _mm256_set1_pd,
    _mm256_add_pd,
    _mm256_mul_pd,
    _mm256_fmadd_pd,
    _mm256_loadu_pd,
    _mm256_maskload_pd,
    _mm256_storeu_pd,
    _mm256_maskstore_pd
);
