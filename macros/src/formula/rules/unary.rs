//! Operations of one value.

use super::super::expr::{Expr, Shape};
use super::super::ratio::Ratio;
use super::ones_like;

/// y = f(x).
pub(in super::super) struct UnaryRule {
    pub(in super::super) name: &'static str,
    /// The value, of a shape that is given.
    pub(in super::super) value: fn(&Expr, Shape) -> Expr,
    /// The gradient of x, from x, y and δ.
    pub(in super::super) gradient: fn(&Expr, &Expr, &Expr) -> Expr,
}

const fn rule(
    name: &'static str,
    value: fn(&Expr, Shape) -> Expr,
    gradient: fn(&Expr, &Expr, &Expr) -> Expr,
) -> UnaryRule {
    UnaryRule {
        name,
        value,
        gradient,
    }
}

pub(in super::super) const UNARY: &[UnaryRule] = &[
    rule(
        "Transpose",
        |x, _| x.transpose(),
        |_, _, delta| delta.transpose(),
    ),
    rule(
        "Sum",
        |x, _| x.total(),
        |x, _, delta| Expr::product([delta.clone(), ones_like(x)]),
    ),
    rule(
        "Mean",
        |x, _| x.total().over(&Expr::count(x.shape())),
        |x, _, delta| Expr::product([delta.clone(), ones_like(x)]).over(&Expr::count(x.shape())),
    ),
    rule(
        "Trace",
        |x, _| x.trace(),
        |x, _, delta| Expr::product([delta.clone(), Expr::identity(x.shape().rows)]),
    ),
    rule(
        "Norm",
        |x, _| x.norm(),
        |x, y, delta| Expr::product([delta.clone(), x.clone()]).over(y),
    ),
    rule(
        "NormSquared",
        |x, _| x.norm().power(2),
        |x, _, delta| Expr::product([delta.clone(), x.clone()]).scaled(Ratio::whole(2)),
    ),
    rule(
        "LogSumExp",
        |x, shape| Expr::apply("LogSumExp", vec![x.clone()], shape),
        |x, _, delta| Expr::product([delta.clone(), softmax_of_all(x)]),
    ),
    rule(
        "Inverse",
        |x, _| x.inverse(),
        |_, y, delta| Expr::product([y.transpose(), delta.clone(), y.transpose()]).negated(),
    ),
    rule(
        "Det",
        |x, _| x.determinant(),
        |x, y, delta| Expr::product([delta.clone(), y.clone(), x.inverse().transpose()]),
    ),
    rule(
        "LnAbsDet",
        |x, shape| Expr::apply("LnAbsDet", vec![x.clone()], shape),
        |x, _, delta| Expr::product([delta.clone(), x.inverse().transpose()]),
    ),
    // I. Murray, "Differentiation of the Cholesky decomposition" (2016): Φ is the lower triangle, half of its diagonal.
    rule(
        "Cholesky",
        |x, shape| Expr::apply("Cholesky", vec![x.clone()], shape),
        |_, y, delta| {
            let within = Expr::product([y.transpose(), delta.clone()]);
            let half = Expr::apply("LowerHalf", vec![within], y.shape());
            let both = half.plus(&half.transpose());
            let inverse = y.inverse();
            Expr::product([inverse.transpose(), both, inverse]).scaled(Ratio::half())
        },
    ),
    // N. Higham, Functions of Matrices (2008), ch. 10: the adjoint of the Fréchet derivative at X is that at Xᵀ.
    rule(
        "Expm",
        |x, shape| Expr::apply("Expm", vec![x.clone()], shape),
        |x, y, delta| {
            if is_scaled_identity(delta) {
                return Expr::product([delta.clone(), y.transpose()]);
            }
            Expr::apply("ExpmFrechet", vec![x.transpose(), delta.clone()], x.shape())
        },
    ),
    // G. Golub and V. Pereyra (1973), where the rank does not change.
    rule(
        "PseudoInverse",
        |x, shape| Expr::apply("PseudoInverse", vec![x.clone()], shape),
        |x, y, delta| {
            let (p, t) = (y, y.transpose());
            let rest = |a: &Expr, b: &Expr| {
                Expr::identity(a.shape().rows).minus(&Expr::product([a.clone(), b.clone()]))
            };
            let turned = delta.transpose();
            Expr::sum([
                Expr::product([t.clone(), delta.clone(), t.clone()]).negated(),
                Expr::product([rest(x, p), turned.clone(), p.clone(), t.clone()]),
                Expr::product([t.clone(), p.clone(), turned, rest(p, x)]),
            ])
        },
    ),
    rule(
        "SymmetricEigenvalues",
        |x, shape| Expr::apply("Eigenvalues", vec![x.clone()], shape),
        |x, _, delta| {
            let vectors = Expr::apply("Eigenvectors", vec![x.clone()], x.shape());
            let turned = vectors.transpose();
            Expr::product([vectors, delta.diagonal_matrix(), turned])
        },
    ),
    rule(
        "SingularValues",
        |x, shape| Expr::apply("SingularValues", vec![x.clone()], shape),
        |x, y, delta| {
            let side = |name: &str, rows| {
                let shape = Shape {
                    rows,
                    columns: y.shape().rows,
                };
                Expr::apply(name, vec![x.clone()], shape)
            };
            let Shape { rows, columns } = x.shape();
            Expr::product([
                side("LeftSingularVectors", rows),
                delta.diagonal_matrix(),
                side("RightSingularVectors", columns).transpose(),
            ])
        },
    ),
    rule(
        "Diagonal",
        |x, _| diagonal(x),
        |_, _, delta| diagonal(delta),
    ),
];

