//! The exponential of a matrix.

use super::power::times;
use super::{LinalgError, Lu, Problem};
use crate::Element;
use crate::dim::Dim;
use crate::kernel::Store;
use crate::kernel::vector::vectorised;
use crate::linalg::rows::{check_finite, check_range};
use crate::tensor::{Matrix, SquareWith};
use crate::zeroed::zeroed;

/// The coefficients of the numerator of the Padé approximant of degree 13 to eˣ, divided by the first.
const PADE: [f64; 14] = [
    1.0,
    1.0 / 2.0,
    3.0 / 25.0,
    11.0 / 600.0,
    11.0 / 5_520.0,
    3.0 / 18_400.0,
    1.0 / 96_600.0,
    1.0 / 1_932_000.0,
    1.0 / 48_944_000.0,
    1.0 / 1_585_785_600.0,
    1.0 / 67_395_888_000.0,
    1.0 / 3_953_892_096_000.0,
    1.0 / 355_850_288_640_000.0,
    1.0 / 64_764_752_532_480_000.0,
];

/// The 1-norm up to which it is as good as exact in `f64` (Higham 2005, table 2.3).
const REACH: f64 = 5.371_920_351_148_152;

/// out ← a₀ I + Σ aᵢ mᵢ.
fn combine<N: Dim, T: Element>(
    out: &mut Matrix<N, N, T>,
    constant: f64,
    terms: [(f64, &Matrix<N, N, T>); 3],
) {
    let [a, b, c] = terms.map(|(factor, _)| T::from_f64(factor));
    let [x, y, z] = terms.map(|(_, matrix)| matrix.as_slice());
    vectorised::<T>(|| {
        let terms = x.iter().zip(y).zip(z);
        for (out, ((x, y), z)) in out.as_mut_slice().iter_mut().zip(terms) {
            *out = a * *x + b * *y + c * *z;
        }
    });
    if constant != 0.0 {
        for i in 0..N::LEN {
            out[(i, i)] += T::from_f64(constant);
        }
    }
}

/// How often A is halved for its 1-norm to be within reach.
fn halvings<N: Dim, T: Element>(a: &Matrix<N, N, T>) -> usize {
    let column = |j| (0..N::LEN).map(|i| a[(i, j)].abs()).sum::<T>();
    let mut norm = (0..N::LEN).map(column).fold(T::zero(), T::max);
    let (half, reach) = (T::from_f64(0.5), T::from_f64(REACH));
    if norm.is_infinite() {
        // The sum alone is beyond the range.
        norm = T::max_value();
    }
    let mut count = 0;
    while norm > reach {
        norm *= half;
        count += 1;
    }
    count
}

/// m ← m / 2ᵏ.
fn halve<N: Dim, T: Element>(m: &mut Matrix<N, N, T>, count: usize) {
    let half = T::from_f64(0.5);
    for x in m.iter_mut() {
        for _ in 0..count {
            *x *= half;
        }
    }
}

/// What the approximant r = (v − u)⁻¹ (v + u) of e^A is made of, with A halved often enough.
struct Approximant<N: Dim, T: Element> {
    a: Matrix<N, N, T>,
    halvings: usize,
    /// A², A⁴ and A⁶.
    even: [Matrix<N, N, T>; 3],
    /// Half of what A⁶ is multiplied by in u and in v.
    high: [Matrix<N, N, T>; 2],
    /// u = A · odd.
    odd: Matrix<N, N, T>,
    denominator: Lu<N, T>,
    r: Matrix<N, N, T>,
}

impl<N: Dim, T: Element> Approximant<N, T> {
    /// Makes it of A, in place.
    fn make(&mut self, a: &Matrix<N, N, T>) -> Result<(), Problem> {
        let b = &PADE;
        self.halvings = halvings(a);
        self.a.clone_from(a);
        halve(&mut self.a, self.halvings);
        let [a2, a4, a6] = &mut self.even;
        times(&self.a, &self.a, a2, Store::set());
        times(a2, a2, a4, Store::set());
        times(a2, a4, a6, Store::set());
        let [high_u, high_v] = &mut self.high;
        combine(high_u, 0.0, [(b[13], a6), (b[11], a4), (b[9], a2)]);
        combine(&mut self.odd, b[1], [(b[7], a6), (b[5], a4), (b[3], a2)]);
        times(a6, high_u, &mut self.odd, Store::add());
        let (mut u, mut v) = (Matrix::zeros(), Matrix::zeros());
        times(&self.a, &self.odd, &mut u, Store::set());
        combine(high_v, 0.0, [(b[12], a6), (b[10], a4), (b[8], a2)]);
        combine(&mut v, b[0], [(b[6], a6), (b[4], a4), (b[2], a2)]);
        times(a6, high_v, &mut v, Store::add());
        self.r.clone_from(&v);
        self.r += &u;
        v -= &u;
        self.denominator.try_factor(&v)?;
        self.denominator.substitute(self.r.as_mut_slice(), N::LEN);
        Ok(())
    }
}

