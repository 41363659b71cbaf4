//! `#[differentiable]`: an ordinary function, and beside it, under its name, its derivatives.
//!
//! parse (`signature`) → lower to straight-line values (`crate::expression`) → what depends on what (`activity`) → the way
//! forward (`values`) and back (`reverse`), and tangents (`tangent`), in two functions that are generic in the numbers they
//! are computed with (`core`) → what the user calls (`surface`, `jacobian`, `second_order`) and gets (`derivatives`).
//!
//! The function is left as it is, and there the compiler checks every shape. The generated code adds no requirement of its
//! own. Values are local variables whose types the compiler infers: the macro knows none.
//!
//! Beside the function stands a type of its name without values, whose functions are the derivatives: a module could not
//! see what a function's body declares.

mod activity;
mod core;
mod derivatives;
mod jacobian;
mod numbers;
mod paper;
mod reverse;
mod second_order;
mod signature;
mod surface;
mod tangent;
mod values;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, ItemFn};

use crate::expression::lower;
use core::{Body, Core};
use derivatives::Derivatives;
use signature::Signature;
use surface::Surface;

pub(crate) fn expand(arguments: &TokenStream, item: &TokenStream) -> TokenStream {
    let mut refused = TokenStream::new();
    if !arguments.is_empty() {
        let text = "`#[differentiable]` takes no arguments; mark a parameter without a gradient `#[constant]`";
        refused.extend(Error::new_spanned(arguments, text).into_compile_error());
    }
    let Ok(function) = syn::parse2::<ItemFn>(item.clone()) else {
        let text = "`#[differentiable]` stands on a function";
        let error = Error::new_spanned(item, text).into_compile_error();
        return quote!(#error #item);
    };
    let (function, signature) = Signature::parse(function);
    let mut signature = match signature {
        Ok(signature) => signature,
        Err(error) => {
            let error = error.into_compile_error();
            return quote!(#refused #error #function);
        }
    };
    let lowered = lower::function(
        signature.values().map(|(_, parameter)| &parameter.name),
        &signature.function.block,
        signature.tuple.then_some(signature.results.len()),
        signature.fails,
    );
    let body = match lowered {
        // Of another number of results, rustc speaks: the function stays as it is.
        Ok((_, outputs)) if outputs.len() != signature.results.len() => None,
        Ok((graph, outputs)) => {
            let active = activity::activity(&signature, &graph);
            Some(Body {
                graph,
                outputs,
                active,
            })
        }
        Err(error) => {
            refused.extend(error.into_compile_error());
            None
        }
    };
    if let Some(body) = &body {
        let numbers: Vec<bool> = (0..body.outputs.len())
            .map(|result| paper::is_number(&signature, body, result))
            .collect();
        signature.look_at_results(|result| numbers[result]);
    }
    let derived = derive(&signature, body);
    quote! {
        #refused
        #[allow(dead_code)] // its derivatives may be all that is used
        #function
        #derived
    }
}

/// The type of the function's name, and what stands under it. Without a body, the function was refused, and what uses it
/// is not to be refused as well.
fn derive(signature: &Signature, body: Option<Body>) -> TokenStream {
    let core = Core { signature, body };
    let derivatives = Derivatives {
        signature,
        body: core.body.as_ref(),
    };
    let surface = Surface {
        signature,
        derivatives: &derivatives,
    };
    let (visibility, name) = (&signature.function.vis, &signature.function.sig.ident);
    let formulas = core.body.as_ref().map(|body| paper::paper(signature, body));
    let constants = formulas
        .as_ref()
        .map(|formulas| paper::constants(signature, formulas));
    let documentation = formulas.map(|formulas| formulas.documentation);
    let documentation = documentation.map(|text| quote!(#[doc = ""] #[doc = #text]));
    let structures = derivatives.structures();
    let (core, surface) = (core.functions(), surface.functions());
    let text = format!("The derivatives of the function [`{name}`](fn@{name}).");
    quote! {
        #structures

        #[doc = #text]
        #documentation
        #[allow(non_camel_case_types)] // the name is the function's
        #[derive(Debug)]
        #visibility enum #name {}

        #[allow(dead_code, unused_variables, unused_mut, clippy::all, clippy::pedantic)] // generated: not the user's to tidy
        impl #name {
            #constants
            #core
            #surface
        }
    }
}
