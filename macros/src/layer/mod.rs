//! `#[layer]`: on a struct, its parameters; on its impl, a forward expression, from which all else is derived.
//!
//! parse (`signature`, `fields`) → lower to straight-line values (`crate::expression`) → place
//! the values in buffers (`plan`) → write the passes out (`forward`, `reverse`, `tangent`).
//!
//! The macro never guesses a type. The user's own function is kept as it is, and there the compiler checks every shape
//! and points at the user's tokens. What is generated beside it spells types by way of total functions on shapes, and
//! adds no requirement of its own: one mistake yields one error.

mod fields;
mod forward;
mod initializer;
mod plan;
mod requirements;
mod reverse;
mod shapes;
mod signature;
mod tangent;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Item};

use crate::expression::{ir, lower};
use crate::reach::{self, Beyond};
use crate::stand_in::StandIn;
use signature::Signature;

pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let refused = (!arguments.is_empty()).then(|| {
        Error::new_spanned(arguments, "`#[layer]` takes no arguments").into_compile_error()
    });
    let (item, beyond) = reach::replace(item);
    let beyond = beyond.iter().map(Beyond::refusal);
    let expanded = match syn::parse2(item.clone()) {
        Ok(Item::Struct(structure)) => Ok(fields::expand(structure)),
        Ok(Item::Impl(block)) => derive(&block),
        Ok(other) => Err((
            Error::new_spanned(
                other,
                "`#[layer]` stands on a struct, whose fields are the parameters, and on its `impl`, with `forward`",
            ),
            item,
        )),
        Err(error) => Err((error, item)),
    };
    let expanded = expanded.unwrap_or_else(|(error, rest)| {
        let error = error.into_compile_error();
        quote!(#error #rest)
    });
    quote!(#refused #(#beyond)* #expanded)
}

/// Everything that follows from the forward expression. On failure, the error and what keeps it the only one.
fn derive(block: &syn::ItemImpl) -> Result<TokenStream, (Error, TokenStream)> {
    let signature = Signature::parse(block).map_err(|error| (error, quote!(#block)))?;
    let rest = &signature.rest;
    let graph = match lower::layer(&signature.input, signature.body()) {
        Ok(graph) => graph,
        Err(error) => {
            let stand_in = stand_in(&signature);
            return Err((error, quote!(#rest #stand_in)));
        }
    };
    let shapes = shapes::shapes(&signature, &graph);
    let inference = forward::inference(&signature, &graph);
    let backward = reverse::backward(&signature, &graph);
    let tangent = tangent::tangent(&signature, &graph);
    Ok(quote! {
        #rest
        #shapes
        #inference
        #backward
        #tangent
    })
}

/// The traits without content, for a layer that was refused: whatever uses it is not to be refused as well.
fn stand_in(signature: &Signature) -> TokenStream {
    let Signature {
        layer,
        input_type,
        output_type,
        forward,
        ..
    } = signature;
    let stand_in = StandIn {
        generics: &signature.generics,
        ty: quote!(#layer),
        types: quote! {
            type Elem = <#input_type as ::typograd::AnyTensor>::Elem;
            type In = <#input_type as ::typograd::AnyTensor>::Shape;
            type Out = <#output_type as ::typograd::AnyTensor>::Shape;
        },
        forward: quote!(#forward),
        body: quote!(::core::unreachable!()),
    };
    stand_in.ladder()
}
