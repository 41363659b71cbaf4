//! The forward expression as straight-line code: a list of values, each of earlier ones.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, Path};

use super::allowed::{Binary, Unary};
use super::fields::number;
use super::signature::Signature;
use crate::place;

/// The number of a value in [`Graph::values`].
pub(super) type Id = usize;

/// Where a value comes from.
pub(super) enum Source {
    /// The layer's input, one for each sample.
    Input,
    /// A parameter, shared by all samples.
    Parameter(Ident),
    /// The matrix product; each operand may stand transposed.
    Product {
        a: Id,
        a_transposed: bool,
        b: Id,
        b_transposed: bool,
    },
    /// An operation of two values that keeps the first one's shape.
    Binary { rule: Binary, a: Id, b: Id },
    /// An operation of one value.
    Unary { rule: Unary, x: Id },
    /// A constant times a value, perhaps under another shape.
    Copy {
        x: Id,
        factor: Option<TokenStream>,
        shape: Option<TokenStream>,
    },
    /// A value plus a constant.
    Shift { x: Id, constant: TokenStream },
    /// An activation, by its type.
    Activation { function: TokenStream, x: Id },
    /// A layer in a field, applied to a value.
    Layer { field: Ident, x: Id },
}

pub(super) struct Value {
    pub(super) source: Source,
    /// Whether there is one for each sample, or one shared by all.
    pub(super) batched: bool,
    /// The token of the user's that it stands for.
    pub(super) span: Span,
}

/// The values of a forward expression in order; the last is the output.
#[derive(Default)]
pub(super) struct Graph {
    pub(super) values: Vec<Value>,
    /// The functions that were known by their names: the user's path, which must lead to typograd's.
    pub(super) functions: Vec<(Path, Ident)>,
}

impl Source {
    /// Whether it is not computed, but given.
    pub(super) fn is_given(&self) -> bool {
        matches!(self, Self::Input | Self::Parameter(_))
    }

    /// The values this one is computed from.
    pub(super) fn operands(&self) -> Vec<Id> {
        match self {
            Self::Input | Self::Parameter(_) => Vec::new(),
            Self::Product { a, b, .. } | Self::Binary { a, b, .. } => vec![*a, *b],
            Self::Unary { x, .. }
            | Self::Copy { x, .. }
            | Self::Shift { x, .. }
            | Self::Activation { x, .. }
            | Self::Layer { x, .. } => vec![*x],
        }
    }

    /// The values that the way back reads: operands, and perhaps the value itself.
    pub(super) fn needed_backward(&self, itself: Id) -> Vec<Id> {
        let mut needed = Vec::new();
        match self {
            Self::Product { a, b, .. } => needed.extend([*a, *b]),
            Self::Binary { rule, a, b } => {
                for (i, id) in [*a, *b, itself].into_iter().enumerate() {
                    if rule.for_a[i] || rule.for_b[i] {
                        needed.push(id);
                    }
                }
            }
            Self::Unary { rule, x } => {
                for (needs, id) in rule.needs.into_iter().zip([*x, itself]) {
                    if needs {
                        needed.push(id);
                    }
                }
            }
            Self::Activation { .. } => needed.push(itself),
            Self::Layer { x, .. } => needed.extend([*x, itself]),
            Self::Input | Self::Parameter(_) | Self::Copy { .. } | Self::Shift { .. } => {}
        }
        needed
    }
}

impl Graph {
    pub(super) fn push(&mut self, source: Source, span: Span) -> Id {
        let batched = match &source {
            Source::Input => true,
            Source::Parameter(_) => false,
            other => other
                .operands()
                .into_iter()
                .any(|id| self.values[id].batched),
        };
        self.values.push(Value {
            source,
            batched,
            span: place::at(span),
        });
        self.values.len() - 1
    }

    /// Where a mistake in the types of intermediate values would lie: all that can be wrong with them is a parameter that
    /// does not exist. For tokens without variables of ours.
    pub(super) fn blame(&self) -> Span {
        self.first_parameter(self.output())
            .unwrap_or_else(Span::call_site)
    }

    /// The place of the first parameter that a value follows from, for tokens without variables of ours.
    fn first_parameter(&self, id: Id) -> Option<Span> {
        let value = &self.values[id];
        match value.source {
            Source::Parameter(ref field) => Some(field.span()),
            _ => value
                .source
                .operands()
                .into_iter()
                .find_map(|x| self.first_parameter(x)),
        }
    }

    pub(super) fn output(&self) -> Id {
        self.values.len() - 1
    }

    /// The computed values in order: all but the input and the parameters.
    pub(super) fn computed(&self) -> impl DoubleEndedIterator<Item = (Id, &Value)> {
        self.values
            .iter()
            .enumerate()
            .filter(|(_, value)| !value.source.is_given())
    }

    /// The last value that reads `id`, if any does.
    pub(super) fn last_use(&self, id: Id) -> Option<Id> {
        self.values
            .iter()
            .rposition(|value| value.source.operands().contains(&id))
    }

    /// The fields applied as layers, each once for every application, in order.
    pub(super) fn layers(&self) -> impl Iterator<Item = (Id, &Ident)> {
        self.values
            .iter()
            .enumerate()
            .filter_map(|(id, value)| match &value.source {
                Source::Layer { field, .. } => Some((id, field)),
                _ => None,
            })
    }

    /// The activations, in order.
    pub(super) fn activations(&self) -> impl Iterator<Item = (Id, &TokenStream)> {
        self.values
            .iter()
            .enumerate()
            .filter_map(|(id, value)| match &value.source {
                Source::Activation { function, .. } => Some((id, function)),
                _ => None,
            })
    }
}

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

/// The type of a product's rule.
pub(super) fn product(a_transposed: bool, b_transposed: bool) -> TokenStream {
    let standing = |transposed| {
        if transposed {
            quote!(::typograd::op::Trans)
        } else {
            quote!(::typograd::op::NoTrans)
        }
    };
    let (a, b) = (standing(a_transposed), standing(b_transposed));
    quote!(::typograd::op::Product<#a, #b>)
}

/// The type of a named rule.
pub(super) fn rule(name: &str, span: Span) -> TokenStream {
    let name = Ident::new(name, span);
    quote!(::typograd::op::#name)
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
                    let rule = product(*a_transposed, *b_transposed);
                    let (a, b) = (of_value(*a), of_value(*b));
                    quote_spanned!(span=> <#rule as ::typograd::op::Binary>::Out<#a, #b>)
                }
                Source::Binary { rule, a, b } => {
                    let rule = self::rule(rule.name, Span::call_site());
                    let (a, b) = (of_value(*a), of_value(*b));
                    quote_spanned!(span=> <#rule as ::typograd::op::Binary>::Out<#a, #b>)
                }
                Source::Unary { rule, x } => {
                    let rule = self::rule(rule.name, Span::call_site());
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
            };
            quote_spanned! {span=>
                impl #of ::typograd::__private::Value<#id> for #layer #clause {
                    type Shape = #shape;
                }
            }
        })
        .collect()
}
