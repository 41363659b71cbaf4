//! Where generated tokens point: at the user's, for messages, while names mean what they mean in the macro's own code.
//! A user's macro may hand us tokens whose names mean something else.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

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

/// The first and the last place of some tokens. What begins at the one and ends at the other is, to the compiler, at the
/// place of them all.
pub(crate) fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let tokens: Vec<_> = tokens.to_token_stream().into_iter().collect();
    let first = tokens.first().map(|token| match token {
        TokenTree::Group(group) => group.span_open(),
        token => token.span(),
    });
    let last = tokens.last().map(|token| match token {
        TokenTree::Group(group) => group.span_close(),
        token => token.span(),
    });
    (
        first.unwrap_or_else(Span::call_site),
        last.unwrap_or_else(Span::call_site),
    )
}

/// `<Dense<…> as ::typograd::Layer>::infer::<__B>`, all of it at the place of the type: where the type does not have the
/// trait, the compiler finds the same mistake in the same place, and says it once.
pub(crate) fn member(ty: &impl ToTokens, layer_trait: &str, item: TokenStream) -> TokenStream {
    let (first, last) = ends(ty);
    let layer_trait = Ident::new(layer_trait, last);
    let item = moved(item, last);
    let open = quote_spanned!(first=> <);
    quote_spanned!(last=> #open #ty as ::typograd::#layer_trait>::#item)
}

/// `takes::<A, B>`, say, all of it at the place of a type but for the arguments, which have theirs.
pub(crate) fn applied(
    path: &TokenStream,
    arguments: &TokenStream,
    ty: &impl ToTokens,
) -> TokenStream {
    let (first, last) = ends(ty);
    let path = moved(path.clone(), first);
    let close = quote_spanned!(last=> >);
    quote_spanned!(first=> #path<#arguments #close)
}
