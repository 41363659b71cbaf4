//! Every operation by itself, and what is made of several.

use super::super::formulas;
use super::super::program::Kind;
use super::build::{Build, binary, expect, function, unary};

#[test]
fn operations_of_one_value() {
    for (kind, rule, text) in [
        (Kind::Matrix, "Transpose", "∇X = δᵀ"),
        (Kind::Vector, "Transpose", "∇x = δᵀ"),
        (Kind::Vector, "Sum", "∇x = 1"),
        (Kind::Matrix, "Sum", "∇X = 1 1ᵀ"),
        (Kind::Vector, "Mean", "∇x = 1 / n"),
        (Kind::Matrix, "Trace", "∇X = I"),
        (Kind::Vector, "Norm", "∇x = x / ‖x‖"),
        (Kind::Vector, "NormSquared", "∇x = 2 x"),
        (Kind::Matrix, "NormSquared", "∇X = 2 X"),
        (Kind::Vector, "LogSumExp", "∇x = softmax(x)"),
        (Kind::Matrix, "Inverse", "∇X = −X⁻ᵀ δ X⁻ᵀ"),
        (Kind::Matrix, "Det", "∇X = det(X) X⁻ᵀ"),
        (Kind::Matrix, "LnAbsDet", "∇X = X⁻ᵀ"),
        (
            Kind::Matrix,
            "Cholesky",
            "∇X = ½ L⁻ᵀ (Φ(Lᵀ δ) + Φ(Lᵀ δ)ᵀ) L⁻¹   where L = chol(X)",
        ),
        (Kind::Matrix, "Expm", "∇X = L_exp(Xᵀ, δ)"),
        (
            Kind::Matrix,
            "PseudoInverse",
            "∇X = (I − X X⁺) δᵀ X⁺ (X⁺)ᵀ + (X⁺)ᵀ X⁺ δᵀ (I − X⁺ X) − (X⁺)ᵀ δ (X⁺)ᵀ",
        ),
        (
            Kind::Matrix,
            "SymmetricEigenvalues",
            "∇X = V diag(δ) Vᵀ   where V = eigenvectors(X)",
        ),
        (
            Kind::Matrix,
            "SingularValues",
            "∇X = U diag(δ) Vᵀ   where U = left_singular_vectors(X), V = right_singular_vectors(X)",
        ),
        (Kind::Matrix, "Diagonal", "∇X = diag(δ)"),
        (Kind::Vector, "Diagonal", "∇x = diag(δ)"),
        (Kind::Matrix, "Powi(2)", "∇X = δ Xᵀ + Xᵀ δ"),
        (Kind::Matrix, "Powi(-1)", "∇X = −X⁻ᵀ δ X⁻ᵀ"),
        (Kind::Number, "Powi(3)", "∇x = 3 x²"),
    ] {
        expect(&unary(kind, rule), text);
    }
}

