//! Sums: flat, with equal terms collected.

use super::super::expr::{Expr, Form, Shape};
use super::super::ratio::Ratio;

impl Expr {
    /// The sum of terms of one shape.
    pub(crate) fn sum(terms: impl IntoIterator<Item = Self>) -> Self {
        let mut collected: Vec<(Ratio, Self)> = Vec::new();
        let mut shape = Shape::NUMBER;
        for term in terms {
            shape = term.shape();
            add(&mut collected, Ratio::ONE, &term);
        }
        collected.retain(|(coefficient, _)| !coefficient.is_zero());
        // a − b rather than −b + a.
        collected.sort_by_key(|(coefficient, _)| coefficient.is_negative());
        mirrored_in_order(&mut collected);
        let Some((first, _)) = collected.first() else {
            return Self::zero(shape);
        };
        let first = first.abs();
        if let [(coefficient, x)] = collected.as_slice() {
            return x.scaled(*coefficient);
        }
        // ½ (a − b) rather than ½ a − ½ b.
        let common = if collected.iter().all(|(c, _)| c.abs() == first) {
            first
        } else {
            Ratio::ONE
        };
        let one_by = common.recip().unwrap_or(Ratio::ONE);
        let terms = collected
            .iter()
            .map(|(coefficient, x)| match coefficient.times(one_by) {
                Some(coefficient) => x.scaled(coefficient),
                None => x.scaled(*coefficient).scaled(one_by),
            })
            .collect();
        Self::raw(Form::Sum(terms), shape).scaled(common)
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self::sum([self.clone(), other.clone()])
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self::sum([self.clone(), other.negated()])
    }
}

/// A + Aᵀ rather than Aᵀ + A, and A X B + Aᵀ X Bᵀ, however they were found.
fn mirrored_in_order(terms: &mut [(Ratio, Expr)]) {
    // A key is that of the transpose but for the marks.
    let letters = |x: &Expr| x.key().replace('\'', "");
    for j in 1..terms.len() {
        for i in 0..j {
            let ((a, x), (b, y)) = (&terms[i], &terms[j]);
            let turned = a == b && x.transposes() > y.transposes() && letters(x) == letters(y);
            if turned {
                terms.swap(i, j);
            }
        }
    }
}

fn add(collected: &mut Vec<(Ratio, Expr)>, factor: Ratio, term: &Expr) {
    let (coefficient, x) = term.split_coefficient();
    let Some(coefficient) = coefficient.times(factor) else {
        collected.push((factor, term.clone()));
        return;
    };
    if coefficient.is_zero() {
        return;
    }
    if let Form::Sum(inner) = x.form() {
        for term in inner {
            add(collected, coefficient, term);
        }
        return;
    }
    let same = collected.iter_mut().find(|(_, y)| *y == x);
    if let Some((sum, _)) = same
        && let Some(both) = sum.plus(coefficient)
    {
        *sum = both;
        return;
    }
    collected.push((coefficient, x));
}
