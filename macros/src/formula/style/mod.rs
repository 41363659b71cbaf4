//! Taste: of equal expressions, the one that a textbook prints.

mod expand;
mod group;
mod sign;

pub(super) use sign::{flipped, positive};

use super::expr::{Expr, Form, Product};

/// The least to read: common factors taken out, and products of sums multiplied out where terms then vanish.
pub(super) fn styled(x: &Expr) -> Expr {
    let grouped = everywhere(x);
    let Some(expanded) = expand::expanded(x) else {
        return grouped;
    };
    let expanded = everywhere(&expanded);
    if expanded.cost() < grouped.cost() {
        expanded
    } else {
        grouped
    }
}

/// Groups the terms of every sum within.
fn everywhere(x: &Expr) -> Expr {
    let x = rebuilt(x, &everywhere);
    match x.form() {
        Form::Sum(terms) => group::grouped(terms),
        _ => x,
    }
}

/// The same with its parts changed.
pub(super) fn rebuilt(x: &Expr, change: &dyn Fn(&Expr) -> Expr) -> Expr {
    let powers = |factors: &[(Expr, i32)]| -> Vec<(Expr, i32)> {
        factors
            .iter()
            .map(|(x, exponent)| (change(x), *exponent))
            .collect()
    };
    match x.form() {
        Form::Zero | Form::Symbol(_) | Form::Ones | Form::Identity | Form::Count(_) => x.clone(),
        Form::Sum(terms) => Expr::sum(terms.iter().map(change)),
        Form::Product(product) => {
            let mut changed = Product::one();
            changed.multiply(product.coefficient);
            for (scalar, exponent) in powers(&product.scalars) {
                changed.push_scalar(&scalar, exponent);
            }
            for factor in &product.chain {
                changed.push(&change(factor));
            }
            changed.assemble()
        }
        Form::Hadamard(factors) => Expr::hadamard(powers(factors)),
        Form::Transpose(x) => change(x).transpose(),
        Form::Power(x, exponent) => change(x).power(*exponent),
        Form::Apply(name, arguments) => {
            let arguments: Vec<Expr> = arguments.iter().map(change).collect();
            match (name.as_str(), arguments.as_slice()) {
                ("Norm", [x]) => x.norm(),
                ("Trace", [x]) => x.trace(),
                ("Det", [x]) => x.determinant(),
                ("Diag", [x]) => x.diagonal_matrix(),
                ("Diagonal", [x]) => x.diagonal(),
                (_, [argument]) if argument.shape() == x.shape() => Expr::function(name, argument),
                _ => Expr::apply(name, arguments, x.shape()),
            }
        }
        Form::Image {
            name,
            sizes,
            arguments,
        } => {
            let form = Form::Image {
                name,
                sizes: sizes.clone(),
                arguments: arguments.iter().map(change).collect(),
            };
            Expr::raw(form, x.shape())
        }
        Form::PullBack {
            function,
            argument,
            arguments,
            delta,
        } => Expr::raw(
            Form::PullBack {
                function: function.clone(),
                argument: *argument,
                arguments: arguments.iter().map(change).collect(),
                delta: change(delta),
            },
            x.shape(),
        ),
    }
}
