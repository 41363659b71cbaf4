//! The laws of matrix algebra, on random matrices (proptest), and nalgebra as a second opinion.

use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;
use typograd::Rng;
use typograd::prelude::*;

type Mat<R, C> = Matrix<R, C, f64>;
type Vect<N> = Vector<N, f64>;

fn matrix<R: Dim, C: Dim>() -> impl Strategy<Value = Mat<R, C>> {
    proptest::collection::vec(-10.0..10.0, R::LEN * C::LEN)
        .prop_map(|elements| Matrix::from_slice(&elements).unwrap())
}

fn vector<N: Dim>() -> impl Strategy<Value = Vect<N>> {
    proptest::collection::vec(-10.0..10.0, N::LEN)
        .prop_map(|elements| Vector::from_slice(&elements).unwrap())
}

fn theirs<R: Dim, C: Dim>(m: &Mat<R, C>) -> DMatrix<f64> {
    DMatrix::from_row_slice(R::LEN, C::LEN, m.as_slice())
}

fn same<S: Shape>(ours: &Tensor<S, f64>, theirs: &DMatrix<f64>) -> bool {
    let theirs = theirs.transpose();
    ours.iter()
        .zip(theirs.iter())
        .all(|(a, b)| (a - b).abs() <= 1e-12 * b.abs().max(100.0))
}

const TOLERANCE: f64 = 1e-11;

