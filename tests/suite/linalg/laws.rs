//! The laws of linear algebra, on random matrices.

use proptest::prelude::*;
use typograd::prelude::*;

type Mat<R, C> = Matrix<R, C, f64>;

dims! { N = 4; M = 6; }

fn matrix<R: Dim, C: Dim>() -> impl Strategy<Value = Mat<R, C>> {
    proptest::collection::vec(-10.0..10.0, R::LEN * C::LEN)
        .prop_map(|elements| Matrix::from_slice(&elements).unwrap())
}

/// Not close to singular.
fn regular<R: Dim>() -> impl Strategy<Value = Mat<R, R>> {
    matrix::<R, R>().prop_filter("badly conditioned", |a| a.cond().unwrap() < 1e4)
}

fn is_close<S: Shape>(a: &Tensor<S, f64>, b: &Tensor<S, f64>) -> bool {
    a.max_difference(b) <= 1e-9 * b.norm_max().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A A⁻¹ = I, (A B)⁻¹ = B⁻¹ A⁻¹, (Aᵀ)⁻¹ = (A⁻¹)ᵀ, (A⁻¹)⁻¹ = A.
    #[test]
    fn inverses(a in regular::<N>(), b in regular::<N>()) {
        let (inverse_a, inverse_b) = (a.inverse().unwrap(), b.inverse().unwrap());
        prop_assert!(is_close(&(&a * &inverse_a), &Matrix::identity()));
        prop_assert!(is_close(&(&inverse_a * &a), &Matrix::identity()));
        let product = (&a * &b).inverse().unwrap();
        prop_assert!(product.max_difference(&(&inverse_b * &inverse_a)) <= 1e-8 * product.norm_max());
        prop_assert!(is_close(&a.transpose().inverse().unwrap(), &inverse_a.transpose()));
        prop_assert!(is_close(&inverse_a.inverse().unwrap(), &a));
        prop_assert!(is_close(&a.powi(-1).unwrap(), &inverse_a));
        prop_assert!(is_close(&a.pinv().unwrap(), &inverse_a));
        prop_assert!(is_close(&a.solve(&b).unwrap(), &(&inverse_a * &b)));
    }

    /// det(A B) = det A det B, det Aᵀ = det A, det A⁻¹ = 1 / det A, det(s A) = sⁿ det A; an exchange of rows changes the sign.
    #[test]
    fn determinants(a in matrix::<N, N>(), b in matrix::<N, N>(), s in -3.0..3.0_f64) {
        let (det_a, det_b) = (a.det().unwrap(), b.det().unwrap());
        let close = |x: f64, y: f64| (x - y).abs() <= 1e-8 * y.abs().max(1e4);
        prop_assert!(close((&a * &b).det().unwrap(), det_a * det_b));
        prop_assert!(close(a.transpose().det().unwrap(), det_a));
        prop_assert!(close((&a * s).det().unwrap(), s.powi(4) * det_a));
        let exchanged = Mat::<N, N>::from_fn(|(i, j)| a[(if i < 2 { 1 - i } else { i }, j)]);
        prop_assert!(close(exchanged.det().unwrap(), -det_a));
        let (sign, ln) = a.sign_ln_abs_det().unwrap();
        prop_assert!(close(sign * ln.exp(), det_a));
        let product: f64 = a.singular_values().unwrap().iter().product();
        prop_assert!(close(product, det_a.abs()));
    }

    /// rank A = rank Aᵀ ≤ min(m, n), rank(A B) ≤ min(rank A, rank B), rank(A + B) ≤ rank A + rank B,
    /// rank A + rank B − n ≤ rank(A B) (Sylvester), rank A + dim null A = n.
    #[test]
    fn ranks(a in matrix::<N, M>(), b in matrix::<M, N>(), zero_a in 0..5_usize, zero_b in 0..5_usize) {
        let low = |m: &Mat<N, M>, zero: usize| Mat::<N, M>::from_fn(|(i, j)| if i < zero { 0.0 } else { m[(i, j)] });
        let (a, b) = (low(&a, zero_a), low(&b.transpose(), zero_b).transpose());
        let (rank_a, rank_b) = (a.rank().unwrap(), b.rank().unwrap());
        prop_assert!(rank_a <= 4 && rank_a == a.transpose().rank().unwrap());
        let product = (&a * &b).rank().unwrap();
        prop_assert!(product <= rank_a.min(rank_b) && product + 6 >= rank_a + rank_b);
        prop_assert!((&a + b.transpose()).rank().unwrap() <= rank_a + rank_b);
        prop_assert_eq!((a.t() * &a).rank().unwrap(), rank_a);
        prop_assert_eq!(rank_a + a.null_space().unwrap().len(), 6);
    }

    /// tr S = Σ λ, det S = Π λ, ‖S‖² = Σ λ²; the eigenvalues of S² and of S + c I; and S v = λ v.
    #[test]
    fn eigenvalues(a in matrix::<N, N>(), c in -5.0..5.0_f64) {
        let s = (&a + a.transpose()) / 2.0;
        let eigen = s.eigen().unwrap();
        let values = eigen.values();
        prop_assert!((values.sum() - s.trace()).abs() < 1e-12);
        prop_assert!((values.norm() - s.norm()).abs() < 1e-12);
        let product: f64 = values.iter().product();
        prop_assert!((product - s.det().unwrap()).abs() < 1e-9);
        let moved = (&s + Matrix::identity() * c).eigenvalues().unwrap();
        prop_assert!(moved.is_close(&(values + c), 1e-12));
        let v = eigen.vectors().to_matrix();
        prop_assert!(v.is_orthogonal(1e-14) && v.transpose().is_orthogonal(1e-14));
        for (value, vector) in values.iter().zip(v.columns()) {
            prop_assert!((&s * &vector).is_close(&(&vector * *value), 1e-12));
        }
        // The singular values are the magnitudes, those of A the roots of the eigenvalues of Aᵀ A.
        let gram = (a.t() * &a).eigenvalues().unwrap();
        for (square, sigma) in gram.iter().rev().zip(&a.singular_values().unwrap()) {
            prop_assert!((square - sigma * sigma).abs() < 1e-11);
        }
    }

    /// Orthogonal matrices: Q⁻¹ = Qᵀ, |det Q| = 1, κ(Q) = 1, products are orthogonal.
    #[test]
    fn orthogonal(a in regular::<N>(), b in regular::<N>()) {
        let (p, q) = (a.qr().unwrap().q(), b.qr().unwrap().q());
        prop_assert!(q.is_orthogonal(1e-14) && (&p * &q).is_orthogonal(1e-14));
        prop_assert!(q.inverse().unwrap().is_close(&q.transpose(), 1e-14));
        prop_assert!((q.det().unwrap().abs() - 1.0).abs() < 1e-14);
        prop_assert!((q.cond().unwrap() - 1.0).abs() < 1e-14);
        prop_assert!(!(&a * 100.0).is_orthogonal(1e-3));
    }

    /// e^A e^−A = I, det e^A = e^tr A, e^(Aᵀ) = (e^A)ᵀ, e^(2A) = (e^A)²; of a skew matrix, it is orthogonal.
    #[test]
    fn exponentials(a in matrix::<N, N>()) {
        let a = a / 10.0;
        let exponential = a.expm().unwrap();
        prop_assert!((&exponential * (-&a).expm().unwrap()).is_close(&Matrix::identity(), 1e-11));
        let (det, trace) = (exponential.det().unwrap(), a.trace().exp());
        prop_assert!((det - trace).abs() <= 1e-10 * trace.max(1.0));
        prop_assert!(is_close(&a.transpose().expm().unwrap(), &exponential.transpose()));
        prop_assert!(is_close(&(&a * 2.0).expm().unwrap(), &exponential.powi(2).unwrap()));
        prop_assert!((&a - a.transpose()).expm().unwrap().is_orthogonal(1e-13));
    }
}
