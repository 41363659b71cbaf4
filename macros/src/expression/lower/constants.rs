//! Constants: expressions of neither the input nor a parameter, which are handed on as the user's tokens.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Type;

use super::{Lowering, Meaning};

impl Lowering {
    /// An expression as a constant. What it was written among is gone where it is used, so the constants that its names
    /// stand for take their places.
    pub(super) fn constant(&self, expression: &impl ToTokens) -> Meaning {
        Meaning::Constant(self.inlined(expression.to_token_stream()))
    }

    fn inlined(&self, tokens: TokenStream) -> TokenStream {
        let is_one_of = |token: &TokenTree, marks: &str| matches!(token, TokenTree::Punct(mark) if marks.contains(mark.as_char()));
        let mut tokens = tokens.into_iter().peekable();
        let mut whole = TokenStream::new();
        // Names of methods, and parts of paths, are not names of constants.
        let mut within_name = false;
        while let Some(token) = tokens.next() {
            let after = is_one_of(&token, ".:");
            let before = tokens.peek().is_some_and(|next| is_one_of(next, ":"));
            match token {
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.inlined(group.stream()));
                    inner.set_span(group.span());
                    inner.to_tokens(&mut whole);
                }
                TokenTree::Ident(name) if !within_name && !before => match self.lookup(&name) {
                    Some(Meaning::Constant(constant)) => constant.to_tokens(&mut whole),
                    _ => name.to_tokens(&mut whole),
                },
                other => other.to_tokens(&mut whole),
            }
            within_name = after;
        }
        whole
    }
}

impl Meaning {
    /// What `let name: ty = …;` binds: a constant keeps its type, and holds together wherever its name stands.
    pub(super) fn bound(self, ty: Option<&Type>) -> Self {
        match (self, ty) {
            (Self::Constant(tokens), Some(ty)) => Self::Constant(quote! {
                {
                    let __constant: #ty = #tokens;
                    __constant
                }
            }),
            (Self::Constant(tokens), None) if tokens.clone().into_iter().count() > 1 => {
                let group = Group::new(Delimiter::Parenthesis, tokens);
                Self::Constant(group.to_token_stream())
            }
            (meaning, _) => meaning,
        }
    }
}
