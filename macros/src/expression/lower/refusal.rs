//! What an expression cannot hold, in words.

use proc_macro2::Span;
use quote::ToTokens;
use syn::{Error, Expr};

use super::super::allowed;

/// Whose expression is lowered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// That of a layer's `forward`.
    Layer,
    /// The body of a `#[differentiable]` function, which may return a `Result`.
    Function { fails: bool },
}

impl Form {
    fn attribute(self) -> &'static str {
        match self {
            Self::Layer => "#[layer]",
            Self::Function { .. } => "#[differentiable]",
        }
    }

    /// What may stand in an expression.
    pub(super) fn allowed(self) -> &'static str {
        match self {
            Self::Layer => {
                "a forward expression is made of `let` bindings, the operators `+ - * /`, the methods and functions of tensors, and `self.field.forward(…)`"
            }
            Self::Function { .. } => {
                "a differentiable function is made of `let` bindings, the operators `+ - * /`, the methods and functions of tensors, tuples as results, and calls of other differentiable functions"
            }
        }
    }

    /// The error for what cannot be differentiated, with what to write instead.
    pub(super) fn refuse(self, what: &impl ToTokens, name: &str, instead: &str) -> Error {
        let attribute = self.attribute();
        let text = format!("`{attribute}` cannot differentiate {name}: {instead}");
        // The first token: a whole loop underlined says less than its keyword.
        match what.to_token_stream().into_iter().next() {
            Some(token) => Error::new(token.span(), text),
            None => Error::new(Span::call_site(), text),
        }
    }

    pub(super) fn unknown_method(self, name: &syn::Ident) -> Error {
        let attribute = self.attribute();
        let names = allowed::method_names(self != Self::Layer);
        let text = format!(
            "`{attribute}` does not know the derivative of `{name}`; the methods it knows are {names}"
        );
        Error::new(name.span(), text)
    }

    pub(super) fn unknown_function(self, name: &syn::Ident) -> Error {
        let attribute = self.attribute();
        let names = allowed::function_names();
        let text = format!(
            "`{attribute}` does not know the derivative of `{name}`; the functions it knows are {names}, \
             and `F::of` for an activation `F`",
        );
        Error::new(name.span(), text)
    }

    pub(super) fn unsupported(self, expression: &Expr) -> Error {
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
        self.refuse(expression, name, self.allowed())
    }
}
