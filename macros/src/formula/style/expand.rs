//! Products of sums, multiplied out.

use super::super::expr::{Expr, Form, Product};

/// No more terms than a reader would multiply out.
const MOST: usize = 24;

/// All products multiplied out, but not within functions and inverses; nothing where that changes nothing, or is too
/// long.
pub(super) fn expanded(x: &Expr) -> Option<Expr> {
    let mut terms = vec![x.clone()];
    let mut changed = false;
    while let Some((i, parts)) = terms
        .iter()
        .enumerate()
        .find_map(|(i, term)| Some((i, distributed(term)?)))
    {
        changed = true;
        terms.splice(i..=i, parts);
        if terms.len() > MOST {
            return None;
        }
    }
    changed.then(|| Expr::sum(terms))
}

/// The terms of a sum, or of a product with a sum among its factors.
fn distributed(x: &Expr) -> Option<Vec<Expr>> {
    match x.form() {
        Form::Sum(terms) => Some(terms.clone()),
        Form::Product(product) => {
            for (i, (scalar, exponent)) in product.scalars.iter().enumerate() {
                if *exponent < 1 {
                    continue;
                }
                let Some(parts) = distributed(scalar) else {
                    continue;
                };
                return Some(each(&parts, |part| {
                    let mut changed = product.clone();
                    changed.scalars[i].1 -= 1;
                    changed.scalars.retain(|(_, exponent)| *exponent != 0);
                    changed.push_scalar(part, 1);
                    changed.assemble()
                }));
            }
            for (i, factor) in product.chain.iter().enumerate() {
                if let Some(parts) = distributed(factor) {
                    return Some(each(&parts, |part| {
                        let mut changed = Product {
                            chain: Vec::new(),
                            ..product.clone()
                        };
                        for (j, other) in product.chain.iter().enumerate() {
                            changed.push(if i == j { part } else { other });
                        }
                        changed.assemble()
                    }));
                }
            }
            None
        }
        Form::Hadamard(factors) => {
            for (i, (factor, exponent)) in factors.iter().enumerate() {
                if *exponent < 1 {
                    continue;
                }
                let Some(parts) = distributed(factor) else {
                    continue;
                };
                return Some(each(&parts, |part| {
                    let mut changed = factors.clone();
                    changed[i].1 -= 1;
                    changed.push((part.clone(), 1));
                    Expr::hadamard(changed)
                }));
            }
            None
        }
        _ => None,
    }
}

fn each(parts: &[Expr], make: impl Fn(&Expr) -> Expr) -> Vec<Expr> {
    parts.iter().map(make).collect()
}
