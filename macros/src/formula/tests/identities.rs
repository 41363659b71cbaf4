//! The 35 functions of `tests/goldens/identities.json`, in their order, as textbooks print their gradients: K. B. Petersen and
//! M. S. Pedersen, The Matrix Cookbook (2012); J. R. Magnus and H. Neudecker, Matrix Differential Calculus (1999).

use super::super::program::Kind;
use super::build::{Build, binary, expect, unary};

#[test]
fn products_and_traces() {
    let mut b = Build::default();
    let (a, x) = (b.vector("a"), b.vector("x"));
    let y = b.dot(a, x);
    expect(&b.returns(y), "∇a = x   ∇x = a");

    let mut b = Build::default();
    let (x, a, y) = (b.vector("x"), b.matrix("a"), b.vector("y"));
    let ay = b.product(a, y);
    let f = b.dot(x, ay);
    expect(&b.returns(f), "∇x = A y   ∇A = x yᵀ   ∇y = Aᵀ x");

    let mut b = Build::default();
    let (x, a) = (b.vector("x"), b.matrix("a"));
    let ax = b.product(a, x);
    let f = b.dot(x, ax);
    expect(&b.returns(f), "∇x = (A + Aᵀ) x   ∇A = x xᵀ");

    let mut b = Build::default();
    let (a, x, c) = (b.matrix("a"), b.matrix("x"), b.matrix("b"));
    let ax = b.product(a, x);
    let axb = b.product(ax, c);
    let f = b.unary("Trace", axb);
    expect(&b.returns(f), "∇A = Bᵀ Xᵀ   ∇X = Aᵀ Bᵀ   ∇B = Xᵀ Aᵀ");

    let mut b = Build::default();
    let (a, x) = (b.matrix("a"), b.matrix("x"));
    let ax = b.product(a, x);
    let xax = b.dot(x, ax);
    let f = b.unary("Trace", xax);
    expect(&b.returns(f), "∇A = X Xᵀ   ∇X = (A + Aᵀ) X");

    let mut b = Build::default();
    let (a, x) = (b.matrix("a"), b.matrix("x"));
    let xa = b.product(x, a);
    let xax = b.standing(xa, false, x, true);
    let f = b.unary("Trace", xax);
    expect(&b.returns(f), "∇A = Xᵀ X   ∇X = X (A + Aᵀ)");

    let mut b = Build::default();
    let (a, x, c) = (b.matrix("a"), b.matrix("x"), b.matrix("b"));
    let ax = b.product(a, x);
    let xax = b.dot(x, ax);
    let xaxb = b.product(xax, c);
    let f = b.unary("Trace", xaxb);
    expect(
        &b.returns(f),
        "∇A = X Bᵀ Xᵀ   ∇X = A X B + Aᵀ X Bᵀ   ∇B = Xᵀ Aᵀ X",
    );
}

#[test]
fn norms() {
    for name in [None, Some("residual")] {
        let mut b = Build::default();
        let (x, w, y) = (b.matrix("x"), b.vector("w"), b.vector("y"));
        let xw = b.product(x, w);
        let r = b.binary("Subtract", xw, y);
        if let Some(name) = name {
            b.named(name, r);
        }
        let f = b.unary("NormSquared", r);
        expect(
            &b.returns(f),
            "∇X = 2 (X w − y) wᵀ   ∇w = 2 Xᵀ (X w − y)   ∇y = 2 (y − X w)",
        );
    }

    let mut b = Build::default();
    let (a, x, y) = (b.matrix("a"), b.matrix("x"), b.matrix("y"));
    let ax = b.product(a, x);
    let r = b.binary("Subtract", ax, y);
    let f = b.unary("NormSquared", r);
    let f = b.scale("0.5", f);
    expect(
        &b.returns(f),
        "∇A = (A X − Y) Xᵀ   ∇X = Aᵀ (A X − Y)   ∇Y = Y − A X",
    );

    let mut b = Build::default();
    let (x, a) = (b.vector("x"), b.vector("a"));
    let r = b.binary("Subtract", x, a);
    let f = b.unary("Norm", r);
    expect(
        &b.returns(f),
        "∇x = (x − a) / ‖x − a‖   ∇a = (a − x) / ‖x − a‖",
    );

    expect(&unary(Kind::Matrix, "Norm"), "∇X = X / ‖X‖");
}

