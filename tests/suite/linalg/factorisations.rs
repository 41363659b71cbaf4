//! Residuals and orthogonality of the factorisations, from 1 × 1 to 64 × 64, and nalgebra's numbers.

use nalgebra::DMatrix;
use typograd::linalg::{Cholesky, CompleteLu, Lu, Qr, Svd, SymmetricEigen};
use typograd::prelude::*;

use super::{distance, epsilon, hard, normal, positive, theirs};

/// What the issue asks for: ‖A x − b‖ / (‖A‖ ‖x‖ ε n) is at most that.
const BOUND: f64 = 10.0;

/// That number, for matrices, whose columns are solutions.
fn residual<T: Element>(a: &DMatrix<f64>, x: &DMatrix<f64>, b: &DMatrix<f64>) -> f64 {
    let n = a.nrows() as f64;
    let columns = x.column_iter().zip(b.column_iter());
    let each =
        columns.map(|(x, b)| (a * x - b).norm() / (a.norm() * x.norm() * epsilon::<T>() * n));
    each.fold(0.0, f64::max)
}

/// ‖Qᵀ Q − I‖ / (ε n).
fn skewness<T: Element>(q: &DMatrix<f64>) -> f64 {
    let n = q.ncols();
    (q.transpose() * q - DMatrix::identity(n, n)).norm() / (epsilon::<T>() * q.nrows() as f64)
}

/// ‖A − B‖ / (‖A‖ ε n).
fn difference<T: Element>(a: &DMatrix<f64>, b: &DMatrix<f64>) -> f64 {
    let n = a.nrows().max(a.ncols()) as f64;
    let norm = a.norm();
    if norm == 0.0 {
        (a - b).norm()
    } else {
        (a - b).norm() / (norm * epsilon::<T>() * n)
    }
}

#[track_caller]
fn small(what: &str, number: f64) {
    assert!(number <= BOUND, "{what}: {number:.2}");
}

fn solves<N: Dim, T: Element>(name: &str, a: &Matrix<N, N, T>) {
    let b = normal::<N, D<3>, T>(5);
    let lu = Lu::new(a).unwrap();
    let (full, right) = (theirs(a), theirs(&b));
    small(
        name,
        residual::<T>(&full, &theirs(&a.solve(&b).unwrap()), &right),
    );
    small(
        name,
        residual::<T>(&full, &theirs(&lu.solve(&b).unwrap()), &right),
    );
    let x = lu.solve_transposed(&b).unwrap();
    small(name, residual::<T>(&full.transpose(), &theirs(&x), &right));
    for column in b.columns() {
        let x = a.solve(&column).unwrap();
        let as_matrix =
            |x: &Vector<N, T>| DMatrix::from_iterator(N::LEN, 1, x.iter().map(|x| x.as_f64()));
        small(
            name,
            residual::<T>(&full, &as_matrix(&x), &as_matrix(&column)),
        );
    }
    let (p, l, u) = (theirs(&lu.p()), theirs(&lu.l()), theirs(&lu.u()));
    small(name, difference::<T>(&(p * &full), &(l * u)));
    let inverse = theirs(&a.inverse().unwrap());
    small(
        name,
        residual::<T>(&full, &inverse, &DMatrix::identity(N::LEN, N::LEN)),
    );
}

fn is_positive<N: Dim, T: Element>(name: &str, s: &Matrix<N, N, T>) {
    let cholesky = Cholesky::new(s).unwrap();
    let (full, l) = (theirs(s), theirs(cholesky.l()));
    small(name, difference::<T>(&full, &(&l * l.transpose())));
    assert_eq!(l.upper_triangle(), DMatrix::from_diagonal(&l.diagonal()));
    let b = normal::<N, D<2>, T>(6);
    small(
        name,
        residual::<T>(&full, &theirs(&cholesky.solve(&b).unwrap()), &theirs(&b)),
    );
    let inverse = theirs(&cholesky.inverse().unwrap());
    small(
        name,
        residual::<T>(&full, &inverse, &DMatrix::identity(N::LEN, N::LEN)),
    );
    let ln_det = cholesky.ln_det().as_f64();
    let other = s.ln_abs_det().unwrap().as_f64();
    assert!(
        (ln_det - other).abs() <= 1e4 * epsilon::<T>() * ln_det.abs().max(1.0),
        "{name}"
    );
}