#[test]
fn operations_of_two_values() {
    let (number, vector, matrix) = (Kind::Number, Kind::Vector, Kind::Matrix);
    for (rule, a, b, text) in [
        ("Add", vector, vector, "∇a = δ   ∇b = δ"),
        ("Add", number, number, "∇a = 1   ∇b = 1"),
        ("Add", matrix, number, "∇A = δ   ∇b = 1ᵀ δ 1"),
        ("Subtract", matrix, matrix, "∇A = δ   ∇B = −δ"),
        ("Subtract", vector, number, "∇a = δ   ∇b = −1ᵀ δ"),
        ("Hadamard", vector, vector, "∇a = δ ⊙ b   ∇b = δ ⊙ a"),
        (
            "Quotient",
            matrix,
            matrix,
            "∇A = δ ⊘ B   ∇B = −δ ⊙ A ⊘ (B ⊙ B)",
        ),
        ("Quotient", number, number, "∇a = 1 / b   ∇b = −a / b²"),
        ("Quotient", vector, number, "∇a = δ / b   ∇b = −δᵀ a / b²"),
        (
            "Quotient",
            matrix,
            number,
            "∇A = δ / b   ∇b = −tr(δᵀ A) / b²",
        ),
        ("Solve", matrix, matrix, "∇A = −A⁻ᵀ δ Bᵀ A⁻ᵀ   ∇B = A⁻ᵀ δ"),
    ] {
        expect(&binary(rule, a, b), text);
    }
    for (a, b, turned, text) in [
        (matrix, matrix, [false, false], "∇A = δ Bᵀ   ∇B = Aᵀ δ"),
        (matrix, matrix, [true, false], "∇A = B δᵀ   ∇B = A δ"),
        (matrix, matrix, [false, true], "∇A = δ B   ∇B = δᵀ A"),
        (matrix, matrix, [true, true], "∇A = Bᵀ δᵀ   ∇B = δᵀ Aᵀ"),
        (matrix, vector, [false, false], "∇A = δ bᵀ   ∇b = Aᵀ δ"),
        (matrix, vector, [true, false], "∇A = b δᵀ   ∇b = A δ"),
        (vector, vector, [true, false], "∇a = b   ∇b = a"),
        (vector, vector, [false, true], "∇a = δ b   ∇b = δᵀ a"),
        (number, vector, [false, false], "∇a = δᵀ b   ∇b = a δ"),
        (number, matrix, [false, false], "∇a = tr(δᵀ B)   ∇B = a δ"),
    ] {
        let mut build = Build::default();
        let a = build.parameter("a", a);
        let b = build.parameter("b", b);
        let y = build.standing(a, turned[0], b, turned[1]);
        expect(&build.returns(y), text);
    }
}

#[test]
fn functions() {
    for (name, text) in [
        ("Identity", "∇x = δ"),
        ("Step", "∇x = 0"),
        ("Sigmoid", "∇x = δ ⊙ σ(x) ⊙ (1 − σ(x))"),
        ("Tanh", "∇x = δ ⊙ (1 − tanh²(x))"),
        ("Relu", "∇x = δ ⊙ [x > 0]"),
        ("LeakyRelu", "∇x = δ ⊙ ([x > 0] + 0.01 [x ≤ 0])"),
        ("Gelu", "∇x = δ ⊙ (Φ(x) + x ⊙ φ(x))"),
        ("GeluTanh", "∇x = δ ⊙ gelu_tanh′(x)"),
        ("Silu", "∇x = δ ⊙ σ(x) ⊙ (1 + x ⊙ (1 − σ(x)))"),
        ("Softplus", "∇x = δ ⊙ σ(x)"),
        ("Elu", "∇x = δ ⊙ ([x > 0] + [x ≤ 0] ⊙ exp(x))"),
        ("Selu", "∇x = δ ⊙ selu′(x)"),
        (
            "Mish",
            "∇x = δ ⊙ (tanh(softplus(x)) + x ⊙ σ(x) ⊙ (1 − tanh²(softplus(x))))",
        ),
        ("HardSwish", "∇x = δ ⊙ hard_swish′(x)"),
        ("HardSigmoid", "∇x = δ ⊙ hard_sigmoid′(x)"),
        ("Softsign", "∇x = δ ⊘ ((1 + |x|) ⊙ (1 + |x|))"),
        ("Exp", "∇x = δ ⊙ exp(x)"),
        ("Ln", "∇x = δ ⊘ x"),
        ("Sqrt", "∇x = ½ δ ⊘ √x"),
        ("Square", "∇x = 2 δ ⊙ x"),
        ("Abs", "∇x = δ ⊙ sign(x)"),
        ("Recip", "∇x = −δ ⊘ (x ⊙ x)"),
        ("Sin", "∇x = δ ⊙ cos(x)"),
        ("Cos", "∇x = −δ ⊙ sin(x)"),
        ("Softmax", "∇x = softmax(x) ⊙ (δ − (δᵀ softmax(x)) 1)"),
        ("LogSoftmax", "∇x = δ − (1ᵀ δ) softmax(x)"),
        ("F", "∇x = J_F(x)ᵀ δ"),
        ("my :: Swish", "∇x = J_my::Swish(x)ᵀ δ"),
        (":: typograd :: op :: Sin", "∇x = δ ⊙ cos(x)"),
        ("Powi :: < { 3 } >", "∇x = 3 δ ⊙ x ⊙ x"),
    ] {
        expect(&function(Kind::Vector, name), text);
    }
    for (name, text) in [
        ("Sigmoid", "∇x = σ(x) (1 − σ(x))"),
        ("Tanh", "∇x = 1 − tanh²(x)"),
        ("Sqrt", "∇x = 1 / (2 √x)"),
        ("Ln", "∇x = 1 / x"),
        ("Recip", "∇x = −1 / x²"),
        (":: typograd :: op :: Powi :: < { - 2 } >", "∇x = −2 / x³"),
        ("F", "∇x = ∇F(x)"),
    ] {
        expect(&function(Kind::Number, name), text);
    }
    expect(
        &function(Kind::Matrix, "Softmax"),
        "∇X = softmax(X) ⊙ (δ − (δ ⊙ softmax(X)) 1 1ᵀ)",
    );
    expect(&function(Kind::Tensor, "Softmax"), "∇x = J_Softmax(x)ᵀ δ");
}

