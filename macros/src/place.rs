//! Where generated tokens point: at the user's, for messages, while names mean what they mean in the macro's own code.
//! A user's macro may hand us tokens whose names mean something else.

use proc_macro2::{Group, Span, TokenStream, TokenTree};

/// A place of the user's, for tokens with variables of ours.
pub(crate) fn at(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// The same tokens, all of them at one place.
pub(crate) fn moved(tokens: TokenStream, span: Span) -> TokenStream {
    let move_one = |token| match token {
        TokenTree::Group(group) => {
            let mut there = Group::new(group.delimiter(), moved(group.stream(), span));
            there.set_span(span);
            TokenTree::Group(there)
        }
        mut token => {
            token.set_span(span);
            token
        }
    };
    tokens.into_iter().map(move_one).collect()
}
