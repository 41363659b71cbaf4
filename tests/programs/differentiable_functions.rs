//! Functions with derivatives, written in many ways.

use typograd::prelude::*;

dims! { Pixels = 6; Hidden = 4; }

/// In modules, under paths, with visibilities of their own.
mod models {
    pub mod parts {
        use typograd::linalg::LinalgError;
        use typograd::prelude::*;

        #[differentiable]
        pub fn affine<I: Dim, O: Dim, T>(
            w: &Matrix<O, I, T>,
            b: &Vector<O, T>,
            x: &Vector<I, T>,
        ) -> Vector<O, T>
        where
            T: Element,
        {
            w * x + b
        }

        #[differentiable]
        pub(crate) fn whitened<N: Dim>(
            s: &Matrix<N, N, f64>,
            x: &Vector<N, f64>,
        ) -> Result<(f64, Vector<N, f64>), LinalgError> {
            let y = s.solve(x)?;
            Ok((x.dot(&y), y))
        }
    }

    use parts::whitened;
    use typograd::linalg::LinalgError;
    use typograd::prelude::*;

    #[differentiable]
    pub(super) fn logits<I: Dim, O: Dim>(
        w: &Matrix<O, I>,
        b: &Vector<O>,
        #[constant] x: &Vector<I>,
    ) -> Vector<O> {
        let z: Vector<O> = parts::affine(w, b, x);
        tanh(z)
    }

    #[differentiable]
    pub(super) fn distance<N: Dim>(
        s: &Matrix<N, N, f64>,
        x: &Vector<N, f64>,
    ) -> Result<f64, LinalgError> {
        let (square, direction) = whitened(s, x)?;
        Ok(square.sqrt() + direction.norm_squared())
    }
}

#[test]
fn in_modules() {
    let w = Matrix::<Hidden, Pixels>::full(0.1);
    let (b, x) = (Vector::zeros(), Vector::ones());
    let (y, gradient) = models::logits::vjp(&w, &b, &x, &Vector::ones());
    assert!(gradient.b.is_close(&y.map(|y| 1.0 - y * y), 1e-6));
    let s = Matrix::<D<2>, D<2>, f64>::from([[4.0, 0.0], [0.0, 1.0]]);
    let x = Vector::from([2.0, 0.0]);
    let (value, gradient) = models::distance::value_and_grad(&s, &x).unwrap();
    assert_eq!(value, 1.25); // √1 + ¼
    assert_eq!(gradient.x, Vector::from([0.5 + 0.25, 0.0]));
    assert!(models::distance::grad(&Matrix::zeros(), &x).is_err());
    assert!(models::distance::hessian(&s, &x).is_ok());
}

/// By macro, several at once.
macro_rules! powers {
    ($($name:ident: $power:literal;)*) => {
        $(
            #[differentiable]
            fn $name<N: Dim>(x: &Vector<N>) -> f32 {
                x.norm_squared().powi($power)
            }
        )*
    };
}

powers! {
    second: 1;
    fourth: 2;
}

/// Numbers alone; parameters by value; types under other names.
type Real = f64;
type Weights<N> = Matrix<N, N, Real>;

#[differentiable]
fn of_numbers(x: Real, y: Real) -> Real {
    let product = x * y;
    product.sin() + x / y - 2.0
}

#[differentiable]
fn by_value<N: Dim>(x: Vector<N>, #[constant] shift: f32) -> f32 {
    (x + shift).norm()
}

#[differentiable]
fn of_an_alias<N: Dim>(w: &Weights<N>, x: &Vector<N, f64>) -> Vector<N, f64> {
    w.t() * x
}

#[test]
fn of_all_kinds() {
    let x = Vector::<D<2>>::from([1.0, 2.0]);
    assert_eq!(second::grad(&x).x, 2.0 * &x);
    assert_eq!(fourth::grad(&x).x, 20.0 * &x);
    let gradient = of_numbers::grad(2.0, 3.0);
    assert_eq!(gradient.x, 3.0 * 6.0_f64.cos() + 1.0 / 3.0);
    assert_eq!(of_numbers::hessian(2.0, 3.0).x, -9.0 * 6.0_f64.sin());
    assert_eq!(
        by_value::grad(x.clone(), 1.0).x,
        (&x + 1.0) / 13.0_f32.sqrt()
    );
    let (w, v) = (Weights::<D<2>>::identity(), Vector::from([1.0, 2.0]));
    let (_, gradient) = of_an_alias::vjp(&w, &v, &Vector::from([1.0, 0.0]));
    assert_eq!(gradient.w, Matrix::from([[1.0, 0.0], [2.0, 0.0]]));
}

/// Images, rows, const parameters, activations as types.
#[differentiable]
fn brightness<F: op::Differentiable, C: Dim, H: Dim, W: Dim>(
    image: &Image<C, H, W>,
    gain: f32,
) -> f32
where
    F: Activation,
{
    (F::of(image) * gain).mean()
}

#[differentiable]
fn of_a_row<N: Dim>(row: &RowVector<N>, a: &Matrix<N, N>) -> RowVector<N> {
    row * a
}

use typograd::op;

#[differentiable]
fn scaled<const N: usize>(x: &Vector<Hidden>) -> f32 {
    x.sum() * N as f32
}

#[test]
fn of_other_shapes() {
    let image = Image::<D<2>, D<3>, D<4>>::ones();
    let gradient = brightness::grad::<op::Square, _, _, _>(&image, 3.0);
    assert_eq!(gradient.gain, 1.0);
    let row = RowVector::<D<2>>::from([1.0, 2.0]);
    let jacobian: Matrix<D<2>, D<2>> = of_a_row::jacobian(&row, &Matrix::identity()).row;
    assert_eq!(jacobian, Matrix::identity());
    assert_eq!(scaled::grad::<3>(&Vector::ones()).x, Vector::full(3.0));
}

/// In a function, with names that shadow one another, and one that is a keyword of another time.
#[test]
fn in_a_function() {
    #[differentiable]
    fn shadowed<N: Dim>(x: &Vector<N>, r#gen: &Vector<N>) -> f32 {
        let x = x.hadamard(r#gen);
        let y = {
            let x = sigmoid(&x);
            x.dot(r#gen)
        };
        let _ = x.norm();
        y * 0.5 + { x.sum() }
    }

    let (x, g) = (Vector::<D<2>>::zeros(), Vector::ones());
    let gradient = shadowed::grad(&x, &g);
    assert_eq!(gradient.x, Vector::full(1.125)); // ½ · ¼ + 1
    assert_eq!(gradient.r#gen, Vector::full(0.25)); // ½ σ(0)
}
