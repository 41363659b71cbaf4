//! What a forward expression cannot hold, in words.

use proc_macro2::Span;
use quote::ToTokens;
use syn::{Error, Expr};

/// What may stand in a forward expression, for messages.
pub(super) const ALLOWED: &str = "a forward expression is made of `let` bindings, the operators `+ - * /`, the methods and functions of tensors, and `self.field.forward(…)`";

pub(super) fn refuse(what: &impl ToTokens, name: &str, instead: &str) -> Error {
    let text = format!("`#[layer]` cannot differentiate {name}: {instead}");
    // The first token: a whole loop underlined says less than its keyword.
    match what.to_token_stream().into_iter().next() {
        Some(token) => Error::new(token.span(), text),
        None => Error::new(Span::call_site(), text),
    }
}

pub(super) fn unsupported(expression: &Expr) -> Error {
    let name = match expression {
        Expr::ForLoop(_) => "a `for` loop",
        Expr::While(_) => "a `while` loop",
        Expr::Loop(_) => "a `loop`",
        Expr::If(_) => "an `if`",
        Expr::Match(_) => "a `match`",
        Expr::Closure(_) => "a closure",
        Expr::Macro(_) => "a macro",
        Expr::Assign(_) => "an assignment",
        Expr::Return(_) => "a `return`",
        Expr::Try(_) => "the `?` operator",
        Expr::Index(_) => "an indexing",
        Expr::Array(_) | Expr::Repeat(_) => "an array",
        Expr::Tuple(_) => "a tuple",
        Expr::Struct(_) => "a struct literal",
        Expr::Range(_) => "a range",
        Expr::Unsafe(_) => "an `unsafe` block",
        Expr::Async(_) | Expr::Await(_) => "async code",
        Expr::Break(_) => "a `break`",
        Expr::Continue(_) => "a `continue`",
        Expr::Let(_) => "a `let` condition",
        _ => "this expression",
    };
    refuse(expression, name, ALLOWED)
}
