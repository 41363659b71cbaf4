//! Common factors of terms, taken out: A x + Aᵀ x = (A + Aᵀ) x.

use super::super::expr::{Expr, Form, Product};

/// The sum of terms, with common factors taken out of pairs of them as long as there is then less to read.
pub(super) fn grouped(terms: &[Expr]) -> Expr {
    let mut terms = terms.to_vec();
    loop {
        let mut best: Option<(usize, usize, usize, Expr)> = None;
        for i in 0..terms.len() {
            for j in i + 1..terms.len() {
                // With the sign between them.
                let before = terms[i].cost() + terms[j].cost() + 1;
                for together in candidates(&terms[i], &terms[j], terms.len() == 2) {
                    if together.cost() >= before {
                        continue;
                    }
                    let gain = before - together.cost();
                    if best.as_ref().is_none_or(|(most, ..)| gain > *most) {
                        best = Some((gain, i, j, together));
                    }
                }
            }
        }
        let Some((_, i, j, together)) = best else {
            return Expr::sum(terms);
        };
        terms[i] = together;
        terms.remove(j);
    }
}

/// a + b with one or another common factor taken out. Where they are not all, products of sums stay by themselves:
/// there is little to read in (a (b + c) d + e) f + g.
fn candidates(a: &Expr, b: &Expr, all: bool) -> Vec<Expr> {
    let (a, b) = (a.factors(), b.factors());
    let (front, a, b) = common_scalars(&a, &b);
    let prefix = a
        .chain
        .iter()
        .zip(&b.chain)
        .take_while(|(x, y)| x == y)
        .count();
    let shorter = a.chain.len().min(b.chain.len());
    let suffix = |most: usize| {
        let pairs = a.chain.iter().rev().zip(b.chain.iter().rev());
        pairs.take(most).take_while(|(x, y)| x == y).count()
    };
    let mut found = Vec::new();
    if !front.scalars.is_empty() {
        found.push(joined(&front, &a, &b, 0, 0));
    }
    for left in [0, prefix] {
        let right = suffix(shorter - left);
        for right in [0, right] {
            let nests = |x: &Product| {
                let rest = &x.chain[left..x.chain.len() - right];
                rest.len() > 1 && rest.iter().any(|x| matches!(x.form(), Form::Sum(_)))
            };
            if left + right > 0 && (all || !nests(&a) && !nests(&b)) {
                found.push(joined(&front, &a, &b, left, right));
            }
        }
    }
    found.extend(element_wise(&front, &a, &b));
    found
}

/// The numbers that are factors of both, and what remains of each.
fn common_scalars(a: &Product, b: &Product) -> (Product, Product, Product) {
    let mut front = Product::one();
    let (mut a, mut b) = (a.clone(), b.clone());
    for (x, m) in a.clone().scalars {
        let Some((_, n)) = b.scalars.iter().find(|(y, _)| *y == x) else {
            continue;
        };
        if m.signum() == n.signum() {
            let common = if m.abs() < n.abs() { m } else { *n };
            front.push_scalar(&x, common);
            a.push_scalar(&x, -common);
            b.push_scalar(&x, -common);
        }
    }
    (front, a, b)
}

/// front · left · (a + b) · right, with so many factors on both sides.
fn joined(front: &Product, a: &Product, b: &Product, left: usize, right: usize) -> Expr {
    let within = |x: &Product| {
        let chain = x.chain[left..x.chain.len() - right].to_vec();
        let mut middle = Product {
            chain: Vec::new(),
            ..x.clone()
        };
        if chain.is_empty() && left + right > 0 {
            // I, or 1 where what is left are numbers.
            let rows = match left {
                0 => x.chain[x.chain.len() - right].shape().rows,
                _ => x.chain[left - 1].shape().columns,
            };
            middle.push(&Expr::identity(rows));
        }
        for factor in &chain {
            middle.push(factor);
        }
        middle.assemble()
    };
    let whole = left == a.chain.len() && left == b.chain.len() && left > 0;
    let mut together = front.clone();
    if whole {
        // a x + b x = (a + b) x, where a and b are numbers.
        let number = |x: &Product| {
            let scalars = Product {
                chain: Vec::new(),
                ..x.clone()
            };
            scalars.assemble()
        };
        together.push_scalar(&number(a).plus(&number(b)), 1);
        for factor in &a.chain {
            together.push(factor);
        }
        return together.assemble();
    }
    for factor in &a.chain[..left] {
        together.push(factor);
    }
    together.push(&within(a).plus(&within(b)));
    for factor in &a.chain[a.chain.len() - right..] {
        together.push(factor);
    }
    together.assemble()
}

/// p ⊙ a + p ⊙ b = p ⊙ (a + b).
fn element_wise(front: &Product, a: &Product, b: &Product) -> Option<Expr> {
    let ([x], [y]) = (a.chain.as_slice(), b.chain.as_slice()) else {
        return None;
    };
    let (xs, ys) = (element_factors(x), element_factors(y));
    let mut common: Vec<(Expr, i32)> = Vec::new();
    for (factor, m) in &xs {
        let Some((_, n)) = ys.iter().find(|(other, _)| other == factor) else {
            continue;
        };
        if m.signum() == n.signum() {
            let least = if m.abs() < n.abs() { *m } else { *n };
            common.push((factor.clone(), least));
        }
    }
    if common.is_empty() {
        return None;
    }
    let rest = |product: &Product, factors: &[(Expr, i32)]| {
        let divided = common.iter().map(|(x, exponent)| (x.clone(), -exponent));
        let ones = (Expr::ones(x.shape()), 1);
        let rest = Expr::hadamard(factors.iter().cloned().chain(divided).chain([ones]));
        let mut scaled = Product {
            chain: Vec::new(),
            ..product.clone()
        };
        scaled.push(&rest);
        scaled.assemble()
    };
    let sum = rest(a, &xs).plus(&rest(b, &ys));
    let together = Expr::hadamard(common.iter().cloned().chain([(sum, 1)]));
    let mut product = front.clone();
    product.push(&together);
    Some(product.assemble())
}

fn element_factors(x: &Expr) -> Vec<(Expr, i32)> {
    match x.form() {
        Form::Hadamard(factors) => factors.clone(),
        _ => vec![(x.clone(), 1)],
    }
}
