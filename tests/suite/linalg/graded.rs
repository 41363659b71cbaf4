//! Matrices whose rows, columns or elements are of very different sizes, down to where squares vanish; some of lower rank.
//! The factors are orthonormal and give the matrix again, and no result is NaN.

use typograd::Rng;
use typograd::prelude::*;

/// An element of the kind that `seed` stands for, from a random number.
fn element<T: Element>(seed: u64, (i, j): (usize, usize), x: T) -> T {
    let power = |n: usize| T::from_f64(10_f64.powi(-i32::try_from(n).unwrap()));
    match seed % 7 {
        0 => x.round(),
        1 if (i + j).is_multiple_of(3) => x,
        1 => T::zero(),
        2 => x * power((i * 3 + j * 5) % 30),
        3 => x * T::min_positive_value(),
        4 => x * power(5 * j),
        5 => x * power(3 * i) * T::from_f64(1e3),
        _ => x.signum(),
    }
}

fn check<T: Element>(seed: u64) {
    let random = Matrix::<D<12>, D<7>, T>::normal(T::zero(), T::one(), &mut Rng::new(seed));
    let mut a = Matrix::<D<12>, D<7>, T>::from_fn(|at| element(seed, at, random[at]));
    if seed.is_multiple_of(3) {
        for row in a.rows_mut() {
            row[4] = row[2];
            row[5] = row[0] + row[1];
        }
    }
    let tolerance = T::epsilon() * T::from_f64(200.0);
    let svd = a.svd().unwrap();
    assert!(svd.ut().is_orthogonal(tolerance), "{seed}: U");
    assert!(svd.vt().is_orthogonal(tolerance), "{seed}: V");
    let again = svd.u() * Diagonal::new(svd.values().clone()) * svd.vt();
    assert!(
        again.max_difference(&a) <= tolerance * svd.values()[0],
        "{seed}"
    );
    let null = a.transpose().null_space().unwrap();
    assert_eq!(null.len(), 12 - a.rank().unwrap(), "{seed}");

    let sum = Matrix::<D<7>, D<7>, T>::from_fn(|(i, j)| a[(i, j)] + a[(j, i)]);
    for s in [a.t() * &a, sum] {
        let eigen = s.eigen().unwrap();
        let v = eigen.vectors();
        assert!(v.t().is_orthogonal(tolerance), "{seed}: eigenvectors");
        let again = v * Diagonal::new(eigen.values().clone()) * v.t();
        let bound = tolerance * s.norm_max() + T::min_positive_value();
        assert!(again.max_difference(&s) <= bound, "{seed}");
        let matrices = [s.inverse(), s.pinv(), s.expm(), s.powi(-2)];
        let numbers = [s.det(), s.ln_abs_det()];
        let largest = matrices.iter().flatten().map(Tensor::norm_max);
        for number in largest.chain(numbers.into_iter().flatten()) {
            assert!(number.is_finite(), "{seed}: {number}");
        }
        assert!(!s.cond().unwrap().is_nan(), "{seed}");
    }
}

#[test]
fn of_all_sizes() {
    for seed in 0..84 {
        check::<f64>(seed);
        check::<f32>(seed);
    }
}
