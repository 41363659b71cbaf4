//! Products and quotients element by element.

use super::super::expr::{Expr, Form, Product, Role};
use super::logistic;
use super::product::{merge, square_roots};

impl Expr {
    /// The product of powers, element by element; numbers scale.
    pub(crate) fn hadamard(factors: impl IntoIterator<Item = (Self, i32)>) -> Self {
        let factors: Vec<(Self, i32)> = factors.into_iter().collect();
        let shape = factors
            .iter()
            .map(|(x, _)| x.shape())
            .find(|shape| !shape.is_number());
        let mut front = Product::one();
        let Some(shape) = shape else {
            for (x, exponent) in &factors {
                front.push_scalar(x, *exponent);
            }
            return front.assemble();
        };
        let mut parts = Vec::new();
        for (x, exponent) in &factors {
            if x.is_zero() && *exponent > 0 {
                return Self::zero(shape);
            }
            push(&mut front, &mut parts, x, *exponent);
        }
        square_roots(&mut parts);
        logistic::recognise(&mut parts);
        parts.sort_by_key(|(x, _)| rank(x));
        let product = match parts.as_slice() {
            [] => Self::ones(shape),
            [(x, 1)] => x.clone(),
            _ => Self::raw(Form::Hadamard(parts), shape),
        };
        front.push(&product);
        front.assemble()
    }

    /// a and b of a ⊙ b, both no quotients alone.
    pub(super) fn halves(&self) -> Option<(Self, Self)> {
        let Form::Hadamard(factors) = self.form() else {
            return None;
        };
        let i = factors.iter().position(|(_, exponent)| *exponent == 1)?;
        let mut rest = factors.clone();
        let (first, _) = rest.remove(i);
        Some((first, Self::hadamard(rest)))
    }
}

/// δ, then letters and their products, then functions, then what is in parentheses: δ ⊙ w ⊙ σ(z) ⊙ (1 − σ(z)).
fn rank(x: &Expr) -> usize {
    match x.form() {
        Form::Symbol(symbol) if symbol.role == Role::Delta => 0,
        Form::Symbol(_) | Form::Product(_) => 1,
        Form::Transpose(x) => rank(x),
        Form::Sum(_) => 3,
        _ => 2,
    }
}

fn push(front: &mut Product, parts: &mut Vec<(Expr, i32)>, x: &Expr, exponent: i32) {
    if x.shape().is_number() {
        front.push_scalar(x, exponent);
        return;
    }
    let mut factors = x.factors();
    let scalars = Product {
        chain: Vec::new(),
        ..factors.clone()
    };
    front.push_scalar(&scalars.assemble(), exponent);
    factors = Product {
        chain: factors.chain,
        ..Product::one()
    };
    let chain = factors.assemble();
    match chain.form() {
        Form::Hadamard(inner) => {
            for (y, e) in inner {
                push(front, parts, y, e * exponent);
            }
        }
        _ if chain.is_ones() => {}
        _ => merge(parts, &chain, exponent),
    }
}
