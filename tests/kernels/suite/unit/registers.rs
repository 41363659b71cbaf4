//! Instructions on registers, against their scalar meaning.

use std::vec;
use std::vec::Vec;

use typograd::Element;
use typograd::kernel::{Kernel, Portable, Simd, instruction_set};

use super::{Bits, Check, lanes, patterns, vector};

/// Numbers of all kinds, for every lane and every operand.
fn numbers<T: Bits>() -> Vec<T> {
    let one = T::one();
    let quiet = T::nan().bits();
    vec![
        T::zero(),
        -T::zero(),
        one,
        -one,
        T::from_f64(0.1),
        T::from_f64(-1.0 / 3.0),
        T::from_f64(1e30),
        T::min_positive_value(),
        T::min_positive_value() / T::from_f64(-4.0),
        T::max_value(),
        T::min_value(),
        T::infinity(),
        T::neg_infinity(),
        T::nan(),
        T::of(quiet | 5 | 1 << (T::WIDTH - 1)),
    ]
}

/// As many numbers as there are lanes, beginning with one of them: all pairs come about.
fn from<T: Bits, S: Simd<T>>(first: usize) -> Vec<T> {
    let all = numbers::<T>();
    let lane = |i| all[(first + i) % all.len()];
    (0..S::LANES).map(lane).collect()
}

/// The same bits; but for what is computed, any NaN is as good as another.
#[track_caller]
fn assert_same<T: Bits>(name: &str, exact: bool, operands: &[&[T]], found: &[T], expected: &[T]) {
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!(
            found.bits() == expected.bits() || !exact && found.is_nan() && expected.is_nan(),
            "{name} in lane {i} is {found:e}, not {expected:e}: {operands:?}"
        );
    }
}

#[derive(Clone, Copy)]
struct Arithmetic;

impl<T: Bits> Kernel<T> for Arithmetic {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        type Binary<S, V, T> = (&'static str, bool, fn(S, V, V) -> V, fn(T, T) -> T);
        let binary: [Binary<S, S::Vector, T>; 10] = [
            ("add", false, S::add, |a, b| a + b),
            ("sub", false, S::sub, |a, b| a - b),
            ("mul", false, S::mul, |a, b| a * b),
            ("div", false, S::div, |a, b| a / b),
            ("min", true, S::min, |a, b| if a < b { a } else { b }),
            ("max", true, S::max, |a, b| if a > b { a } else { b }),
            ("and", true, S::and, |a, b| T::of(a.bits() & b.bits())),
            ("or", true, S::or, |a, b| T::of(a.bits() | b.bits())),
            ("xor", true, S::xor, |a, b| T::of(a.bits() ^ b.bits())),
            ("integer_add", true, S::integer_add, |a, b| {
                T::of(a.bits().wrapping_add(b.bits()))
            }),
        ];
        let count = numbers::<T>().len();
        for i in 0..count {
            let a = from::<T, S>(i);
            let roots: Vec<T> = a.iter().map(|a| a.sqrt()).collect();
            let found = lanes(simd, simd.sqrt(vector(simd, &a)));
            assert_same("sqrt", false, &[&a], &found, &roots);
            assert_same(
                "splat",
                true,
                &[&a],
                &lanes(simd, simd.splat(a[0])),
                &vec![a[0]; S::LANES],
            );
            for j in 0..count {
                let b = from::<T, S>(j);
                let (x, y) = (vector(simd, &a), vector(simd, &b));
                for (name, exact, of_vectors, of_numbers) in binary {
                    let expected: Vec<T> =
                        a.iter().zip(&b).map(|(a, b)| of_numbers(*a, *b)).collect();
                    let found = lanes(simd, of_vectors(simd, x, y));
                    assert_same(name, exact, &[&a, &b], &found, &expected);
                }
            }
        }
    }
}

/// `a · b + c` and `c − a · b`: in one rounding or in two.
#[derive(Clone, Copy)]
struct MultiplyAdd {
    fused: bool,
}

impl<T: Bits> Kernel<T> for MultiplyAdd {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let scalar = |a: T, b: T, c: T| {
            if self.fused {
                a.mul_add(b, c)
            } else {
                a * b + c
            }
        };
        let count = numbers::<T>().len();
        for i in 0..count * count * count {
            let [a, b, c] = [i, i / count, i / count / count].map(from::<T, S>);
            let [x, y, z] = [&a, &b, &c].map(|x| vector(simd, x));
            let of_lanes = |sign: T| -> Vec<T> {
                let lane = |i: usize| scalar(sign * a[i], b[i], c[i]);
                (0..S::LANES).map(lane).collect()
            };
            let (added, taken) = (of_lanes(T::one()), of_lanes(-T::one()));
            let found = lanes(simd, simd.mul_add(x, y, z));
            assert_same("mul_add", false, &[&a, &b, &c], &found, &added);
            let found = lanes(simd, simd.mul_sub_from(x, y, z));
            assert_same("mul_sub_from", false, &[&a, &b, &c], &found, &taken);
        }
    }
}

#[derive(Clone, Copy)]
struct Comparisons;