#[test]
fn determinants_and_inverses() {
    expect(&unary(Kind::Matrix, "Det"), "∇X = det(X) X⁻ᵀ");
    expect(&unary(Kind::Matrix, "LnAbsDet"), "∇X = X⁻ᵀ");

    let mut b = Build::default();
    let (x, a) = (b.matrix("x"), b.matrix("a"));
    let inverse = b.unary("Inverse", x);
    let product = b.product(inverse, a);
    let f = b.unary("Trace", product);
    expect(&b.returns(f), "∇X = −X⁻ᵀ Aᵀ X⁻ᵀ   ∇A = X⁻ᵀ");

    let bilinear = "∇a = X⁻¹ b   ∇X = −X⁻ᵀ a bᵀ X⁻ᵀ   ∇b = X⁻ᵀ a";
    let mut b = Build::default();
    let (a, x, c) = (b.vector("a"), b.matrix("x"), b.vector("b"));
    let inverse = b.unary("Inverse", x);
    let xb = b.product(inverse, c);
    let f = b.dot(a, xb);
    expect(&b.returns(f), bilinear);
    let mut b = Build::default();
    let (a, x, c) = (b.vector("a"), b.matrix("x"), b.vector("b"));
    let xb = b.binary("Solve", x, c);
    let f = b.dot(a, xb);
    expect(&b.returns(f), bilinear);

    for ln in ["Det", "LnAbsDet"] {
        let mut b = Build::default();
        let x = b.matrix("x");
        let gram = b.dot(x, x);
        let mut f = b.unary(ln, gram);
        if ln == "Det" {
            f = b.function("Ln", f);
        }
        expect(&b.returns(f), "∇X = 2 X (Xᵀ X)⁻¹");
    }

    let mut b = Build::default();
    let x = b.matrix("x");
    let xx = b.product(x, x);
    let xxx = b.product(xx, x);
    let f = b.unary("Trace", xxx);
    expect(&b.returns(f), "∇X = 3 (X²)ᵀ");
    let mut b = Build::default();
    let x = b.matrix("x");
    let power = b.unary("Powi(3)", x);
    let f = b.unary("Trace", power);
    expect(&b.returns(f), "∇X = 3 (X²)ᵀ");

    expect(&unary(Kind::Matrix, "Inverse"), "∇X = −X⁻ᵀ δ X⁻ᵀ");
    expect(
        &binary("Solve", Kind::Matrix, Kind::Vector),
        "∇A = −A⁻ᵀ δ bᵀ A⁻ᵀ   ∇b = A⁻ᵀ δ",
    );
}

#[test]
fn factorisations_and_quotients() {
    let mut b = Build::default();
    let s = b.matrix("s");
    let turned = b.unary("Transpose", s);
    let both = b.binary("Add", s, turned);
    let symmetric = b.scale("0.5", both);
    let f = b.unary("Cholesky", symmetric);
    expect(
        &b.returns(f),
        "∇S = ½ L⁻ᵀ (Φ(Lᵀ δ) + Φ(Lᵀ δ)ᵀ) L⁻¹   where L = chol(½ (S + Sᵀ))",
    );

    let mut b = Build::default();
    let (s, x) = (b.matrix("s"), b.vector("x"));
    let sx = b.product(s, x);
    let over = b.dot(x, sx);
    let under = b.dot(x, x);
    let f = b.binary("Quotient", over, under);
    expect(
        &b.returns(f),
        "∇S = x xᵀ / ‖x‖²   ∇x = ((S + Sᵀ) x − 2 (xᵀ S x) x / ‖x‖²) / ‖x‖²",
    );

    let mut b = Build::default();
    let (x, a) = (b.vector("x"), b.vector("a"));
    let over = b.dot(x, a);
    let (nx, na) = (b.unary("Norm", x), b.unary("Norm", a));
    let under = b.product(nx, na);
    let f = b.binary("Quotient", over, under);
    expect(
        &b.returns(f),
        "∇x = (a − (xᵀ a) x / ‖x‖²) / (‖x‖ ‖a‖)   ∇a = (x − (xᵀ a) a / ‖a‖²) / (‖x‖ ‖a‖)",
    );
}

