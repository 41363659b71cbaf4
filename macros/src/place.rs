//! Where generated tokens point: at the user's, for messages, while names mean what they mean in the macro's own code.
//! A user's macro may hand us tokens whose names mean something else.

use proc_macro2::Span;
use syn::spanned::Spanned;

/// The place of the user's tokens.
pub(crate) fn of(tokens: &impl Spanned) -> Span {
    at(tokens.span())
}

/// A place of the user's.
pub(crate) fn at(span: Span) -> Span {
    Span::call_site().located_at(span)
}