dims! { A = 3; B = 7; C = 17; E = 5; }

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn products_are_nalgebras(a in matrix::<A, B>(), b in matrix::<B, C>(), x in vector::<B>(), y in vector::<A>()) {
        prop_assert!(same(&(&a * &b), &(theirs(&a) * theirs(&b))));
        let theirs_x = DVector::from_row_slice(x.as_slice());
        prop_assert!(same(&(&a * &x), &DMatrix::from_column_slice(3, 1, (theirs(&a) * theirs_x).as_slice())));
        let theirs_y = DVector::from_row_slice(y.as_slice());
        prop_assert!(same(
            &(a.t() * &y),
            &DMatrix::from_column_slice(7, 1, (theirs(&a).transpose() * theirs_y).as_slice())
        ));
        prop_assert!(same(&(b.t() * a.t()), &(theirs(&b).transpose() * theirs(&a).transpose())));
        prop_assert!(same(&(&a * a.t()), &(theirs(&a) * theirs(&a).transpose())));
        prop_assert!(same(&(a.t() * &a), &(theirs(&a).transpose() * theirs(&a))));
        prop_assert!((a.norm() - theirs(&a).norm()).abs() < 1e-11);
    }

    #[test]
    fn associative(a in matrix::<A, B>(), b in matrix::<B, C>(), c in matrix::<C, E>()) {
        let (left, right) = ((&a * &b) * &c, &a * (&b * &c));
        prop_assert!(left.max_difference(&right) <= TOLERANCE * left.norm_max().max(1e4));
    }

    #[test]
    fn distributive(a in matrix::<A, B>(), b in matrix::<B, C>(), c in matrix::<B, C>()) {
        let (left, right) = (&a * (&b + &c), &a * &b + &a * &c);
        prop_assert!(left.max_difference(&right) <= TOLERANCE * left.norm_max().max(1e3));
        let left = (&b - &c).t() * a.t();
        let right = b.t() * a.t() - c.t() * a.t();
        prop_assert!(left.max_difference(&right) <= TOLERANCE * left.norm_max().max(1e3));
    }

    /// (A B)ᵀ = Bᵀ Aᵀ, read in place and written out.
    #[test]
    fn transposed_product(a in matrix::<A, B>(), b in matrix::<B, C>()) {
        let product = (&a * &b).transpose();
        prop_assert!(product.is_close(&(b.t() * a.t()), TOLERANCE));
        prop_assert!(product.is_close(&(b.transpose() * a.transpose()), TOLERANCE));
        prop_assert_eq!(a.t().t(), &a);
        prop_assert_eq!(a.t().to_matrix(), a.transpose());
    }

    /// tr(A B) = tr(B A), tr(A B C) = tr(B C A) = tr(C A B), tr Aᵀ = tr A.
    #[test]
    fn traces(a in matrix::<A, B>(), b in matrix::<B, C>(), c in matrix::<C, A>(), d in matrix::<B, A>()) {
        let scale = 1e-10_f64;
        prop_assert!(((&a * &d).trace() - (&d * &a).trace()).abs() <= scale);
        let cycle = [(&a * &b * &c).trace(), (&b * &c * &a).trace(), (&c * &a * &b).trace()];
        prop_assert!((cycle[0] - cycle[1]).abs() <= scale * 1e2 && (cycle[1] - cycle[2]).abs() <= scale * 1e2);
        let square = &a * &d;
        prop_assert_eq!(square.transpose().trace(), square.trace());
    }

    /// A product is four things: numbers row times column, columns A bⱼ, rows aᵢ B, and a sum of outer products.
    #[test]
    fn four_views_of_a_product(a in matrix::<A, B>(), b in matrix::<B, C>()) {
        let product = &a * &b;
        let numbers = Matrix::from_fn(|(i, j)| a.row(i) * &b.column(j));
        prop_assert!(product.is_close(&numbers, TOLERANCE));
        for (j, column) in b.columns().enumerate() {
            prop_assert!(product.column(j).is_close(&(&a * &column), TOLERANCE));
        }
        for (i, row) in a.rows().enumerate() {
            prop_assert!(product.row(i).is_close(&(row * &b), TOLERANCE));
        }
        let mut sum = Mat::<A, C>::zeros();
        for (column, row) in a.columns().zip(b.rows()) {
            sum += &(column * row);
        }
        prop_assert!(product.is_close(&sum, TOLERANCE));
    }

    /// A diagonal matrix times a vector is the Hadamard product.
    #[test]
    fn diagonal_is_hadamard(d in vector::<B>(), x in vector::<B>(), m in matrix::<B, C>(), k in matrix::<A, B>()) {
        let diagonal = Diagonal::new(d.clone());
        prop_assert_eq!(&diagonal * &x, d.hadamard(&x));
        prop_assert!((&diagonal * &x).is_close(&(diagonal.to_matrix() * &x), TOLERANCE));
        prop_assert!((&diagonal * &m).is_close(&(diagonal.to_matrix() * &m), TOLERANCE));
        prop_assert!((&k * &diagonal).is_close(&(&k * diagonal.to_matrix()), TOLERANCE));
        prop_assert!((m.t() * &diagonal).is_close(&(m.t() * diagonal.to_matrix()), TOLERANCE));
        let square = &diagonal * &diagonal;
        prop_assert_eq!(square.vector(), &d.hadamard(&d));
        prop_assert_eq!((&diagonal * 2.0).to_matrix().diagonal(), &d * 2.0);
    }

    /// xᵀ y, x yᵀ and xᵀ A: vectors as they stand and as they lie.
    #[test]
    fn rows_and_columns(x in vector::<A>(), y in vector::<A>(), z in vector::<B>(), m in matrix::<A, B>()) {
        let dot: f64 = x.iter().zip(&y).map(|(x, y)| x * y).sum();
        prop_assert!((x.dot(&y) - dot).abs() <= 1e-11 && x.t() * &y == x.dot(&y));
        prop_assert_eq!(&x * z.t(), x.outer(&z));
        prop_assert!((x.t() * &m).t().is_close(&(m.t() * &x), TOLERANCE));
        prop_assert!((z.t() * m.t()).t().is_close(&(&m * &z), TOLERANCE));
        prop_assert!((x.t() * &m * &z - x.dot(&(&m * &z))).abs() <= 1e-9);
        prop_assert_eq!(x.t().t(), &x);
    }

    /// Orthogonal matrices keep norms and angles.
    #[test]
    fn orthogonal_keeps_norms(seed in any::<u64>(), x in vector::<B>(), y in vector::<B>()) {
        // A product of reflections I − 2 v vᵀ is orthogonal.
        let mut rng = Rng::new(seed);
        let mut q = Mat::<B, B>::identity();
        for _ in 0..3 {
            let v = Vect::<B>::normal(0.0, 1.0, &mut rng);
            let unit = &v / v.norm();
            q = q * (Matrix::identity() - unit.outer(&unit) * 2.0);
        }
        prop_assert!((q.t() * &q).is_close(&Matrix::identity(), 1e-13));
        prop_assert!(((&q * &x).norm() - x.norm()).abs() <= 1e-12 * x.norm().max(1.0));
        prop_assert!(((&q * &x).dot(&(&q * &y)) - x.dot(&y)).abs() <= 1e-10);
    }

    /// Sums, multiples and Hadamard products, owned and borrowed, are those of the elements.
    #[test]
    fn element_by_element(a in matrix::<A, B>(), b in matrix::<A, B>(), s in -5.0..5.0_f64) {
        let by_hand = |f: fn(f64, f64) -> f64| Mat::<A, B>::from_fn(|at| f(a[at], b[at]));
        let sum = by_hand(|a, b| a + b);
        prop_assert_eq!(&a + &b, sum.clone());
        prop_assert_eq!(a.clone() + b.clone(), sum.clone());
        prop_assert_eq!(&a + b.clone(), sum.clone());
        prop_assert_eq!(a.clone() + &b, sum.clone());
        prop_assert_eq!(&a - &b, by_hand(|a, b| a - b));
        prop_assert_eq!(a.hadamard(&b), by_hand(|a, b| a * b));
        prop_assert_eq!(a.hadamard_div(&b), by_hand(|a, b| a / b));
        prop_assert_eq!(-&a, by_hand(|a, _| -a));
        prop_assert_eq!(&a * s, a.map(|a| a * s));
        prop_assert_eq!(s * &a, &a * s);
        prop_assert_eq!(a.t() * s, (&a * s).transpose());
        prop_assert_eq!(&a / s, a.map(|a| a / s));
        prop_assert_eq!(&a + s, a.map(|a| a + s));
        prop_assert_eq!(&a - s, a.map(|a| a - s));
        let mut changed = a.clone();
        changed += &b;
        prop_assert_eq!(&changed, &sum);
        changed -= &b;
        changed *= s;
        prop_assert!(changed.is_close(&(&a * s), TOLERANCE));
        changed.add_scaled(2.0, &b);
        prop_assert!(changed.is_close(&(&a * s + &b * 2.0), TOLERANCE));
    }

    /// Sums and means over an axis are those of rows and columns; the norms are nalgebra's.
    #[test]
    fn reductions(a in matrix::<A, C>()) {
        let all: f64 = a.iter().sum();
        prop_assert!((a.sum() - all).abs() <= 1e-11 && (a.mean() - all / 51.0).abs() <= 1e-12);
        let rows: Vect<A> = Vector::from_fn(|i| a.row(i).sum());
        prop_assert!(a.sum_axis::<1>().is_close(&rows, TOLERANCE));
        prop_assert!(a.mean_axis::<1>().is_close(&(&rows / 17.0), TOLERANCE));
        let columns: Vect<C> = Vector::from_fn(|j| a.column(j).sum());
        prop_assert!(a.sum_axis::<0>().is_close(&columns, TOLERANCE));
        prop_assert!((a.norm_squared() - theirs(&a).norm_squared()).abs() <= 1e-9);
        prop_assert_eq!(a.max(), theirs(&a).max());
        prop_assert_eq!(a.min(), theirs(&a).min());
        prop_assert!((a.norm_l1() - a.map(f64::abs).sum()).abs() <= 1e-10);
        prop_assert_eq!(a.norm_max(), theirs(&a).amax());
    }
}
