//! Lengths that a literal dimension, `D<N>`, does not have: 0, and those that typenum maps to no type.
//!
//! A macro sees them in the tokens of a type, before the compiler has asked each trait of each layer for such a length.

use proc_macro2::{Group, Ident, Literal, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{Error, LitInt};

use crate::place;

/// Whether `D<N>` is a dimension of this length.
pub(crate) fn reaches(length: u64) -> bool {
    let mut powers_of_ten = (0..=19).map(|n| 10_u64.pow(n));
    match length {
        0 | u64::MAX => false,
        1..=1024 | 3600 => true,
        _ => {
            length.is_power_of_two()
                || (length + 1).is_power_of_two()
                || powers_of_ten.any(|ten| ten == length)
        }
    }
}

/// A literal dimension that is none.
pub(crate) struct Beyond {
    length: u64,
    /// Where `D<N>` begins, and where it ends.
    at: (Span, Span),
}

impl Beyond {
    /// What is wrong, and what to write.
    pub(crate) fn text(&self) -> String {
        let length = self.length;
        if length == 0 {
            "`D<0>` is not a dimension: a length, a stride and the size of a window are at least 1"
                .to_string()
        } else {
            format!(
                "`D<{length}>` is not a dimension: `D<N>` reaches 1..=1024 and the powers of two and ten; for any other length \
                 declare a name, `dims! {{ Flat = {length}; }}`, and write `Flat`"
            )
        }
    }

    /// The refusal, at `D<N>`.
    pub(crate) fn refusal(&self) -> TokenStream {
        let ((first, last), text) = (self.at, self.text());
        let mut ends = TokenStream::new();
        ends.extend([first, last].map(|at| TokenTree::Ident(Ident::new("D", at))));
        Error::new_spanned(ends, text).into_compile_error()
    }

    /// A dimension to stand in for it: of the same length, where there is one.
    fn instead(&self) -> TokenStream {
        let digits = self.length.to_string();
        let at = place::at(self.at.0);
        if !(4..=8).contains(&digits.len()) {
            return quote_spanned!(at=> ::typograd::D<1>);
        }
        let name = format_ident!("Digits{}", digits.len(), span = at);
        let digits = digits
            .bytes()
            .map(|digit| Literal::u8_unsuffixed(digit - b'0'));
        quote_spanned!(at=> ::typograd::dim::#name<#(#digits),*>)
    }
}

/// `D<N>` at the beginning of some tokens, and how many tokens it is, with an `N` that it does not reach.
fn beyond(tokens: &[TokenTree]) -> Option<(Beyond, usize)> {
    let is =
        |token: &TokenTree, sign| matches!(token, TokenTree::Punct(one) if one.as_char() == sign);
    let (TokenTree::Ident(name), rest) = tokens.split_first()? else {
        return None;
    };
    let turbofish = match rest {
        [a, b, ..] if is(a, ':') && is(b, ':') => 2,
        _ => 0,
    };
    let [open, TokenTree::Literal(length), close, ..] = rest.get(turbofish..)? else {
        return None;
    };
    if name != "D" || !is(open, '<') || !is(close, '>') {
        return None;
    }
    let length: LitInt = syn::parse2(length.to_token_stream()).ok()?;
    let length = length.base10_parse().ok()?;
    let at = (name.span(), close.span());
    (!reaches(length)).then_some((Beyond { length, at }, turbofish + 4))
}

/// Takes a path's beginning away: `typograd::`.
fn take_prefix(tokens: &mut Vec<TokenTree>) {
    let is_colons = |tokens: &[TokenTree]| {
        matches!(tokens, [.., TokenTree::Punct(a), TokenTree::Punct(b)]
            if a.as_char() == ':' && a.spacing() == Spacing::Joint && b.as_char() == ':')
    };
    while is_colons(tokens) {
        tokens.truncate(tokens.len() - 2);
        if matches!(tokens.last(), Some(TokenTree::Ident(_))) {
            tokens.pop();
        }
    }
}

/// Some tokens with a dimension in the place of each literal that is none, and these literals.
pub(crate) fn replace(tokens: TokenStream) -> (TokenStream, Vec<Beyond>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let (mut replaced, mut all) = (Vec::new(), Vec::new());
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        if let Some((one, count)) = beyond(&tokens[i..]) {
            take_prefix(&mut replaced);
            replaced.extend(one.instead());
            all.push(one);
            i += count;
            continue;
        }
        let mut token = token.clone();
        if let TokenTree::Group(group) = &mut token {
            let (stream, within) = replace(group.stream());
            // One that is as it was keeps the places of its brackets.
            if !within.is_empty() {
                let span = group.span();
                *group = Group::new(group.delimiter(), stream);
                group.set_span(span);
                all.extend(within);
            }
        }
        replaced.push(token);
        i += 1;
    }
    (replaced.into_iter().collect(), all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn lengths_of_literals() {
        let reached = [
            1,
            1024,
            2047,
            2048,
            3600,
            4095,
            10_000,
            65_536,
            1 << 63,
            10_u64.pow(19),
        ];
        assert!(reached.into_iter().all(reaches));
        let beyond = [
            0,
            1025,
            1568,
            2000,
            2046,
            2049,
            3136,
            3601,
            100_001,
            u64::MAX,
        ];
        assert!(!beyond.into_iter().any(reaches));
    }

    #[test]
    fn literals_are_found_in_types() {
        let lengths =
            |tokens| -> Vec<u64> { replace(tokens).1.iter().map(|one| one.length).collect() };
        let conv =
            quote!(Conv2d<Image<D<1>, D<0>, D<28>>, typograd::D<1025>, (D<3>, D::<1_568>), Relu>);
        assert_eq!(lengths(conv.clone()), [0, 1025, 1568]);
        let replaced = replace(conv).0.to_string().replace(' ', "");
        assert_eq!(
            replaced,
            "Conv2d<Image<D<1>,::typograd::D<1>,D<28>>,::typograd::dim::Digits4<1,0,2,5>,\
             (D<3>,::typograd::dim::Digits4<1,5,6,8>),Relu>"
        );
        assert_eq!(
            lengths(quote!(Dense<D<1024>, Pad<0>, E<0>, D<{ 0 }>, D<N>>)),
            [] as [u64; 0]
        );
    }
}