/// Binary cross entropy of a sigmoid, in the three ways that it is written.
#[test]
fn fused_losses() {
    let fused = "∇z = σ(z) − y";
    let mut b = Build::default();
    let (z, y) = (b.vector("z"), b.constant("y", Kind::Vector));
    let p = b.function("Sigmoid", z);
    let ln = b.function("Ln", p);
    let minus = b.scale("-1", p);
    let rest = b.shift(minus, "1.0");
    let ln_rest = b.function("Ln", rest);
    let minus = b.scale("-1", y);
    let no = b.shift(minus, "1.0");
    let (first, second) = (b.dot(y, ln), b.dot(no, ln_rest));
    let sum = b.binary("Add", first, second);
    let f = b.scale("-1", sum);
    expect(&b.returns(f), fused);

    let mut b = Build::default();
    let (z, y) = (b.vector("z"), b.constant("y", Kind::Vector));
    let softplus = b.function("Softplus", z);
    let sum = b.unary("Sum", softplus);
    let dot = b.dot(y, z);
    let f = b.binary("Subtract", sum, dot);
    expect(&b.returns(f), fused);

    let mut b = Build::default();
    let (z, t) = (b.vector("z"), b.constant("t", Kind::Vector));
    let exp = b.function("Exp", z);
    let sum = b.unary("Sum", exp);
    let ln = b.function("Ln", sum);
    let dot = b.dot(t, z);
    let f = b.binary("Subtract", ln, dot);
    expect(&b.returns(f), "∇z = softmax(z) − t");
}

/// One neuron on N samples, as (1/N) Σ (y − max(0, X w + b))².
#[test]
fn means_and_constants() {
    let mut b = Build::default();
    let (x, w, y) = (
        b.constant("x", Kind::Matrix),
        b.vector("w"),
        b.constant("y", Kind::Vector),
    );
    let xw = b.product(x, w);
    let r = b.binary("Subtract", xw, y);
    let square = b.function("Square", r);
    let f = b.unary("Mean", square);
    expect(&b.returns(f), "∇w = 2 Xᵀ (X w − y) / n");

    let mut b = Build::default();
    let (x, lambda) = (b.vector("x"), b.constant("lambda", Kind::Number));
    let norm = b.unary("NormSquared", x);
    let scaled = b.product(lambda, norm);
    let f = b.scale("0.5f32", scaled);
    expect(&b.returns(f), "∇x = λ x");

    let mut b = Build::default();
    let x = b.vector("x");
    let norm = b.unary("NormSquared", x);
    let f = b.scale("1.0 / n as f32", norm);
    expect(&b.returns(f), "∇x = 2 x / n");

    let mut b = Build::default();
    let x = b.vector("x");
    let norm = b.unary("NormSquared", x);
    let f = b.scale("self :: weight (3)", norm);
    expect(&b.returns(f), "∇x = 2 (self::weight(3)) x");
}