impl<T: Bits> Kernel<T> for Comparisons {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        type Comparison<S, V, M, T> = (&'static str, fn(S, V, V) -> M, fn(&T, &T) -> bool);
        let comparisons: [Comparison<S, S::Vector, S::Mask, T>; 2] =
            [("less", S::less, T::lt), ("equal", S::equal, T::eq)];
        let count = numbers::<T>().len();
        for (i, j) in (0..count * count).map(|pair| (pair / count, pair % count)) {
            let (a, b) = (from::<T, S>(i), from::<T, S>(j));
            let (x, y) = (vector(simd, &a), vector(simd, &b));
            for (name, of_vectors, of_numbers) in comparisons {
                let mask = of_vectors(simd, x, y);
                let set: Vec<bool> = a.iter().zip(&b).map(|(a, b)| of_numbers(a, b)).collect();
                assert_eq!(
                    simd.any(mask),
                    set.contains(&true),
                    "any {name}: {a:?}, {b:?}"
                );
                let chosen = |i: usize| if set[i] { a[i] } else { b[i] };
                let expected: Vec<T> = (0..S::LANES).map(chosen).collect();
                let found = lanes(simd, simd.select(mask, x, y));
                assert_same(name, true, &[&a, &b], &found, &expected);
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Shifts;

impl<T: Bits> Kernel<T> for Shifts {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        for i in 0..numbers::<T>().len() {
            let a = from::<T, S>(i);
            let x = vector(simd, &a);
            for count in 0..T::WIDTH {
                let left: Vec<T> = a.iter().map(|a| T::of(a.bits() << count)).collect();
                let right: Vec<T> = a.iter().map(|a| T::of(a.bits() >> count)).collect();
                let found = lanes(simd, simd.shift_left(x, count));
                assert_same("shift_left", true, &[&a], &found, &left);
                let found = lanes(simd, simd.shift_right(x, count));
                assert_same("shift_right", true, &[&a], &found, &right);
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Reductions;

impl<T: Bits> Kernel<T> for Reductions {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let number = |x: usize| T::from_f64(x as f64);
        // Sums of whole numbers are exact, and no two of these lanes, or vectors, weigh the same.
        let rows: [Vec<T>; 4] = [1, 10, 100, 1000]
            .map(|weight| (0..S::LANES).map(|i| number(weight * (i + 1))).collect());
        let total = S::LANES * (S::LANES + 1) / 2;
        let sums = [1, 10, 100, 1000].map(|weight| number(weight * total));
        let vectors = [&rows[0], &rows[1], &rows[2], &rows[3]].map(|row| vector(simd, row));
        assert_eq!(patterns(&simd.sum_four(vectors)), patterns(&sums));
        assert_eq!(vectors.map(|a| simd.sum(a)), sums);
        if S::LANES.is_multiple_of(4) {
            let row = |weight: usize| (0..S::LANES).map(move |i| number(weight * (i + 1)));
            let all: Vec<S::Vector> = (1..=S::LANES)
                .map(|weight| vector(simd, &row(weight).collect::<Vec<T>>()))
                .collect();
            let expected: Vec<T> = (1..=S::LANES)
                .map(|weight| number(weight * total))
                .collect();
            assert_eq!(
                patterns(&lanes(simd, simd.sum_each(&all))),
                patterns(&expected)
            );
        }
        assert_eq!(
            patterns(&lanes(simd, simd.fresh(vectors[1]))),
            patterns(&rows[1])
        );
        if S::QUARTERS {
            let sum = |x: &[T]| x.iter().fold(T::zero(), |sum, x| sum + *x);
            let expected: Vec<T> = (0..4)
                .flat_map(|q| rows.iter().map(move |row| sum(&row[4 * q..4 * q + 4])))
                .collect();
            assert_eq!(
                patterns(&lanes(simd, simd.sum_quarters(vectors))),
                patterns(&expected)
            );
            let turned: Vec<T> = (0..16).map(|at| rows[0][at % 4 * 4 + at / 4]).collect();
            assert_eq!(
                patterns(&lanes(simd, simd.turn_quarters(vectors[0]))),
                patterns(&turned)
            );
            for (i, turned) in simd.turn_fours(vectors).into_iter().enumerate() {
                let expected: Vec<T> = (0..16).map(|at| rows[at % 4][at / 4 * 4 + i]).collect();
                assert_eq!(patterns(&lanes(simd, turned)), patterns(&expected));
            }
        }

        for at in 0..S::LANES {
            let mut a: Vec<T> = (0..S::LANES).map(|i| -number(i + 2)).collect();
            a[at] = -T::one();
            assert_eq!(simd.largest(vector(simd, &a)), -T::one(), "{a:?}");
            a[at] = T::infinity();
            assert_eq!(simd.largest(vector(simd, &a)), T::infinity(), "{a:?}");
            a[at] = T::nan();
            let any = simd.largest(vector(simd, &a));
            assert!(any.is_nan() || a.contains(&any), "{any} is not in {a:?}");
        }
        assert_eq!(
            simd.largest(simd.splat(T::neg_infinity())),
            T::neg_infinity()
        );
    }
}

#[cfg_attr(test, test)]
pub(crate) fn arithmetic() {
    Arithmetic.on_all_units();
}

#[cfg_attr(test, test)]
pub(crate) fn multiplication_and_addition_at_once() {
    let check = MultiplyAdd {
        fused: ["avx512", "avx2", "neon"].contains(&instruction_set()),
    };
    f32::dispatch(check);
    f64::dispatch(check);
    let check = MultiplyAdd { fused: false };
    Kernel::<f32>::run(check, Portable);
    Kernel::<f64>::run(check, Portable);
}

#[cfg_attr(test, test)]
pub(crate) fn comparisons_and_selection() {
    Comparisons.on_all_units();
}

#[cfg_attr(test, test)]
pub(crate) fn shifts() {
    Shifts.on_all_units();
}

#[cfg_attr(test, test)]
pub(crate) fn reductions() {
    Reductions.on_all_units();
}
