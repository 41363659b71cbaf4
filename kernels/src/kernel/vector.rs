//! Element-wise loops and reductions.

use super::lanes::{keeping, load, save};
use super::{Kernel, Simd, Store};
use crate::Element;

/// Equal slices, gone through a vector at a time; the rest masked.
struct Combine<'a, T, const N: usize> {
    inputs: [&'a [T]; N],
    out: &'a mut [T],
    store: Store<T>,
}

/// The product of `N` slices, element by element: a copy for one, the Hadamard product for two.
impl<T: Element, const N: usize> Kernel<T> for Combine<'_, T, N> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let length = self.out.len();
        let scale = simd.splat(self.store.scale);
        let mut at = 0;
        while at < length {
            let count = (length - at).min(S::LANES);
            let masked = count < S::LANES;
            // SAFETY: `count` elements from `at` on lie within the output and within each input, whose lengths
            // `combine` checked to be equal.
            unsafe {
                let mut value = scale;
                for input in self.inputs {
                    let input = load(simd, input.as_ptr().add(at), masked, count);
                    value = simd.mul(value, input);
                }
                let to = self.out.as_mut_ptr().add(at);
                let value = keeping(simd, self.store, value, to, masked, count);
                save(simd, to, value, masked, count);
            }
            at += count;
        }
    }
}

#[inline(never)] // one piece of code for all sizes, here and below
fn combine<T: Element, const N: usize>(inputs: [&[T]; N], out: &mut [T], store: Store<T>) {
    for input in inputs {
        assert!(
            input.len() == out.len(),
            "{} elements where {} are expected",
            input.len(),
            out.len()
        );
    }
    T::dispatch(Combine { inputs, out, store });
}

/// y ← keep · y + scale · x.
///
/// ```
/// use typograd::kernel::{Store, vector};
///
/// let mut y = [10.0, 20.0];
/// vector::copy(&[1.0, 2.0], &mut y, Store::add().times(0.5));
/// assert_eq!(y, [10.5, 21.0]);
/// ```
///
/// # Panics
///
/// If the lengths differ.
#[inline]
pub fn copy<T: Element>(x: &[T], y: &mut [T], store: Store<T>) {
    match (x, &mut *y) {
        ([x], [y]) => store.put(y, *x), // a number
        _ => combine([x], y, store),
    }
}

/// y ← keep · y + scale · (a ⊙ b).
///
/// ```
/// use typograd::kernel::{Store, vector};
///
/// let mut y = [0.0; 2];
/// vector::hadamard(&[2.0, 3.0], &[5.0, 7.0], &mut y, Store::set());
/// assert_eq!(y, [10.0, 21.0]);
/// ```
///
/// # Panics
///
/// If the lengths differ.
#[inline]
pub fn hadamard<T: Element>(a: &[T], b: &[T], y: &mut [T], store: Store<T>) {
    combine([a, b], y, store);
}

/// Four independent sums hide the latency of an addition, on every instruction set.
const SUMS: usize = 4;

/// The sum over the vectors of a slice: `add(sum, at, masked, count)` adds to a sum what the `count` elements from `at` on
/// give, all lanes unless `masked`. They end at `length` at the latest.
#[inline(always)]
fn reduce<T: Element, S: Simd<T>>(
    simd: S,
    length: usize,
    add: impl Fn(S::Vector, usize, bool, usize) -> S::Vector,
) -> T {
    let mut sums = [simd.splat(T::zero()); SUMS];
    let mut at = 0;
    while at + SUMS * S::LANES <= length {
        for (i, sum) in sums.iter_mut().enumerate() {
            *sum = add(*sum, at + i * S::LANES, false, S::LANES);
        }
        at += SUMS * S::LANES;
    }
    while at < length {
        let count = (length - at).min(S::LANES);
        sums[0] = add(sums[0], at, true, count);
        at += count;
    }
    simd.sum(simd.add(simd.add(sums[0], sums[1]), simd.add(sums[2], sums[3])))
}

