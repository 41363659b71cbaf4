//! `dims! { pub Hidden = 32; }`: a unit struct of that name, whose length is spelled as typenum's bits.

use std::collections::HashSet;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Ident, LitInt, Result, Token, Visibility};

/// One declaration: `/// docs  pub Hidden = 32;`.
struct Declaration {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    length: LitInt,
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        if input.peek(Token![-]) {
            return Err(input.error("a dimension has a length of at least 1"));
        }
        let length = input.parse().map_err(|error| {
            Error::new(
                error.span(),
                "a dimension's length is an integer literal: `Hidden = 32;`",
            )
        })?;
        if !input.is_empty() && input.parse::<Option<Token![;]>>()?.is_none() {
            return Err(input.error("a dimension's length is one integer literal, and then a `;`"));
        }
        Ok(Self {
            attributes,
            visibility,
            name,
            length,
        })
    }
}

struct Declarations(Vec<Declaration>);

impl Parse for Declarations {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut all = Vec::new();
        while !input.is_empty() {
            all.push(input.parse()?);
        }
        Ok(Self(all))
    }
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match syn::parse2::<Declarations>(input) {
        Ok(Declarations(all)) => {
            let mut names = HashSet::new();
            all.iter()
                .map(|one| {
                    if !names.insert(&one.name) {
                        let text = format!("the dimension `{}` is declared twice", one.name);
                        return Error::new(one.name.span(), text).into_compile_error();
                    }
                    declare(one).unwrap_or_else(Error::into_compile_error)
                })
                .collect()
        }
        Err(error) => error.into_compile_error(),
    }
}

fn declare(declaration: &Declaration) -> Result<TokenStream> {
    let Declaration {
        attributes,
        visibility,
        name,
        length,
    } = declaration;
    let value: u64 = length.base10_parse().map_err(|_| {
        Error::new(
            length.span(),
            format!("`{length}` is too large for a length"),
        )
    })?;
    if value == 0 {
        return Err(Error::new(
            length.span(),
            "a dimension has a length of at least 1",
        ));
    }
    let documented = attributes.iter().any(|a| a.path().is_ident("doc"));
    let docs = (!documented).then(|| {
        let text = format!("The dimension `{name}`, of length {value}.");
        quote!(#[doc = #text])
    });
    let bits = bits(value);
    let mut count = Literal::u64_unsuffixed(value);
    count.set_span(length.span());
    let text = name.to_string();
    let (conditions, attributes): (Vec<_>, Vec<_>) =
        attributes.iter().partition(|a| a.path().is_ident("cfg"));
    let module = format_ident!("__dim_{name}", span = name.span());
    // A dimension stands in the signatures of the networks that use it. Public in a module of its own, it may stand in
    // those of public ones, while its name is as visible as declared.
    Ok(quote_spanned! {name.span()=>
        #(#conditions)*
        #[doc(hidden)]
        #[allow(non_snake_case, unreachable_pub)] // a module that users neither name nor reach
        mod #module {
            #docs
            #(#attributes)*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct #name;

            #[diagnostic::do_not_recommend]
            impl ::typograd::Dim for #name {
                type Len = #bits;
                type Array<__T> = [__T; #count];
                const NAME: &'static ::core::primitive::str = #text;
            }
        }
        #(#conditions)*
        #[doc(inline)]
        #[allow(unused_imports)] // an unused dimension is no mistake, as an unused `pub` type is none
        #visibility use #module::#name;
    })
}

/// typenum's spelling of a number, most significant bit innermost: 6 is `UInt<UInt<UInt<UTerm, B1>, B1>, B0>`.
pub(crate) fn bits(value: u64) -> TokenStream {
    let typenum = quote!(::typograd::__private::typenum);
    let mut spelled = quote!(#typenum::UTerm);
    for place in (0..u64::BITS - value.leading_zeros()).rev() {
        let bit = format_ident!("B{}", (value >> place) & 1).into_token_stream();
        spelled = quote!(#typenum::UInt<#spelled, #typenum::#bit>);
    }
    spelled
}
