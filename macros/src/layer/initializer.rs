//! `#[init(…)]`: how a parameter begins.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Error, Expr, Field, Ident, Result, Token};

use crate::place;
use crate::stored::take_attribute;

/// The initialisers that `#[init(…)]` knows, with the number of their arguments.
const INITIALIZERS: [(&str, &str, usize); 11] = [
    ("zeros", "Zeros", 0),
    ("ones", "Ones", 0),
    ("constant", "Constant", 1),
    ("uniform", "Uniform", 2),
    ("normal", "Normal", 2),
    ("glorot_uniform", "GlorotUniform", 0),
    ("glorot_normal", "GlorotNormal", 0),
    ("he_uniform", "HeUniform", 0),
    ("he_normal", "HeNormal", 0),
    ("lecun_uniform", "LecunUniform", 0),
    ("lecun_normal", "LecunNormal", 0),
];

/// Removes `#[init(…)]` from a field and returns the initialiser it names.
pub(super) fn take(field: &mut Field) -> Result<Option<TokenStream>> {
    let Some(attribute) = take_attribute(field, "init") else {
        return Ok(None);
    };
    let expression: Expr = attribute.parse_args()?;
    let initializer = quote!(::typograd::init::Initializer);
    let (path, arguments): (&syn::Path, Option<&Punctuated<Expr, Token![,]>>) = match &expression {
        Expr::Path(path) => (&path.path, None),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => (&path.path, Some(&call.args)),
            other => return Err(unknown(other)),
        },
        other => return Err(unknown(other)),
    };
    let Some(name) = path.get_ident() else {
        // A path such as `F::INITIALIZER`: an expression of the user's.
        return Ok(Some(quote!(#expression)));
    };
    let known = INITIALIZERS.iter().find(|(known, ..)| name == known);
    let Some((_, variant, wanted)) = known else {
        return Err(unknown(name));
    };
    let given = arguments.map_or(0, Punctuated::len);
    if given != *wanted {
        return Err(Error::new_spanned(
            &expression,
            format!("`{name}` takes {wanted} numbers, {given} are given"),
        ));
    }
    let variant = Ident::new(variant, place::at(name.span()));
    let arguments = arguments.map(|numbers| quote!((#numbers)));
    Ok(Some(quote!(#initializer::#variant #arguments)))
}

fn unknown(what: &impl quote::ToTokens) -> Error {
    let names: Vec<String> = INITIALIZERS
        .iter()
        .map(|(name, _, count)| {
            let arguments = ["", "(a)", "(a, b)"][*count];
            format!("`{name}{arguments}`")
        })
        .collect();
    Error::new_spanned(
        what,
        format!("unknown initialiser; expected one of {}", names.join(", ")),
    )
}
