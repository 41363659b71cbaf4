//! −2 (a − b) = 2 (b − a).

use super::super::expr::{Expr, Form};

/// The sign of a formula goes into a difference among its factors, if there is one.
pub(crate) fn positive(x: &Expr) -> Expr {
    let mut product = x.factors();
    if !product.coefficient.is_negative() {
        return x.clone();
    }
    let difference = product.chain.iter().position(is_difference);
    if let Some(i) = difference {
        product.chain[i] = flipped(&product.chain[i]);
        product.coefficient = product.coefficient.minus();
        return product.assemble();
    }
    let difference = product
        .scalars
        .iter()
        .position(|(x, exponent)| *exponent == 1 && is_difference(x));
    if let Some(i) = difference {
        product.scalars[i].0 = flipped(&product.scalars[i].0);
        product.coefficient = product.coefficient.minus();
        return product.assemble();
    }
    x.clone()
}

/// Of two terms, neither of them a constant: 1 − σ(z) stays as it is.
fn is_difference(x: &Expr) -> bool {
    let Form::Sum(terms) = x.form() else {
        return false;
    };
    let sign = |x: &Expr| x.split_coefficient().0.is_negative();
    let constant = |x: &Expr| {
        let (_, rest) = x.split_coefficient();
        rest.is_ones()
    };
    terms.iter().any(sign) && !terms.iter().all(sign) && !terms.iter().any(constant)
}

/// −x, with the sign in its terms.
pub(crate) fn flipped(x: &Expr) -> Expr {
    Expr::sum([x.negated()])
}