fn has_eigenvalues<N: Dim, T: Element>(name: &str, a: &Matrix<N, N, T>) {
    let s = (a + a.transpose()) * T::from_f64(0.5);
    let eigen = SymmetricEigen::new(&s).unwrap();
    let (full, v) = (theirs(&s), theirs(&eigen.vectors().to_matrix()));
    let lambda = theirs(&Diagonal::new(eigen.values().clone()).to_matrix());
    small(name, skewness::<T>(&v));
    small(
        name,
        difference::<T>(&full, &(&v * &lambda * v.transpose())),
    );
    let mut expected: Vec<f64> = full
        .clone()
        .symmetric_eigenvalues()
        .iter()
        .copied()
        .collect();
    expected.sort_by(f64::total_cmp);
    for (found, expected) in eigen.values().iter().zip(&expected) {
        let error = (found.as_f64() - expected).abs() / (epsilon::<T>() * N::LEN as f64);
        assert!(
            error <= BOUND * full.norm(),
            "{name}: {found} for {expected}"
        );
    }
    assert!(s.eigenvalues().unwrap().is_close(
        eigen.values(),
        T::from_f64(8.0 * epsilon::<T>() * full.norm())
    ));
}

fn decomposes<R: Dim, C: Dim, T: Element>(name: &str, a: &Matrix<R, C, T>) {
    let full = theirs(a);
    let qr = Qr::new(a).unwrap();
    let (q, r) = (theirs(&qr.q()), theirs(&qr.r()));
    small(name, skewness::<T>(&q));
    small(name, difference::<T>(&full, &(q * &r)));
    assert_eq!(r.upper_triangle(), r);

    let svd = Svd::new(a).unwrap();
    let (u, vt) = (theirs(&svd.u().to_matrix()), theirs(svd.vt()));
    let values: Vec<f64> = svd.values().iter().map(|x| x.as_f64()).collect();
    assert!(
        values.is_sorted_by(|a, b| a >= b) && *values.last().unwrap() >= 0.0,
        "{values:?}"
    );
    small(name, skewness::<T>(&u));
    small(name, skewness::<T>(&vt.transpose()));
    let sigma = DMatrix::from_diagonal(&nalgebra::DVector::from_vec(values.clone()));
    small(name, difference::<T>(&full, &(u * sigma * vt)));
    let expected = full.singular_values();
    for (found, expected) in values.iter().zip(expected.iter()) {
        let error = (found - expected).abs() / (epsilon::<T>() * R::LEN.max(C::LEN) as f64);
        assert!(
            error <= BOUND * full.norm(),
            "{name}: {found} for {expected}"
        );
    }
}

macro_rules! sizes {
    ($f:ident::<$t:ty>, $make:ident: $($n:literal)*) => {
        $($f(stringify!($n), &$make::<D<$n>, $t>($n));)*
    };
}

fn square<N: Dim, T: Element>(seed: u64) -> Matrix<N, N, T> {
    normal(seed)
}

macro_rules! for_types {
    ($($name:ident: $t:ty;)*) => {
        mod solving { use super::*; $(#[test] fn $name() {
            sizes!(solves::<$t>, square: 1 2 3 4 5 7 8 13 16 17 31 32 33 48 64);
            hard::each::<$t>(solves);
        })* }
        mod cholesky { use super::*; $(#[test] fn $name() {
            sizes!(is_positive::<$t>, positive: 1 2 3 4 5 8 13 16 17 33 64);
        })* }
        mod eigen { use super::*; $(#[test] fn $name() {
            sizes!(has_eigenvalues::<$t>, square: 1 2 3 4 5 8 13 16 17 33 64);
            sizes!(has_eigenvalues::<$t>, positive: 2 8 21);
            hard::each::<$t>(has_eigenvalues);
            for rank in [0, 1, 3] {
                has_eigenvalues("low rank", &of_rank::<D<9>, D<9>, $t>(rank));
            }
            has_eigenvalues("the identity", &Matrix::<D<6>, D<6>, $t>::identity());
            has_eigenvalues("ones", &Matrix::<D<6>, D<6>, $t>::ones());
        })* }
        mod rectangles { use super::*; $(#[test] fn $name() {
            sizes!(decomposes::<$t>, square: 1 2 3 4 5 8 13 17 33 64);
            hard::each::<$t>(decomposes);
            decomposes("tall", &normal::<D<7>, D<3>, $t>(1));
            decomposes("wide", &normal::<D<3>, D<7>, $t>(2));
            decomposes("column", &normal::<D<9>, D<1>, $t>(3));
            decomposes("row", &normal::<D<1>, D<9>, $t>(4));
            decomposes("long", &normal::<D<64>, D<5>, $t>(5));
            for rank in [0, 1, 3] {
                decomposes("low rank", &of_rank::<D<8>, D<5>, $t>(rank));
                decomposes("low rank", &of_rank::<D<5>, D<8>, $t>(rank));
                decomposes("low rank", &of_rank::<D<6>, D<6>, $t>(rank));
            }
            decomposes("the identity", &Matrix::<D<6>, D<6>, $t>::identity());
            decomposes("ones", &Matrix::<D<6>, D<6>, $t>::ones());
        })* }
    };
}

/// A matrix of this rank, whose elements are small integers: sums of outer products.
fn of_rank<R: Dim, C: Dim, T: Element>(rank: usize) -> Matrix<R, C, T> {
    Matrix::from_fn(|(i, j)| {
        let terms =
            (0..rank).map(|k| ((i * (k + 1) + k) % 5) as f64 * ((j + k * k) % (4 + k)) as f64);
        T::from_f64(terms.sum())
    })
}