/// y ← e^A.
pub(crate) fn exponential<N: Dim, T: Element>(
    a: &Matrix<N, N, T>,
    y: &mut Matrix<N, N, T>,
) -> Result<(), Problem> {
    check_finite(a.as_slice(), N::LEN)?;
    let mut approximant = approximant();
    approximant.make(a)?;
    y.clone_from(&approximant.r);
    for _ in 0..approximant.halvings {
        approximant.r.clone_from(y);
        times(&approximant.r, &approximant.r, y, Store::set());
    }
    check_range(y.as_slice())
}

fn approximant<N: Dim, T: Element>() -> Approximant<N, T> {
    zeroed()
}

crate::zeroed::zeroed_parts!(Approximant[N: Dim, T: Element][N, T] { a, halvings, even, high, odd, denominator, r });

/// The derivative of e^A in the direction e, which is Fréchet's: Al-Mohy and Higham 2009, algorithm 6.4. Each step of
/// the value is differentiated.
pub(crate) fn exponential_derivative<N: Dim, T: Element>(
    a: &Matrix<N, N, T>,
    e: &Matrix<N, N, T>,
    out: &mut Matrix<N, N, T>,
) {
    let b = &PADE;
    let mut approximant = approximant();
    // What the value could not be made of is refused there.
    if approximant.make(a).is_err() {
        out.fill(T::nan());
        return;
    }
    let Approximant {
        a,
        halvings,
        even: [a2, a4, a6],
        high: [high_u, high_v],
        odd,
        denominator,
        r,
    } = &mut approximant;
    let mut e = e.clone();
    halve(&mut e, *halvings);
    let [mut m2, mut m4, mut m6] = [(); 3].map(|()| Matrix::<N, N, T>::zeros());
    times(a, &e, &mut m2, Store::set());
    times(&e, a, &mut m2, Store::add());
    times(a2, &m2, &mut m4, Store::set());
    times(&m2, a2, &mut m4, Store::add());
    times(a2, &m4, &mut m6, Store::set());
    times(&m2, a4, &mut m6, Store::add());
    let [mut high, mut low, mut u] = [(); 3].map(|()| Matrix::<N, N, T>::zeros());
    combine(&mut high, 0.0, [(b[13], &m6), (b[11], &m4), (b[9], &m2)]);
    combine(&mut low, 0.0, [(b[7], &m6), (b[5], &m4), (b[3], &m2)]);
    times(a6, &high, &mut low, Store::add());
    times(&m6, high_u, &mut low, Store::add());
    times(a, &low, &mut u, Store::set());
    times(&e, odd, &mut u, Store::add());
    combine(&mut high, 0.0, [(b[12], &m6), (b[10], &m4), (b[8], &m2)]);
    let v = &mut low;
    combine(v, 0.0, [(b[6], &m6), (b[4], &m4), (b[2], &m2)]);
    times(a6, &high, v, Store::add());
    times(&m6, high_v, v, Store::add());
    // (v − u) r = v + u gives (v − u) ṙ = v̇ + u̇ + (u̇ − v̇) r.
    let (difference, derivative) = (&mut m2, out);
    difference.clone_from(&u);
    *difference -= &*v;
    derivative.clone_from(&u);
    *derivative += &*v;
    times(difference, r, derivative, Store::add());
    denominator.substitute(derivative.as_mut_slice(), N::LEN);
    for left in (0..*halvings).rev() {
        m4.clone_from(derivative);
        times(&m4, r, derivative, Store::set());
        times(r, &m4, derivative, Store::add());
        if left > 0 {
            m6.clone_from(r);
            times(&m6, &m6, r, Store::set());
        }
    }
}

impl<R: Dim, C: Dim, T: Element> Matrix<R, C, T> {
    /// The exponential e^A = I + A + A²/2 + …
    ///
    /// By scaling and squaring, with the Padé approximant of degree 13 (Higham, *The Scaling and Squaring Method for the Matrix
    /// Exponential Revisited*, 2005).
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// // The exponential of a rotation's generator is the rotation.
    /// let generator = Matrix::<D<2>, D<2>, f64>::from([[0.0, -0.5], [0.5, 0.0]]);
    /// let (sin, cos) = 0.5_f64.sin_cos();
    /// assert!(generator.expm()?.is_close(&Matrix::from([[cos, -sin], [sin, cos]]), 1e-15));
    /// # Ok::<(), typograd::linalg::LinalgError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element is not finite, or the exponential overflows.
    pub fn expm(&self) -> Result<Matrix<R, R, T>, LinalgError>
    where
        R: SquareWith<C>,
    {
        let mut out = Matrix::zeros();
        exponential(self.cast(), &mut out).map_err(|problem| problem.of("expm"))?;
        Ok(out)
    }
}
