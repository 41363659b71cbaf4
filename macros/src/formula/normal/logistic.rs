//! The logistic function where it is written by its exponentials.

use super::super::expr::{Expr, Form};
use super::product::merge;

/// 1 / (1 + eᵘ) = σ(−u), and eᵘ σ(−u) = σ(u), among factors with their exponents.
pub(super) fn recognise(factors: &mut Vec<(Expr, i32)>) {
    let divisor = factors
        .iter()
        .find_map(|(x, exponent)| (*exponent < 0).then_some((x, *exponent, argument_of(x)?)));
    if let Some((divisor, exponent, u)) = divisor {
        let (divisor, sigmoid) = (divisor.clone(), Expr::function("Sigmoid", &u.negated()));
        merge(factors, &divisor, -exponent);
        merge(factors, &sigmoid, -exponent);
    }
    let pair = factors.iter().find_map(|(x, exponent)| {
        let u = applied("Exp", x).filter(|_| *exponent > 0)?;
        let sigmoid = Expr::function("Sigmoid", &u.negated());
        let (_, count) = factors.iter().find(|(y, _)| *y == sigmoid)?;
        (*count > 0).then(|| (x.clone(), sigmoid, u.clone(), *exponent.min(count)))
    });
    if let Some((power, sigmoid, u, count)) = pair {
        merge(factors, &power, -count);
        merge(factors, &sigmoid, -count);
        merge(factors, &Expr::function("Sigmoid", &u), count);
    }
}

/// u of 1 + eᵘ.
fn argument_of(x: &Expr) -> Option<Expr> {
    let Form::Sum(terms) = x.form() else {
        return None;
    };
    match terms.as_slice() {
        [one, power] | [power, one] if one.is_ones() => applied("Exp", power).cloned(),
        _ => None,
    }
}

/// x of f(x).
fn applied<'a>(function: &str, x: &'a Expr) -> Option<&'a Expr> {
    match x.form() {
        Form::Apply(name, arguments) if name == function => arguments.first(),
        _ => None,
    }
}
