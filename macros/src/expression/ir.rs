//! The forward expression as straight-line code: a list of values, each of earlier ones.

use std::collections::HashMap;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Ident, Path};

use super::allowed::{Binary, Of, Unary};
use crate::place;

/// Why the code for layers need not know of some values: they are refused there.
pub(crate) const NO_LAYER: &str = "only functions may fail and call others";

/// The number of a value in [`Graph::values`].
pub(crate) type Id = usize;

/// Where a value comes from.
pub(crate) enum Source {
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
    /// An operation of two values.
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
    /// An operation that may fail, of one or two values.
    Attempt {
        rule: &'static str,
        /// The exponent of a power.
        exponent: Option<TokenStream>,
        operands: Vec<Id>,
    },
    /// A differentiable function, applied to values and constants.
    Call {
        function: Path,
        arguments: Vec<Argument>,
        /// How many results it has, if they are taken apart.
        parts: Option<usize>,
        /// Whether `?` stands behind it.
        fails: bool,
    },
    /// One result of a function that has several.
    Part { call: Id, index: usize },
}

/// What a function is applied to.
pub(crate) enum Argument {
    Value(Id),
    Constant(TokenStream),
}

pub(crate) struct Value {
    pub(crate) source: Source,
    /// Whether there is one for each sample, or one shared by all.
    pub(crate) batched: bool,
    /// The token of the user's that it stands for.
    pub(crate) span: Span,
    /// The name that `let` gave it.
    pub(crate) name: Option<String>,
}

/// The values of a forward expression in order; the last is the output.
#[derive(Default)]
pub(crate) struct Graph {
    pub(crate) values: Vec<Value>,
    /// The functions that were known by their names: the user's path, which must lead to typograd's.
    pub(crate) functions: Vec<(Path, Ident)>,
    /// The type arguments of the calls that operations take theirs from.
    pub(crate) arguments: HashMap<Id, TokenStream>,
}

impl Source {
    /// Whether it is not computed, but given.
    pub(crate) fn is_given(&self) -> bool {
        matches!(self, Self::Input | Self::Parameter(_))
    }

    /// The values this one is computed from.
    pub(crate) fn operands(&self) -> Vec<Id> {
        match self {
            Self::Input | Self::Parameter(_) => Vec::new(),
            Self::Product { a, b, .. } | Self::Binary { a, b, .. } => vec![*a, *b],
            Self::Unary { x, .. }
            | Self::Copy { x, .. }
            | Self::Shift { x, .. }
            | Self::Activation { x, .. }
            | Self::Layer { x, .. }
            | Self::Part { call: x, .. } => vec![*x],
            Self::Attempt { operands, .. } => operands.clone(),
            Self::Call { arguments, .. } => arguments
                .iter()
                .filter_map(|argument| match argument {
                    Argument::Value(id) => Some(*id),
                    Argument::Constant(_) => None,
                })
                .collect(),
        }
    }

    /// The values that the way back reads: operands, and perhaps the value itself.
    pub(crate) fn needed_backward(&self, itself: Id) -> Vec<Id> {
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
            Self::Attempt { .. } | Self::Call { .. } | Self::Part { .. } => {
                unreachable!("{NO_LAYER}")
            }
        }
        needed
    }
}

impl Graph {
    pub(crate) fn push(&mut self, source: Source, span: Span) -> Id {
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
            name: None,
        });
        self.values.len() - 1
    }

    /// Where a mistake in the types of intermediate values would lie: all that can be wrong with them is a parameter that
    /// does not exist. For tokens without variables of ours.
    pub(crate) fn blame(&self) -> Span {
        self.first_parameter(self.output())
            .unwrap_or_else(Span::call_site)
    }

    /// The place of the first parameter that a value follows from, for tokens without variables of ours.
    pub(crate) fn first_parameter(&self, id: Id) -> Option<Span> {
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

    pub(crate) fn output(&self) -> Id {
        self.values.len() - 1
    }

    /// The computed values in order: all but the input and the parameters.
    pub(crate) fn computed(&self) -> impl DoubleEndedIterator<Item = (Id, &Value)> {
        self.values
            .iter()
            .enumerate()
            .filter(|(_, value)| !value.source.is_given())
    }

    /// The last value that reads `id`, if any does.
    pub(crate) fn last_use(&self, id: Id) -> Option<Id> {
        self.values
            .iter()
            .rposition(|value| value.source.operands().contains(&id))
    }

    /// The fields applied as layers, each once for every application, in order.
    pub(crate) fn layers(&self) -> impl Iterator<Item = (Id, &Ident)> {
        self.values
            .iter()
            .enumerate()
            .filter_map(|(id, value)| match &value.source {
                Source::Layer { field, .. } => Some((id, field)),
                _ => None,
            })
    }

    /// The activations, in order.
    pub(crate) fn activations(&self) -> impl Iterator<Item = (Id, &TokenStream)> {
        self.values
            .iter()
            .enumerate()
            .filter_map(|(id, value)| match &value.source {
                Source::Activation { function, .. } => Some((id, function)),
                _ => None,
            })
    }
}

/// The type of a product's rule.
pub(crate) fn product(a_transposed: bool, b_transposed: bool) -> TokenStream {
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

/// The type of the rule of an operation that may fail.
pub(crate) fn attempt(name: &str, exponent: Option<&TokenStream>, span: Span) -> TokenStream {
    let rule = rule(name, span);
    match exponent {
        Some(exponent) => quote!(#rule::<{ #exponent }>),
        None => rule,
    }
}

/// The type of a named rule.
pub(crate) fn rule(name: &str, span: Span) -> TokenStream {
    let name = Ident::new(name, span);
    quote!(::typograd::op::#name)
}

/// The type of the rule of an operation whose arguments, if it has any, are those of its call.
pub(crate) fn rule_of(graph: &Graph, id: Id, (name, of): (&str, Of), span: Span) -> TokenStream {
    let rule = rule(name, span);
    match (of, graph.arguments.get(&id)) {
        (Of::Call | Of::Operands, Some(arguments)) => quote!(#rule<#arguments>),
        _ => rule,
    }
}
