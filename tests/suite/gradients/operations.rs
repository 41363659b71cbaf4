//! One layer for each thing a forward expression may hold: all operations, in all the roles of their operands.

use typograd::prelude::*;

use super::verify;

dims! { N = 3; M = 4; }

type V<X> = Vector<X, f64>;
type Mat<R, C> = Matrix<R, C, f64>;

macro_rules! operation {
    ($($test:ident, $name:ident { $($field:ident: $ty:ty),* } |$this:ident, $x:ident: $in:ty| -> $out:ty $body:block)*) => {
        $(
            #[layer]
            struct $name { $($field: $ty),* }

            #[layer]
            impl $name {
                fn forward(&$this, $x: &$in) -> $out $body
            }

            #[test]
            fn $test() {
                verify::<$name>(1);
                verify::<$name>(2);
            }
        )*
    };
}

pub(super) use operation;

operation! {
    matrix_vector, MatrixVector { w: Mat<M, N> } |self, x: V<N>| -> V<M> { &self.w * x }
    transposed_vector, TransposedVector { w: Mat<N, M> } |self, x: V<N>| -> V<M> { self.w.t() * x }
    row_matrix, RowMatrix { w: Mat<N, M> } |self, x: V<N>| -> RowVector<M, f64> { x.t() * &self.w }
    row_transposed, RowTransposed { w: Mat<M, N> } |self, x: V<N>| -> RowVector<M, f64> { x.t() * self.w.t() }
    matrix_matrix, MatrixMatrix { w: Mat<M, N> } |self, x: Mat<N, M>| -> Mat<M, M> { &self.w * x }
    matrix_right, MatrixRight { w: Mat<M, N> } |self, x: Mat<N, M>| -> Mat<N, N> { x * &self.w }
    left_transposed, LeftTransposed { w: Mat<N, M> } |self, x: Mat<N, M>| -> Mat<M, M> { self.w.t() * x }
    right_transposed, RightTransposed { w: Mat<M, N> } |self, x: Mat<M, N>| -> Mat<M, M> { x * self.w.t() }
    both_transposed, BothTransposed { w: Mat<N, M> } |self, x: Mat<M, N>| -> Mat<M, M> { self.w.t() * x.t() }
    gram, Gram {} |self, x: Mat<M, N>| -> Mat<N, N> { x.t() * x }
    cube, Cube {} |self, x: Mat<N, N>| -> Mat<N, N> { x * x * x }
    scaled, Scaled { s: Scalar<f64> } |self, x: V<N>| -> V<N> { x * x.dot(x) }
    dot, Dot { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * self.w.dot(x) }
    outer, Outer { w: V<M> } |self, x: V<N>| -> Mat<M, N> { self.w.outer(x) }
    outer_of_inputs, OuterOfInputs {} |self, x: V<N>| -> Mat<N, N> { x * x.t() }
    quadratic, Quadratic { a: Mat<N, N>, u: V<N> } |self, x: V<N>| -> V<N> { &self.u * (x.t() * &self.a * x) }
    add, AddTwo { b: V<N> } |self, x: V<N>| -> V<N> { x + &self.b }
    add_to_itself, AddItself {} |self, x: V<N>| -> V<N> { x + x }
    subtract, SubtractTwo { b: V<N>, w: Mat<N, N> } |self, x: V<N>| -> V<N> { &self.b - (&self.w * x - x) }
    add_number, AddNumber { w: V<N> } |self, x: V<N>| -> V<N> { x + self.w.dot(x) }
    subtract_number, SubtractNumber { w: V<N> } |self, x: V<N>| -> V<N> { x - self.w.dot(x) }
    hadamard, HadamardTwo { w: V<N> } |self, x: V<N>| -> V<N> { self.w.hadamard(x) }
    hadamard_of_inputs, HadamardInputs { w: Mat<N, N> } |self, x: V<N>| -> V<N> { (&self.w * x).hadamard(&sigmoid(x)) }
    hadamard_square, HadamardSquare {} |self, x: V<N>| -> V<N> { x.hadamard(x) }
    quotient, QuotientTwo { w: V<N> } |self, x: V<N>| -> V<N> { self.w.hadamard_div(&(exp(x) + 1.0)) }
    quotient_by_number, QuotientNumber {} |self, x: V<N>| -> V<N> { x / (x.norm_squared() + 1.0) }
    number_over, NumberOver { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * (2.0 / (1.0 + x.norm_squared())) }
    sum, SumOf { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * exp(x).sum() }
    mean, MeanOf { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * exp(x).mean() }
    trace, TraceOf { w: Mat<N, N> } |self, x: Mat<N, N>| -> Mat<N, N> { x * (&self.w * x).trace() }
    norm, NormOf { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * x.norm() }
    norm_squared, NormSquaredOf { w: V<N> } |self, x: V<N>| -> V<N> { &self.w * x.norm_squared() }
    norm_of_parameter, NormOfParameter { w: Mat<M, N> } |self, x: V<N>| -> V<M> { (&self.w * x) / self.w.norm() }
    transpose, TransposeOf { w: Mat<N, M> } |self, x: Mat<M, N>| -> Mat<N, M> { x.transpose() + &self.w }
    lazily_transposed, LazilyTransposed { w: Mat<N, M> } |self, x: Mat<M, N>| -> Mat<M, M> { let t = self.w.t(); t * x.t() }
    reshape, Reshaped { w: Mat<N, N> } |self, x: V<D<6>>| -> Mat<D<2>, N> { x.reshape::<(D<2>, N)>() * &self.w }
    relabel, Relabelled { w: V<D<3>> } |self, x: V<N>| -> V<D<3>> { x.relabel::<(D<3>,)>() + &self.w }
    constants, Constants {} |self, x: V<N>| -> V<N> { -(2.0 * x - 1.0) / 4.0 + 0.5 }
    named_constants, NamedConstants { w: V<N> } |self, x: V<N>| -> V<N> {
        let half: f64 = 0.5;
        let more = half + 1.0;
        let less = { let negative = -more; negative * 2.0 };
        let borrowed = &more;
        x * less + &self.w * (more - half) + *borrowed + half.sqrt() * f64::from(2_u8)
    }
    elementary, Elementary {} |self, x: V<N>| -> V<N> {
        let positive = square(x) + 0.5;
        ln(&positive) + sqrt(&positive) + recip(&positive) + sin(x).hadamard(&cos(x)) + abs(x)
    }
    of_numbers, OfNumbers { w: V<N> } |self, x: V<N>| -> V<N> {
        let s = x.dot(&self.w) / 4.0;
        x * (s.sin() + s.tanh() * s.exp() + s.cos().abs() + (s * s + 3.0).sqrt().ln().recip())
    }
    shared_intermediate, SharedIntermediate { w: Mat<N, N>, u: V<N> } |self, x: V<N>| -> V<N> {
        let gate = sigmoid(&self.w * x);
        let once = gate.hadamard(x);
        let twice = gate.hadamard(&once);
        once + twice + gate
    }
    parameters_alone, ParametersAlone { w: Mat<N, N>, u: V<N> } |self, x: V<N>| -> V<N> {
        let direction = &self.w * &self.u;
        let unit = &direction / direction.norm();
        unit.hadamard(x) + direction
    }
    weight_used_thrice, WeightUsedThrice { w: Mat<N, N> } |self, x: V<N>| -> V<N> {
        let once = tanh(&self.w * x);
        let twice = tanh(&self.w * &once);
        tanh(&self.w * &twice)
    }
    all_activations, AllActivations {} |self, x: V<N>| -> V<N> {
        let a = sigmoid(x) + tanh(x) + relu(x) + leaky_relu(x) + gelu(x);
        let b = gelu_tanh(x) + silu(x) + softplus(x) + elu(x) + selu(x);
        let c = mish(x) + hard_swish(x) + softsign(x);
        a.hadamard(&b) + c.hadamard(&softmax(x)) + log_softmax(x)
    }
    input_itself, InputItself {} |self, x: V<N>| -> V<N> { x.clone() }
    blocks, Blocks { b: V<N> } |self, x: V<N>| -> V<N> {
        let y = { let x = x + &self.b; x.hadamard(&x) };
        #[allow(clippy::let_and_return)] // that a name may be the output is what is tried
        let x = 3.0 * (-(-y));
        x
    }
}

/// Layers within a layer: one used twice, one whose input is needed elsewhere.
#[layer]
struct Nested<L: Layer> {
    inner: L,
    dense: Dense<N, N, Tanh, f64>,
    w: Mat<N, N>,
}

#[layer]
impl<L: Layer<Elem = f64, In = (N,), Out = (N,)>> Nested<L> {
    fn forward(&self, x: &V<N>) -> V<N> {
        let h = self.dense.forward(x);
        let twice = self.inner.forward(&self.inner.forward(&h));
        (&self.w * &h).hadamard(&twice) + self.dense.forward(&twice) + x
    }
}

#[test]
fn nested() {
    verify::<Nested<Dense<N, N, Gelu, f64>>>(1);
    verify::<Nested<Nested<Dense<N, N, Sigmoid, f64>>>>(2);
    verify::<Nested<(Dense<N, M, Tanh, f64>, Dense<M, N, Silu, f64>)>>(3);
}
