//! Instructions that read and write memory: as far as they say, and no further.

use std::vec::Vec;

use typograd::Rng;
use typograd::kernel::{Kernel, Simd};

use super::super::buffer::{Buffer, Place};
use super::{Bits, Check, lanes, patterns, vector};

const PLACES: &[Place] = &[
    Place::Amid(0),
    Place::Amid(1),
    Place::Alone,
    #[cfg(unix)]
    Place::BehindFence,
    #[cfg(unix)]
    Place::BeforeFence,
];

#[derive(Clone, Copy)]
struct LoadAndStore;

impl<T: Bits> Kernel<T> for LoadAndStore {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut rng = Rng::new(1);
        let all = Buffer::<T>::random(Place::Amid(3), S::LANES, &mut rng);
        for place in PLACES {
            let from = Buffer::<T>::random(*place, S::LANES, &mut rng);
            let mut to = Buffer::new(*place, S::LANES, T::zero);
            // SAFETY: both hold as many elements as there are lanes.
            unsafe { simd.store(to.as_mut_ptr(), simd.load(from.as_ptr())) };
            assert_eq!(patterns(&to), patterns(&from));
            to.assert_intact();

            if S::SPLATS_FOUR {
                let from = Buffer::<T>::random(*place, 4, &mut rng);
                // SAFETY: `from` holds four elements.
                let found = unsafe { simd.splat_four(from.as_ptr()) };
                for (found, x) in found.into_iter().zip(from.iter()) {
                    let expected = [*x].repeat(S::LANES);
                    assert_eq!(
                        patterns(&lanes(simd, found)),
                        patterns(&expected),
                        "{place:?}"
                    );
                }
            }

            for count in 0..=S::LANES {
                let from = Buffer::<T>::random(*place, count, &mut rng);
                // SAFETY: `from` holds `count` elements.
                let found = lanes(simd, unsafe { simd.load_part(from.as_ptr(), count) });
                let mut expected = from.to_vec();
                expected.resize(S::LANES, T::zero());
                assert_eq!(patterns(&found), patterns(&expected), "{count}, {place:?}");

                if S::QUARTERS && count <= 4 {
                    // SAFETY: as above.
                    let found = unsafe { simd.load_in_quarters(from.as_ptr(), count) };
                    let expected = expected[..4].repeat(4);
                    assert_eq!(
                        patterns(&lanes(simd, found)),
                        patterns(&expected),
                        "{count}, {place:?}"
                    );

                    let four = [0; 4].map(|_| Buffer::<T>::random(*place, count, &mut rng));
                    // SAFETY: each holds `count` elements.
                    let found =
                        unsafe { simd.load_quarters(four.each_ref().map(|f| f.as_ptr()), count) };
                    let mut expected = four.map(|from| from.to_vec());
                    for quarter in &mut expected {
                        quarter.resize(4, T::zero());
                    }
                    assert_eq!(
                        patterns(&lanes(simd, found)),
                        patterns(&expected.concat()),
                        "{count}, {place:?}"
                    );
                }

                let mut to = Buffer::new(*place, count, T::zero);
                // SAFETY: `to` holds `count` elements.
                unsafe { simd.store_part(to.as_mut_ptr(), vector(simd, &all), count) };
                assert_eq!(patterns(&to), patterns(&all[..count]), "{count}, {place:?}");
                to.assert_intact();
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Transpose;

impl<T: Bits> Kernel<T> for Transpose {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let mut rng = Rng::new(1);
        let gap = T::from_f64(7.0);
        let strides = [S::LANES, S::LANES + 1, 2 * S::LANES + 3];
        for (from_stride, to_stride) in strides
            .iter()
            .flat_map(|a| strides.iter().map(move |b| (*a, *b)))
        {
            let length = |stride: usize| (S::LANES - 1) * stride + S::LANES;
            for place in PLACES {
                let from = Buffer::<T>::random(*place, length(from_stride), &mut rng);
                let mut to = Buffer::new(*place, length(to_stride), || gap);
                // SAFETY: the last row of either ends at its length.
                unsafe { simd.transpose(from.as_ptr(), from_stride, to.as_mut_ptr(), to_stride) };
                to.assert_intact();
                let expected = |at: usize| match (at / to_stride, at % to_stride) {
                    (row, column) if column < S::LANES => from[column * from_stride + row],
                    _ => gap,
                };
                let expected: Vec<T> = (0..to.len()).map(expected).collect();
                assert_eq!(
                    patterns(&to),
                    patterns(&expected),
                    "{from_stride}, {to_stride}"
                );
            }
        }
    }
}

/// The same, in the form for this core.
#[derive(Clone, Copy)]
struct OnCore<K>(K);

impl<T: Bits, K: Kernel<T, Output = ()>> Kernel<T> for OnCore<K> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        simd.on_core(self.0);
    }
}

#[cfg_attr(test, test)]
pub(crate) fn loads_and_stores() {
    LoadAndStore.on_all_units();
}

#[cfg_attr(test, test)]
pub(crate) fn transposes() {
    Transpose.on_all_units();
    OnCore(Transpose).on_all_units();
}