#[test]
fn probabilities() {
    let mut b = Build::default();
    let z = b.vector("z");
    let f = b.unary("LogSumExp", z);
    expect(&b.returns(f), "∇z = softmax(z)");

    let mut b = Build::default();
    let (z, t) = (b.vector("z"), b.constant("t", Kind::Vector));
    let log = b.function("LogSoftmax", z);
    let dot = b.dot(t, log);
    let f = b.scale("-1", dot);
    expect(&b.returns(f), "∇z = (1ᵀ t) softmax(z) − t");

    let mut b = Build::default();
    let z = b.vector("z");
    let f = b.function("Softmax", z);
    expect(&b.returns(f), "∇z = softmax(z) ⊙ (δ − (δᵀ softmax(z)) 1)");

    let mut b = Build::default();
    let z = b.vector("z");
    let f = b.function("LogSoftmax", z);
    expect(&b.returns(f), "∇z = δ − (1ᵀ δ) softmax(z)");

    let logistic = "∇X = −r wᵀ   ∇w = −Xᵀ r   where r = y ⊙ σ(−y ⊙ (X w))";
    for softplus in [true, false] {
        let mut b = Build::default();
        let (x, w) = (b.matrix("x"), b.vector("w"));
        let y = b.constant("y", Kind::Vector);
        let xw = b.product(x, w);
        let margin = b.binary("Hadamard", y, xw);
        let minus = b.scale("-1.0", margin);
        let loss = if softplus {
            b.function("Softplus", minus)
        } else {
            let exp = b.function("Exp", minus);
            let shifted = b.shift(exp, "1.0");
            b.function("Ln", shifted)
        };
        let f = b.unary("Sum", loss);
        expect(&b.returns(f), logistic);
    }

    let mut b = Build::default();
    let (s, x) = (b.matrix("sigma"), b.vector("x"));
    let log = b.unary("LnAbsDet", s);
    let inverse = b.binary("Solve", s, x);
    let distance = b.dot(x, inverse);
    let sum = b.binary("Add", log, distance);
    let f = b.scale("0.5", sum);
    expect(
        &b.returns(f),
        "∇Σ = ½ (Σ⁻ᵀ − Σ⁻ᵀ x xᵀ Σ⁻ᵀ)   ∇x = ½ (Σ⁻¹ + Σ⁻ᵀ) x",
    );
}

#[test]
fn chained() {
    let mut b = Build::default();
    let (x, a, m) = (b.vector("x"), b.matrix("a"), b.matrix("b"));
    let (z, bias) = (b.vector("z"), b.vector("c"));
    let solved = b.binary("Solve", m, z);
    let sum = b.binary("Add", solved, bias);
    b.named("u", sum);
    let sigma = b.function("Sigmoid", sum);
    let product = b.product(a, sigma);
    let f = b.dot(x, product);
    expect(
        &b.returns(f),
        "∇x = A σ(u)   ∇A = x σ(u)ᵀ   ∇B = −B⁻ᵀ r zᵀ B⁻ᵀ   ∇z = B⁻ᵀ r   ∇c = r   \
         where u = B⁻¹ z + c, r = (Aᵀ x) ⊙ σ(u) ⊙ (1 − σ(u))",
    );
}

#[test]
fn element_by_element() {
    let mut b = Build::default();
    let (x, a) = (b.matrix("x"), b.matrix("a"));
    let f = b.binary("Hadamard", x, a);
    expect(&b.returns(f), "∇X = δ ⊙ A   ∇A = δ ⊙ X");

    for diagonal in [true, false] {
        let mut b = Build::default();
        let (v, x) = (b.vector("v"), b.vector("x"));
        let f = if diagonal {
            let diagonal = b.unary("Diagonal", v);
            b.product(diagonal, x)
        } else {
            b.binary("Hadamard", v, x)
        };
        expect(&b.returns(f), "∇v = δ ⊙ x   ∇x = δ ⊙ v");
    }

    let mut b = Build::default();
    let (w, x) = (b.vector("w"), b.vector("x"));
    let f = b.binary("Quotient", w, x);
    expect(&b.returns(f), "∇w = δ ⊘ x   ∇x = −δ ⊙ w ⊘ (x ⊙ x)");

    let mut b = Build::default();
    let (x, z) = (b.vector("x"), b.number("z"));
    let f = b.binary("Add", x, z);
    expect(&b.returns(f), "∇x = δ   ∇z = 1ᵀ δ");

    let mut b = Build::default();
    let x = b.number("x");
    let square = b.function("Square", x);
    let ln = b.function("Ln", square);
    let triple = b.scale("3.0", x);
    let sin = b.function("Sin", triple);
    expect(&b.returns_all(&[ln, sin]), "∇x = 2 δ₁ / x + 3 δ₂ cos(3 x)");

    let mut b = Build::default();
    let (w, x, bias) = (b.vector("w"), b.vector("x"), b.number("b"));
    let dot = b.dot(w, x);
    let sum = b.binary("Add", dot, bias);
    let f = b.function("Relu", sum);
    expect(
        &b.returns(f),
        "∇w = [wᵀ x + b > 0] x   ∇x = [wᵀ x + b > 0] w   ∇b = [wᵀ x + b > 0]",
    );
}