for_types! { of_f32: f32; of_f64: f64; }

/// The determinant is nalgebra's, and that of L and U.
#[test]
fn determinants() {
    fn check<N: Dim>(seed: u64) {
        let a = square::<N, f64>(seed);
        let expected = theirs(&a).determinant();
        for found in [
            a.det().unwrap(),
            Lu::new(&a).unwrap().det(),
            CompleteLu::new(&a).unwrap().det(),
        ] {
            assert!(
                (found - expected).abs() <= 1e-12 * expected.abs(),
                "{found} for {expected}"
            );
        }
        let (sign, ln) = a.sign_ln_abs_det().unwrap();
        assert_eq!(sign, expected.signum());
        assert!((ln - expected.abs().ln()).abs() <= 1e-11 * ln.abs().max(1.0));
    }
    check::<D<1>>(1);
    check::<D<2>>(2);
    check::<D<3>>(3);
    check::<D<8>>(4);
    check::<D<31>>(5);
    check::<D<64>>(6);
}

/// Numbers whose product overflows and vanishes on the way.
#[test]
fn determinant_in_range() {
    let diagonal = Vector::<D<4>, f64>::from([1e-200, 1e-200, 1e200, 1e200]);
    let a = Diagonal::new(diagonal).to_matrix();
    assert!((a.det().unwrap() - 1.0).abs() < 1e-12);
    let small = Matrix::<D<64>, D<64>, f64>::identity() * 1e-10;
    assert_eq!(small.det().unwrap(), 0.0);
    assert!((small.ln_abs_det().unwrap() + 640.0 * 10_f64.ln()).abs() < 1e-9);
}

/// The singular values of a graded matrix have small relative errors, each of them.
#[test]
fn graded_singular_values() {
    let a = Matrix::<D<4>, D<4>, f64>::from([
        [1.0, 0.0, 0.0, 0.0],
        [0.0, 1e-30, 1e-30, 0.0],
        [0.0, 1e-30, -1e-30, 0.0],
        [0.0, 0.0, 0.0, 1e-100],
    ]);
    let values = a.singular_values().unwrap();
    let expected = [1.0, 2_f64.sqrt() * 1e-30, 2_f64.sqrt() * 1e-30, 1e-100];
    for (found, expected) in values.iter().zip(expected) {
        assert!(
            (found / expected - 1.0).abs() < 1e-14,
            "{found} for {expected}"
        );
    }
}

/// A power of two is a factor of the factors, as large or as small as it may be.
#[test]
fn scaled() {
    let a = square::<D<6>, f64>(6);
    let (svd, eigen) = (a.svd().unwrap(), (&a + a.transpose()).eigen().unwrap());
    for power in [-1000, -600, 600, 1000] {
        let scale = 2_f64.powi(power);
        let large = Svd::new(&(&a * scale)).unwrap();
        assert_eq!(large.values(), &(svd.values() * scale));
        assert_eq!(large.vt(), svd.vt());
        let large = SymmetricEigen::new(&((&a + a.transpose()) * scale)).unwrap();
        assert_eq!(large.values(), &(eigen.values() * scale));
        let large = Qr::new(&(&a * scale)).unwrap();
        assert_eq!(large.r(), a.qr().unwrap().r() * scale);
    }
}

/// Two of this size in one program, in place, on a small stack.
#[test]
fn large_ones_in_place() {
    let run = || {
        let mut a = typograd::boxed::<Matrix<D<200>, D<200>, f64>>();
        for i in 0..200 {
            a[(i, i)] = 2.0;
            a[(i, (i + 1) % 200)] = 0.5;
        }
        let mut lu = typograd::boxed::<Lu<D<200>, f64>>();
        lu.factor(&a).unwrap();
        let mut inverse = typograd::boxed::<Matrix<D<200>, D<200>, f64>>();
        lu.inverse_into(&mut inverse).unwrap();
        assert!((inverse[(0, 0)] - 0.5).abs() < 1e-12);
        let mut svd = typograd::boxed::<Svd<D<200>, D<200>, f64>>();
        svd.factor(&a).unwrap();
        assert!((svd.values()[0] - 2.5).abs() < 1e-12);
        let mut s = typograd::boxed::<Matrix<D<200>, D<200>, f64>>();
        for i in 0..200 {
            s[(i, i)] = 2.0;
        }
        typograd::boxed::<SymmetricEigen<D<200>, f64>>()
            .factor_in_place(&mut s)
            .unwrap();
        typograd::boxed::<Qr<D<200>, D<200>, f64>>()
            .factor(&a)
            .unwrap();
        assert!(distance(&theirs(&*inverse), &theirs(&*inverse)) == 0.0);
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(run);
    thread.unwrap().join().unwrap();
}
