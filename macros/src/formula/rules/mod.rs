//! The symbolic rules: one table for operations of one value, one for operations of two, one for functions, one for what is
//! done to images.
//!
//! A rule says what the value is, and what the gradient of each operand is if δ is that of the value. An operation of
//! `src/op/` without a rule here is printed by its Jacobian, `J_f(x)ᵀ δ`; a test compares the tables with what the macros
//! allow.

mod binary;
mod functions;
mod images;
mod unary;

use binary::{BINARY, BinaryRule};
pub(super) use functions::Slope;
use functions::{FUNCTIONS, FunctionRule};
use images::{IMAGES, ImageRule};
use unary::{UNARY, UnaryRule};
pub(super) use unary::{power_gradient, power_of};

use super::expr::Expr;

/// Whether an operation that keeps the shape is one of square matrices.
pub(super) fn is_square(rule: &str) -> bool {
    matches!(rule, "Inverse" | "Cholesky" | "Expm") || power_of(rule).is_some()
}

pub(super) fn unary(rule: &str) -> Option<&'static UnaryRule> {
    UNARY.iter().find(|x| x.name == rule)
}

pub(super) fn binary(rule: &str) -> Option<&'static BinaryRule> {
    BINARY.iter().find(|x| x.name == rule)
}

pub(super) fn image(rule: &str) -> Option<&'static ImageRule> {
    IMAGES.iter().find(|x| x.name == rule)
}

pub(super) fn function(name: &str) -> Option<&'static FunctionRule> {
    FUNCTIONS.iter().find(|x| x.name == name)
}

/// A function by the tokens of its type: of one of typograd's, the name alone.
pub(super) fn function_name(tokens: &str) -> String {
    let path: String = tokens.chars().filter(|c| !c.is_whitespace()).collect();
    let path = path.trim_start_matches("::");
    let name = path.strip_prefix("typograd::op::").unwrap_or(path);
    match name {
        "LeakyRelu::<1,100>" => "LeakyRelu".to_owned(),
        "Elu::<1,1>" => "Elu".to_owned(),
        _ => match name
            .strip_prefix("Powi::<{")
            .or(name.strip_prefix("Powi::<"))
        {
            Some(exponent) => format!("Powi({})", exponent.trim_end_matches(['>', '}'])),
            None => name.to_owned(),
        },
    }
}

/// 1 of a shape, and so of every element.
fn ones_like(x: &Expr) -> Expr {
    Expr::ones(x.shape())
}

fn times(a: &Expr, b: &Expr) -> Expr {
    Expr::hadamard([(a.clone(), 1), (b.clone(), 1)])
}
