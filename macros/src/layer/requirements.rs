//! What the derivatives of a layer require of its activations and of the layers within it.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Ident;

use super::ir::Graph;
use super::shapes;
use super::signature::Signature;

/// Requirements of a derivative, behind a lifetime that nothing uses: a bound that mentions no parameter would be an error
/// where it fails, but a layer with an activation that has no derivative can still be run.
fn requirements(graph: &Graph, layer_trait: &str) -> TokenStream {
    let mut bounds = Vec::new();
    let mut seen = HashSet::new();
    for (id, function) in graph.activations() {
        if seen.insert(function.to_string()) {
            let span = graph.values[id].span;
            let bound = quote_spanned!(span=> ::typograd::op::Differentiable);
            bounds.push(quote!(for<'__d> #function: #bound));
        }
    }
    for (_, field) in graph.layers() {
        let ty = shapes::field_type(field);
        if seen.insert(ty.to_string()) {
            let layer_trait = Ident::new(layer_trait, field.span());
            let bound = quote_spanned!(field.span()=> ::typograd::#layer_trait);
            bounds.push(quote!(for<'__d> #ty: #bound));
        }
    }
    quote!(#(#bounds,)*)
}

/// The impl's `where` clause with more requirements.
pub(super) fn clause(signature: &Signature, graph: &Graph, layer_trait: &str) -> TokenStream {
    let own = signature
        .generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let requirements = requirements(graph, layer_trait);
    quote!(where #(#own,)* #requirements)
}