/// Backpropagation through two layers, with names for δ¹ and for what is repeated.
#[test]
fn two_layers() {
    let mut b = Build::default();
    let (w1, b1) = (b.matrix("w1"), b.vector("b1"));
    let (w2, b2) = (b.matrix("w2"), b.vector("b2"));
    let (x, y) = (b.constant("x", Kind::Vector), b.constant("y", Kind::Vector));
    let product = b.product(w1, x);
    let z = b.binary("Add", product, b1);
    b.named("z", z);
    let a = b.function("Sigmoid", z);
    b.named("a", a);
    let product = b.product(w2, a);
    let sum = b.binary("Add", product, b2);
    let e = b.binary("Subtract", sum, y);
    b.named("e", e);
    let norm = b.unary("NormSquared", e);
    let f = b.scale("0.5", norm);
    expect(
        &b.returns(f),
        "∇W₁ = r xᵀ   ∇b₁ = r   ∇W₂ = e aᵀ   ∇b₂ = e   \
         where a = σ(W₁ x + b₁), e = W₂ a + b₂ − y, r = (W₂ᵀ e) ⊙ a ⊙ (1 − a)",
    );
}

#[test]
fn calls() {
    use super::super::program::Operation;
    let mut b = Build::default();
    let (x, a) = (b.vector("x"), b.matrix("a"));
    let call = |output, kind| Operation::Call {
        name: "model :: step".to_owned(),
        arguments: vec![x, a],
        output,
        kind,
    };
    let y = b.step(call(None, Kind::Vector));
    let f = b.unary("NormSquared", y);
    let g = b.step(call(Some(1), Kind::Number));
    let f = b.binary("Add", f, g);
    expect(
        &b.returns(f),
        "∇x = ∇₁model::step₂(x, A) + 2 J_model::step,₁(x, A)ᵀ model::step(x, A)   \
         ∇A = ∇₂model::step₂(x, A) + 2 J_model::step,₂(x, A)ᵀ model::step(x, A)",
    );
}

#[test]
fn latex() {
    let mut b = Build::default();
    let (x, a, y) = (b.vector("x1"), b.matrix("sigma"), b.vector("y"));
    let ay = b.binary("Solve", a, y);
    let f = b.dot(x, ay);
    assert_eq!(
        formulas(&b.returns(f)).latex,
        r"\nabla_{x_{1}} = \Sigma^{-1} y \qquad \nabla_{\Sigma} = -\Sigma^{-\top} x_{1} y^{\top} \Sigma^{-\top} \qquad \nabla_{y} = \Sigma^{-\top} x_{1}"
    );
    let mut b = Build::default();
    let (x, a) = (b.vector("x"), b.vector("a"));
    let r = b.binary("Subtract", x, a);
    let norm = b.unary("Norm", r);
    let f = b.scale("0.5", norm);
    assert_eq!(
        formulas(&b.returns(f)).latex,
        r"\nabla_{x} = \frac{x - a}{2 \left\lVert x - a \right\rVert} \qquad \nabla_{a} = \frac{a - x}{2 \left\lVert x - a \right\rVert}"
    );
}

/// The rustdoc of a function has a line a gradient.
#[test]
fn documentation() {
    let mut b = Build::default();
    let (x, a) = (b.vector("x"), b.matrix("a"));
    let ax = b.product(a, x);
    let f = b.dot(x, ax);
    assert_eq!(
        formulas(&b.returns(f)).documentation,
        "```text\n∇x = (A + Aᵀ) x\n∇A = x xᵀ\n```\n"
    );
}