struct Dot<'a, T> {
    a: &'a [T],
    b: &'a [T],
}

impl<T: Element> Kernel<T> for Dot<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> T {
        let (a, b) = (self.a.as_ptr(), self.b.as_ptr());
        reduce(
            simd,
            self.a.len(),
            #[inline(always)]
            // SAFETY: the places end at the length of both slices, which `dot` checked to be equal.
            |sum, at, masked, count| unsafe {
                let x = load(simd, a.add(at), masked, count);
                simd.mul_add(x, load(simd, b.add(at), masked, count), sum)
            },
        )
    }
}

/// aᵀ b.
///
/// ```
/// use typograd::kernel::vector;
///
/// assert_eq!(vector::dot(&[1.0, 2.0], &[3.0, 4.0]), 11.0); // 1 · 3 + 2 · 4
/// ```
///
/// # Panics
///
/// If the lengths differ.
#[inline(never)]
pub fn dot<T: Element>(a: &[T], b: &[T]) -> T {
    assert!(
        a.len() == b.len(),
        "a dot product of {} and {} elements",
        a.len(),
        b.len()
    );
    match (a, b) {
        ([a], [b]) => *a * *b, // numbers
        _ => T::dispatch(Dot { a, b }),
    }
}

struct Sum<'a, T>(&'a [T]);

impl<T: Element> Kernel<T> for Sum<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> T {
        let x = self.0.as_ptr();
        reduce(
            simd,
            self.0.len(),
            #[inline(always)]
            // SAFETY: the places end at the slice's length.
            |sum, at, masked, count| unsafe { simd.add(load(simd, x.add(at), masked, count), sum) },
        )
    }
}

/// The sum of all elements.
///
/// ```
/// use typograd::kernel::vector;
///
/// assert_eq!(vector::sum(&[1.0, 2.0, 3.0]), 6.0);
/// ```
#[inline(never)]
pub fn sum<T: Element>(x: &[T]) -> T {
    T::dispatch(Sum(x))
}

struct Finite<'a, T>(&'a [T]);

impl<T: Element> Kernel<T> for Finite<'_, T> {
    type Output = bool;

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> bool {
        let (x, zero) = (self.0.as_ptr(), simd.splat(T::zero()));
        let sum = reduce(
            simd,
            self.0.len(),
            #[inline(always)]
            // SAFETY: the places end at the slice's length.
            |sum, at, masked, count| unsafe {
                simd.mul_add(load(simd, x.add(at), masked, count), zero, sum)
            },
        );
        sum.is_zero()
    }
}

/// Whether all elements are finite: Σ 0 · xᵢ is 0 then, and NaN otherwise.
#[inline(never)]
pub fn is_finite<T: Element>(x: &[T]) -> bool {
    #[cfg(feature = "rayon")]
    if super::pays_in_two(x.len()) {
        return both_are_finite(x);
    }
    T::dispatch(Finite(x))
}

/// The same by two threads.
#[cfg(feature = "rayon")]
#[inline(never)]
fn both_are_finite<T: Element>(x: &[T]) -> bool {
    let (left, right) = x.split_at(x.len() / 2);
    let (left, right) = rayon::join(|| is_finite(left), || is_finite(right));
    left && right
}

struct Update<F>(F);

impl<T: Element, F: FnOnce()> Kernel<T> for Update<F> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, _: S) {
        (self.0)();
    }
}

/// Runs a loop over elements of type `T`, compiled for the best instruction set: the compiler vectorises it.
///
/// For loops without a sum: those never vectorise by themselves.
///
/// ```
/// use typograd::kernel::vector::vectorised;
///
/// let mut x = [1.0, 2.0, 3.0];
/// vectorised::<f32>(|| {
///     for x in &mut x {
///         *x *= 2.0;
///     }
/// });
/// assert_eq!(x, [2.0, 4.0, 6.0]);
/// ```
#[inline]
pub fn vectorised<T: Element>(work: impl FnOnce()) {
    T::dispatch(Update(work));
}
