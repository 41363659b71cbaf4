//! Functions that keep the shape of their argument.

use super::super::expr::Expr;
use super::super::ratio::Ratio;
use super::{ones_like, times};

/// y = f(x).
pub(in super::super) struct FunctionRule {
    pub(in super::super) name: &'static str,
    pub(in super::super) slope: Slope,
}

/// How the gradient of x follows from that of y.
pub(in super::super) enum Slope {
    /// δ ⊙ f′, with f′ from x and y.
    Elements(fn(&Expr, &Expr) -> Expr),
    /// Over rows; a vector is one. From y and δ.
    Rows(fn(&Expr, &Expr) -> Expr),
}

const fn elements(name: &'static str, slope: fn(&Expr, &Expr) -> Expr) -> FunctionRule {
    FunctionRule {
        name,
        slope: Slope::Elements(slope),
    }
}

/// What the rules below call by name.
fn of(name: &str, x: &Expr) -> Expr {
    Expr::function(name, x)
}

fn one_minus(y: &Expr) -> Expr {
    ones_like(y).minus(y)
}

fn power(x: &Expr, exponent: i32) -> Expr {
    Expr::hadamard([(ones_like(x), 1), (x.clone(), exponent)])
}

pub(in super::super) const FUNCTIONS: &[FunctionRule] = &[
    elements("Identity", |x, _| ones_like(x)),
    elements("Step", |x, _| Expr::zero(x.shape())),
    elements("Sigmoid", |_, y| times(y, &one_minus(y))),
    elements("Tanh", |_, y| one_minus(&times(y, y))),
    elements("Relu", |x, _| of("Positive", x)),
    elements("LeakyRelu", |x, _| {
        let below = of("NotPositive", x);
        let slope = Ratio::new(1, 100).unwrap_or(Ratio::ZERO);
        of("Positive", x).plus(&below.scaled(slope))
    }),
    elements("Gelu", |x, _| {
        of("NormalCdf", x).plus(&times(x, &of("NormalPdf", x)))
    }),
    elements("GeluTanh", |x, _| of("GeluTanh′", x)),
    elements("Silu", |x, _| {
        let sigmoid = of("Sigmoid", x);
        let within = ones_like(x).plus(&times(x, &one_minus(&sigmoid)));
        times(&sigmoid, &within)
    }),
    elements("Softplus", |x, _| of("Sigmoid", x)),
    elements("Elu", |x, _| {
        let below = times(&of("NotPositive", x), &of("Exp", x));
        of("Positive", x).plus(&below)
    }),
    elements("Selu", |x, _| of("Selu′", x)),
    elements("Mish", |x, _| {
        let tanh = of("Tanh", &of("Softplus", x));
        let slope = times(&of("Sigmoid", x), &one_minus(&times(&tanh, &tanh)));
        tanh.plus(&times(x, &slope))
    }),
    elements("HardSwish", |x, _| of("HardSwish′", x)),
    elements("HardSigmoid", |x, _| of("HardSigmoid′", x)),
    elements("Softsign", |x, _| {
        power(&ones_like(x).plus(&of("Abs", x)), -2)
    }),
    elements("Exp", |_, y| y.clone()),
    elements("Ln", |x, _| power(x, -1)),
    elements("Sqrt", |_, y| power(y, -1).scaled(Ratio::half())),
    elements("Square", |x, _| x.scaled(Ratio::whole(2))),
    elements("Abs", |x, _| of("Sign", x)),
    elements("Recip", |x, _| power(x, -2).negated()),
    elements("Sin", |x, _| of("Cos", x)),
    elements("Cos", |x, _| of("Sin", x).negated()),
    FunctionRule {
        name: "Softmax",
        slope: Slope::Rows(|y, delta| {
            let weighted = times(delta, y);
            let mean = row_sums(&weighted);
            times(y, &delta.minus(&mean))
        }),
    },
    FunctionRule {
        name: "LogSoftmax",
        slope: Slope::Rows(|y, delta| {
            let softmax = of("Exp", y);
            let sum = row_sums(delta);
            delta.minus(&times(&sum, &softmax))
        }),
    },
];

/// The sum of each row, at each of its elements.
fn row_sums(x: &Expr) -> Expr {
    let ones = ones_like(x);
    if x.shape().is_column() {
        return Expr::product([x.total(), ones]);
    }
    let columns = Expr::ones(super::super::expr::Shape::column(x.shape().columns));
    let turned = columns.transpose();
    Expr::product([x.clone(), columns, turned])
}