/// Of a matrix, and the matrix of a vector.
fn diagonal(x: &Expr) -> Expr {
    if x.shape().is_column() {
        x.diagonal_matrix()
    } else {
        x.diagonal()
    }
}

fn softmax_of_all(x: &Expr) -> Expr {
    if x.shape().is_matrix() {
        // Over all elements, where softmax would be over each row.
        let powers = Expr::function("Exp", x);
        let sum = powers.total();
        powers.over(&sum)
    } else {
        Expr::function("Softmax", x)
    }
}

fn is_scaled_identity(x: &Expr) -> bool {
    let chain = x.factors().chain;
    matches!(chain.as_slice(), [factor] if *factor == Expr::identity(x.shape().rows))
}

/// k of `Powi(k)`.
pub(in super::super) fn power_of(rule: &str) -> Option<i32> {
    let digits: String = rule
        .strip_prefix("Powi(")?
        .strip_suffix(')')?
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    digits.parse().ok()
}

/// The longest sum that is written out: Σ (Xᵀ)ⁱ δ (Xᵀ)ᵏ⁻¹⁻ⁱ.
const LONGEST: i32 = 5;

/// The gradient of y = xᵏ; nothing where it would be too long to read.
pub(in super::super) fn power_gradient(x: &Expr, exponent: i32, delta: &Expr) -> Option<Expr> {
    if x.shape().is_number() || is_scaled_identity(delta) {
        let power = x.transpose().power(exponent - 1);
        let factors = [delta.clone(), power];
        return Some(Expr::product(factors).scaled(Ratio::whole(exponent)));
    }
    if exponent.abs() > LONGEST {
        return None;
    }
    let turned = x.transpose();
    let term = |left: i32, right: i32| {
        Expr::product([turned.power(left), delta.clone(), turned.power(right)])
    };
    Some(if exponent >= 0 {
        let terms: Vec<Expr> = (0..exponent).map(|i| term(i, exponent - 1 - i)).collect();
        if terms.is_empty() {
            return Some(Expr::zero(x.shape()));
        }
        Expr::sum(terms)
    } else {
        Expr::sum((1..=-exponent).map(|i| term(-i, exponent - 1 + i).negated()))
    })
}
