//! A constant in the user's tokens, as a formula.

use syn::{BinOp, Expr as Tokens, Lit, UnOp};

use super::expr::{Expr, Role, Shape, Symbol};
use super::ratio::Ratio;
use super::symbol::symbol;

/// `0.5` is ½ and `1.0 / n as f32` is 1 / n; what is not understood stands as it is written.
pub(super) fn constant(tokens: &str) -> Expr {
    match syn::parse_str::<Tokens>(tokens) {
        Ok(parsed) => understood(&parsed).unwrap_or_else(|| verbatim(tokens)),
        Err(_) => verbatim(tokens),
    }
}

fn verbatim(tokens: &str) -> Expr {
    let text = tokens.replace(" . ", ".").replace(" :: ", "::");
    let text = text
        .replace(" (", "(")
        .replace("( ", "(")
        .replace(" )", ")");
    let latex = format!(r"\mathtt{{{}}}", text.replace('_', r"\_"));
    let is_word = text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let text = if is_word { text } else { format!("({text})") };
    Expr::symbol(
        Symbol {
            name: tokens.to_owned(),
            text,
            latex,
            role: Role::Constant,
        },
        Shape::NUMBER,
    )
}

fn understood(tokens: &Tokens) -> Option<Expr> {
    match tokens {
        Tokens::Lit(literal) => {
            let digits = match &literal.lit {
                Lit::Int(number) => number.base10_digits().to_owned(),
                Lit::Float(number) => number.base10_digits().to_owned(),
                _ => return None,
            };
            Some(Expr::number(Ratio::parse(&digits)?))
        }
        Tokens::Paren(inner) => understood(&inner.expr),
        Tokens::Group(inner) => understood(&inner.expr),
        Tokens::Cast(cast) => understood(&cast.expr),
        Tokens::Reference(reference) => understood(&reference.expr),
        Tokens::Unary(unary) => match unary.op {
            UnOp::Neg(_) => Some(understood(&unary.expr)?.negated()),
            UnOp::Deref(_) => understood(&unary.expr),
            _ => None,
        },
        Tokens::Binary(binary) => {
            let (a, b) = (understood(&binary.left)?, understood(&binary.right)?);
            match binary.op {
                BinOp::Add(_) => Some(a.plus(&b)),
                BinOp::Sub(_) => Some(a.minus(&b)),
                BinOp::Mul(_) => Some(Expr::product([a, b])),
                BinOp::Div(_) if !b.is_zero() => Some(a.over(&b)),
                _ => None,
            }
        }
        Tokens::Path(path) => {
            let segments = &path.path.segments;
            let last = segments.last()?.ident.to_string();
            let before = segments.iter().rev().nth(1).map(|x| x.ident.to_string());
            match (last.as_str(), before) {
                // The length of a dimension is known by its name.
                ("LEN", Some(dimension)) => Some(letter(&dimension)),
                ("PI", _) => Some(letter("pi")),
                (name, None) => Some(letter(name)),
                _ => None,
            }
        }
        Tokens::Call(call) => {
            let Tokens::Path(path) = &*call.func else {
                return None;
            };
            let name = path.path.segments.last()?.ident.to_string();
            let argument = call.args.first().map(understood);
            match (name.as_str(), argument) {
                ("negative_one", None) => Some(Expr::number(Ratio::MINUS_ONE)),
                ("one", None) => Some(Expr::one()),
                ("recip", Some(x)) => Some(x?.power(-1)),
                ("from" | "from_f64" | "from_f32" | "constant", Some(x)) => x,
                _ => None,
            }
        }
        _ => None,
    }
}

fn letter(name: &str) -> Expr {
    Expr::symbol(symbol(name, false, Role::Constant), Shape::NUMBER)
}
