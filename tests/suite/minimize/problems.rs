//! Functions with known minima, as `tests/goldens/minimize.py` has them too.

use std::fs::read_to_string;

use typograd::minimize::{Hessian, WithHessian};
use typograd::prelude::*;

pub(crate) type Point<N> = Vector<N, f64>;
pub(crate) type Square<N> = Matrix<N, N, f64>;

dims! {
    /// Pixels summed in blocks of 2 × 2, and a 1.
    pub(crate) Features = 17;
    /// The threes and eights of the digits.
    pub(crate) Images = 357;
}

/// Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)² (Rosenbrock, 1960).
pub(crate) fn rosenbrock<N: Dim>() -> impl Hessian<N, f64> + Clone {
    WithHessian {
        function: |x: &Point<N>, gradient: &mut Point<N>| {
            gradient.fill(0.0);
            let mut sum = 0.0;
            for i in 0..N::LEN - 1 {
                let (a, b) = (1.0 - x[i], x[i + 1] - x[i] * x[i]);
                sum += 100.0 * b * b + a * a;
                gradient[i] -= 2.0 * a + 400.0 * x[i] * b;
                gradient[i + 1] += 200.0 * b;
            }
            sum
        },
        hessian: |x: &Point<N>, hessian: &mut Square<N>| {
            hessian.fill(0.0);
            for i in 0..N::LEN - 1 {
                hessian[(i, i)] += 2.0 + 1200.0 * x[i] * x[i] - 400.0 * x[i + 1];
                hessian[(i + 1, i + 1)] += 200.0;
                hessian[(i, i + 1)] -= 400.0 * x[i];
                hessian[(i + 1, i)] -= 400.0 * x[i];
            }
        },
    }
}

/// (1.5 − a + a b)² + (2.25 − a + a b²)² + (2.625 − a + a b³)² (Beale, 1958), whose minimum is at (3, 0.5).
pub(crate) fn beale() -> impl Hessian<D<2>, f64> + Clone {
    type Two = Point<D<2>>;
    let terms = |x: &Two| {
        let (a, b) = (x[0], x[1]);
        [1.5, 2.25, 2.625].into_iter().zip(1..).map(move |(c, k)| {
            let powers = (b.powi(k), f64::from(k) * b.powi(k - 1));
            let second = f64::from(k * (k - 1)) * b.powi(k - 2);
            (
                c - a + a * powers.0,
                powers.0 - 1.0,
                a * powers.1,
                powers.1,
                a * second,
            )
        })
    };
    WithHessian {
        function: move |x: &Two, gradient: &mut Two| {
            gradient.fill(0.0);
            let mut sum = 0.0;
            for (r, da, db, ..) in terms(x) {
                sum += r * r;
                *gradient += Vector::from([2.0 * r * da, 2.0 * r * db]);
            }
            sum
        },
        hessian: move |x: &Two, hessian: &mut Square<D<2>>| {
            hessian.fill(0.0);
            for (r, da, db, dab, dbb) in terms(x) {
                let across = da * db + r * dab;
                *hessian += Matrix::from([[da * da, across], [across, db * db + r * dbb]]) * 2.0;
            }
        },
    }
}

/// ½ xᵀ A x − 1ᵀ x, with A diagonal, from 1 to the condition number.
pub(crate) fn quadratic<N: Dim>(condition: f64) -> impl Hessian<N, f64> + Clone {
    let diagonal =
        move || Point::<N>::from_fn(move |i| condition.powf(i as f64 / (N::LEN - 1) as f64));
    WithHessian {
        function: move |x: &Point<N>, gradient: &mut Point<N>| {
            *gradient = x.hadamard(&diagonal());
            let value = x.dot(gradient) / 2.0 - x.sum();
            *gradient -= 1.0;
            value
        },
        hessian: move |_: &Point<N>, hessian: &mut Square<N>| {
            *hessian = Diagonal::new(diagonal()).to_matrix();
        },
    }
}

/// The images, and 1 for an eight, 0 for a three.
pub(crate) struct Digits {
    pub(crate) x: Box<Matrix<Images, Features, f64>>,
    pub(crate) t: Point<Images>,
}

impl Digits {
    pub(crate) fn read() -> Self {
        let text = read_to_string(crate::DIGITS).expect("the digits are in the repository");
        let rows = text.lines().map(|line| {
            let numbers = line
                .split(',')
                .map(|number| number.parse().expect("a number"));
            numbers.collect::<Vec<f64>>()
        });
        let mut digits = Self {
            x: typograd::boxed(),
            t: Vector::zeros(),
        };
        let mut count = 0;
        for row in rows.filter(|row| [3.0, 8.0].contains(&row[64])) {
            let image = digits.x.row_mut(count);
            for (i, ink) in row[..64].iter().enumerate() {
                image[i / 16 * 4 + i % 8 / 2] += ink / 64.0;
            }
            image[16] = 1.0;
            digits.t[count] = f64::from(u8::from(row[64] > 5.0));
            count += 1;
        }
        assert_eq!(count, Images::LEN);
        digits
    }

    /// The mean of ln(1 + eᶻ) − t z with z = X w, and ½ ‖w‖² / n.
    pub(crate) fn logistic(&self) -> impl Hessian<Features, f64> + Clone + '_ {
        let n = Images::LEN as f64;
        let Self { x, t } = self;
        WithHessian {
            function: move |w: &Point<Features>, gradient: &mut Point<Features>| {
                let z = &**x * w;
                let losses = z.zip_map(t, |z, t| z.max(0.0) + (-z.abs()).exp().ln_1p() - t * z);
                *gradient = (x.t() * (sigmoid(&z) - t) + w) / n;
                losses.mean() + w.norm_squared() / (2.0 * n)
            },
            hessian: move |w: &Point<Features>, hessian: &mut Square<Features>| {
                let p = sigmoid(&**x * w);
                let curvature = Diagonal::new(p.map(|p| p * (1.0 - p)));
                *hessian = (x.t() * (&curvature * &**x) + Matrix::identity()) / n;
            },
        }
    }
}

/// A function that says of each call whether the gradient is right, to the digits that finite differences have.
pub(crate) fn assert_derivatives<N: Dim>(mut f: impl Hessian<N, f64>, x: &Point<N>) {
    let (mut gradient, mut ahead, mut behind) = (Point::zeros(), Point::zeros(), Point::zeros());
    let mut hessian = Square::zeros();
    f.value_and_gradient(x, &mut gradient);
    f.hessian(x, &mut hessian);
    for i in 0..N::LEN {
        let h = 1e-5 * x[i].abs().max(1.0);
        let shifted = |by: f64| Point::from_fn(|j| if j == i { x[j] + by } else { x[j] });
        let slope = f.value_and_gradient(&shifted(h), &mut ahead)
            - f.value_and_gradient(&shifted(-h), &mut behind);
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-5 * a.abs().max(1.0);
        assert!(close(gradient[i], slope / (2.0 * h)));
        for j in 0..N::LEN {
            assert!(close(hessian[(i, j)], (ahead[j] - behind[j]) / (2.0 * h)));
        }
    }
}

#[test]
fn the_derivatives_are_those_of_the_functions() {
    assert_derivatives(rosenbrock::<D<3>>(), &Vector::from([-1.2, 1.0, 0.3]));
    assert_derivatives(beale(), &Vector::from([1.0, 1.5]));
    assert_derivatives(quadratic::<D<4>>(1e2), &Vector::from([1.0, 2.0, 3.0, -1.0]));
    assert_derivatives(
        Digits::read().logistic(),
        &Point::from_fn(|i| (i as f64).sin()),
    );
}
