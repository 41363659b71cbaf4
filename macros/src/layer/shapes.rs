//! The shapes of values, spelled by way of total functions on shapes: the macro knows none of them.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;

use super::fields::number;
use super::ir::{self, Graph, Id, Source};
use super::signature::Signature;
use crate::expression::allowed::Of;

/// The type of a field.
pub(super) fn field_type(field: &Ident) -> TokenStream {
    let number = number(field);
    quote_spanned!(field.span()=> <Self as ::typograd::__private::Field<#number>>::Type)
}

/// The shape of a value: the user's own types for what has a name, and a number for the rest.
pub(super) fn shape(signature: &Signature, graph: &Graph, id: Id) -> TokenStream {
    if let Source::Input = graph.values[id].source {
        let ty = &signature.input_type;
        return quote!(<#ty as ::typograd::AnyTensor>::Shape);
    }
    let span = graph.first_parameter(id).unwrap_or_else(Span::call_site);
    quote_spanned!(span=> <Self as ::typograd::__private::Value<#id>>::Shape)
}

/// The type of the rule of a value's operation, with its arguments.
pub(super) fn operation(
    signature: &Signature,
    graph: &Graph,
    id: Id,
    (name, of): (&str, Of),
) -> TokenStream {
    let rule = ir::rule_of(graph, id, (name, of), Span::call_site());
    if !matches!(of, Of::Operands) {
        return rule;
    }
    let operands = graph.values[id].source.operands();
    let shapes = operands.iter().map(|x| shape(signature, graph, *x));
    let chosen = if operands.len() == 1 {
        quote!(UnaryOf)
    } else {
        quote!(BinaryOf)
    };
    quote!(<#rule as ::typograd::op::#chosen<#(#shapes),*>>::Rule)
}

/// Names the shape of every computed value: `impl Value<3> for Gated<I, O> { type Shape = …; }`.
pub(super) fn shapes(signature: &Signature, graph: &Graph) -> TokenStream {
    let layer = &signature.layer;
    let (of, _, clause) = signature.generics.split_for_impl();
    graph
        .values
        .iter()
        .enumerate()
        .filter(|(_, value)| !matches!(value.source, Source::Input))
        .map(|(id, value)| {
            let span = graph.first_parameter(id).unwrap_or_else(Span::call_site);
            let of_value = |id| shape(signature, graph, id);
            let shape = match &value.source {
                Source::Product {
                    a,
                    a_transposed,
                    b,
                    b_transposed,
                } => {
                    let rule = ir::product(*a_transposed, *b_transposed);
                    let (a, b) = (of_value(*a), of_value(*b));
                    quote_spanned!(span=> <#rule as ::typograd::op::Binary>::Out<#a, #b>)
                }
                Source::Binary { rule, a, b } => {
                    let rule = operation(signature, graph, id, (rule.name, rule.of));
                    let (a, b) = (of_value(*a), of_value(*b));
                    quote_spanned!(span=> <#rule as ::typograd::op::Binary>::Out<#a, #b>)
                }
                Source::Unary { rule, x } => {
                    let rule = operation(signature, graph, id, (rule.name, rule.of));
                    let x = of_value(*x);
                    quote_spanned!(span=> <#rule as ::typograd::op::Unary>::Out<#x>)
                }
                Source::Copy {
                    shape: Some(shape), ..
                } => shape.clone(),
                Source::Copy { x, .. } | Source::Shift { x, .. } | Source::Activation { x, .. } => {
                    of_value(*x)
                }
                Source::Layer { field, .. } => {
                    let ty = field_type(field);
                    quote_spanned!(span=> <#ty as ::typograd::Layer>::Out)
                }
                Source::Parameter(field) => {
                    let ty = field_type(field);
                    quote_spanned!(field.span()=> <#ty as ::typograd::AnyTensor>::Shape)
                }
                Source::Input => unreachable!("the input has its own type"),
                Source::Attempt { .. } | Source::Call { .. } | Source::Part { .. } => {
                    unreachable!("{}", ir::NO_LAYER)
                }
            };
            quote_spanned! {span=>
                impl #of ::typograd::__private::Value<#id> for #layer #clause {
                    type Shape = #shape;
                }
            }
        })
        .collect()
}
