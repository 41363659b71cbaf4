//! Operations of two values.

use super::super::expr::Expr;
use super::times;

/// y = f(a, b).
pub(in super::super) struct BinaryRule {
    pub(in super::super) name: &'static str,
    pub(in super::super) value: fn(&Expr, &Expr) -> Expr,
    /// The gradients of a and b, from a, b, y and δ.
    pub(in super::super) gradients: fn(&Expr, &Expr, &Expr, &Expr) -> [Expr; 2],
}

/// A number may stand for a value of the other's shape.
pub(in super::super) const BINARY: &[BinaryRule] = &[
    BinaryRule {
        name: "Add",
        value: |a, b| a.spread(b.shape()).plus(&b.spread(a.shape())),
        gradients: |a, b, _, delta| [delta.gathered(a.shape()), delta.gathered(b.shape())],
    },
    BinaryRule {
        name: "Subtract",
        value: |a, b| a.spread(b.shape()).minus(&b.spread(a.shape())),
        gradients: |a, b, _, delta| {
            [
                delta.gathered(a.shape()),
                delta.gathered(b.shape()).negated(),
            ]
        },
    },
    BinaryRule {
        name: "Hadamard",
        value: times,
        gradients: |a, b, _, delta| {
            [
                times(delta, b).gathered(a.shape()),
                times(delta, a).gathered(b.shape()),
            ]
        },
    },
    BinaryRule {
        name: "Quotient",
        value: |a, b| Expr::hadamard([(a.clone(), 1), (b.clone(), -1)]).spread(b.shape()),
        gradients: |a, b, _, delta| {
            let by_b = |x: &Expr, exponent| {
                Expr::hadamard([(delta.clone(), 1), (x.clone(), 1), (b.clone(), exponent)])
            };
            let one = Expr::one();
            [
                by_b(&one, -1).gathered(a.shape()),
                by_b(a, -2).gathered(b.shape()).negated(),
            ]
        },
    },
    BinaryRule {
        name: "Solve",
        value: |a, b| Expr::product([a.inverse(), b.clone()]),
        gradients: |a, _, y, delta| {
            let b = Expr::product([a.inverse().transpose(), delta.clone()]);
            [Expr::product([b.clone(), y.transpose()]).negated(), b]
        },
    },
];
