//! The way forward: a line for each value, by the rules of `op`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Path, PathArguments};

use super::signature::{Kind, Role, Signature};
use crate::expression::ir::{self, Argument, Graph, Id, Source};
use crate::place;

/// Writes out the computation of one value after the other.
pub(super) struct Values<'a> {
    pub(super) signature: &'a Signature,
    pub(super) graph: &'a Graph,
    /// For each value, the one whose variable it is in: itself, or what it was written over.
    places: Vec<Id>,
}

pub(super) fn value(id: Id) -> Ident {
    format_ident!("__v{id}")
}

pub(super) fn factors(id: Id) -> Ident {
    format_ident!("__f{id}")
}

pub(super) fn pull(id: Id) -> Ident {
    format_ident!("__pull{id}")
}

/// A call of something in `calculus::run`, at a place of the user's.
pub(super) fn run(name: &str, span: Span) -> TokenStream {
    let name = Ident::new(name, span);
    quote_spanned!(span=> ::typograd::calculus::run::#name)
}

/// The operand that a value may be written over: an operation has that form, and needs the operand no more.
fn overwritable(source: &Source) -> Option<Id> {
    match source {
        Source::Binary { rule, a, b } if rule.passes_on() && a != b => Some(*a),
        Source::Shift { x, .. } | Source::Copy { x, shape: None, .. } => Some(*x),
        _ => None,
    }
}

/// Whether the way back through a value does without the value itself.
fn is_forgotten(source: &Source) -> bool {
    match source {
        Source::Product { .. } | Source::Copy { .. } | Source::Shift { .. } => true,
        Source::Binary { rule, .. } => !rule.for_a[2] && !rule.for_b[2],
        Source::Unary { rule, .. } => !rule.needs[1],
        _ => false,
    }
}

impl<'a> Values<'a> {
    pub(super) fn new(signature: &'a Signature, graph: &'a Graph, outputs: &[Id]) -> Self {
        let mut places: Vec<Id> = Vec::new();
        for (id, value) in graph.values.iter().enumerate() {
            let over = overwritable(&value.source).filter(|x| {
                let uses = graph.values.iter().flat_map(|one| one.source.operands());
                is_forgotten(&graph.values[*x].source)
                    && uses.filter(|one| one == x).count() == 1
                    && !outputs.contains(x)
            });
            places.push(over.map_or(id, |x| places[x]));
        }
        Self {
            signature,
            graph,
            places,
        }
    }
}

impl Values<'_> {
    /// The variable that a value is in.
    fn name(&self, id: Id) -> Ident {
        value(self.places[id])
    }

    /// A reference to a value.
    pub(super) fn read(&self, id: Id) -> TokenStream {
        match &self.graph.values[id].source {
            Source::Parameter(_) => {
                let name = value(id);
                let by_value = self.parameter(id).kind == Kind::Number;
                let reference = by_value.then(|| quote!(&));
                quote!(#reference #name)
            }
            Source::Part { call, index } => {
                let (call, index) = (value(*call), syn::Index::from(*index));
                quote!(&#call.#index)
            }
            _ => {
                let name = self.name(id);
                quote!(&#name)
            }
        }
    }

    /// The parameter that a value is.
    pub(super) fn parameter(&self, id: Id) -> &super::signature::Parameter {
        let mut values = self.signature.values();
        values.nth(id).expect("parameters are the first values").1
    }

    /// A constant, among the numbers that the function is computed with.
    pub(super) fn constant(&self, tokens: &TokenStream, span: Span) -> TokenStream {
        let element = self.signature.element();
        quote_spanned!(span=> ::typograd::calculus::run::lift::<_, #element>(#tokens))
    }

    /// The factor of a copy.
    pub(super) fn factor(&self, factor: Option<&TokenStream>, span: Span) -> TokenStream {
        let element = self.signature.element();
        let one = || quote!(::typograd::__private::one::<#element>());
        factor.map_or_else(one, |factor| self.constant(factor, span))
    }

    /// The type of the rule of an operation of two values.
    pub(super) fn rule_of_two(graph: &Graph, id: Id, span: Span) -> TokenStream {
        match &graph.values[id].source {
            Source::Product {
                a_transposed,
                b_transposed,
                ..
            } => ir::product(*a_transposed, *b_transposed),
            Source::Binary { rule, .. } => {
                ir::rule_of(graph, id, (rule.name, rule.of), place::at(span))
            }
            _ => unreachable!("asked for operations of two values"),
        }
    }

    /// A multiple of what is read, perhaps under another shape.
    pub(super) fn copy(
        x: &TokenStream,
        factor: &TokenStream,
        shape: Option<&TokenStream>,
        span: Span,
    ) -> TokenStream {
        if let Some(shape) = shape {
            let run = run("copy", span);
            quote_spanned!(span=> #run::<#shape, _, _>(#x, #factor))
        } else {
            let run = run("scale", span);
            quote_spanned!(span=> #run(#x, #factor))
        }
    }

    /// All lines.
    pub(super) fn lines(&self) -> TokenStream {
        self.graph.computed().map(|(id, _)| self.line(id)).collect()
    }

    pub(super) fn line(&self, id: Id) -> TokenStream {
        let of = &self.graph.values[id];
        let (span, name) = (of.span, value(id));
        if self.places[id] != id {
            return self.overwrite(id);
        }
        let computed = match &of.source {
            Source::Product { a, b, .. } | Source::Binary { a, b, .. } => {
                let rule = Self::rule_of_two(self.graph, id, span);
                let (run, a, b) = (run("binary", span), self.read(*a), self.read(*b));
                quote_spanned!(span=> #run::<#rule, _, _, _>(#a, #b))
            }
            Source::Unary { rule, x } => {
                let rule = ir::rule_of(self.graph, id, (rule.name, rule.of), place::at(span));
                let (run, x) = (run("unary", span), self.read(*x));
                quote_spanned!(span=> #run::<#rule, _, _>(#x))
            }
            Source::Copy { x, factor, shape } => {
                let x = self.read(*x);
                let factor = self.factor(factor.as_ref(), span);
                Self::copy(&x, &factor, shape.as_ref(), span)
            }
            Source::Shift { x, constant } => {
                let (run, x) = (run("shift", span), self.read(*x));
                let constant = self.constant(constant, span);
                quote_spanned!(span=> #run(#x, #constant))
            }
            Source::Activation { function, x } => {
                let (run, x) = (run("activation", span), self.read(*x));
                quote_spanned!(span=> #run::<#function, _, _>(#x))
            }
            Source::Attempt {
                rule,
                exponent,
                operands,
            } => {
                let factors = factors(id);
                let rule = ir::attempt(rule, exponent.as_ref(), place::at(span));
                let attempt = self.attempt(&rule, operands, span);
                return quote_spanned!(span=> let (#name, #factors) = #attempt?;);
            }
            Source::Call {
                function,
                arguments,
                fails,
                ..
            } => {
                let pull = pull(id);
                let path = path_to(function, "__record");
                let arguments = self.arguments(arguments, false, span);
                let attempt = fails.then(|| quote_spanned!(span=> ?));
                return quote_spanned!(span=> let (#name, #pull) = #path(#(#arguments),*)#attempt;);
            }
            Source::Part { .. } => return quote!(),
            Source::Input | Source::Parameter(_) | Source::Layer { .. } => {
                unreachable!("a function has no layers, and its parameters are not computed")
            }
        };
        quote_spanned!(span=> let mut #name = #computed;)
    }

    /// The line of a value that is written over its operand.
    fn overwrite(&self, id: Id) -> TokenStream {
        let of = &self.graph.values[id];
        let (span, name) = (of.span, self.name(id));
        match &of.source {
            Source::Binary { b, .. } => {
                let rule = Self::rule_of_two(self.graph, id, span);
                let (run, b) = (run("assign", span), self.read(*b));
                quote_spanned!(span=> #run::<#rule, _, _, _>(&mut #name, #b);)
            }
            Source::Copy { factor, .. } => {
                let factor = self.factor(factor.as_ref(), span);
                quote_spanned!(span=> #name *= #factor;)
            }
            Source::Shift { constant, .. } => {
                let constant = self.constant(constant, span);
                quote_spanned!(span=> #name += #constant;)
            }
            _ => unreachable!("`overwritable` names these"),
        }
    }

    /// An operation that may fail: its value and factors, or the error.
    fn attempt(&self, rule: &TokenStream, operands: &[Id], span: Span) -> TokenStream {
        let operands: Vec<_> = operands.iter().map(|x| self.read(*x)).collect();
        if operands.len() == 1 {
            let run = run("attempt", span);
            quote_spanned!(span=> #run::<#rule, _, _>(#(#operands),*))
        } else {
            let run = run("attempt_two", span);
            quote_spanned!(span=> #run::<#rule, _, _, _>(#(#operands),*))
        }
    }

    /// What another function is called with, or its way back, which takes the same again.
    pub(super) fn arguments(
        &self,
        arguments: &[Argument],
        again: bool,
        span: Span,
    ) -> Vec<TokenStream> {
        let give = if again {
            quote_spanned!(span=> ::typograd::calculus::run::GiveAgain::give_again)
        } else {
            quote_spanned!(span=> ::typograd::calculus::run::Give::give)
        };
        let each = arguments.iter().map(|argument| match argument {
            Argument::Value(id) => {
                let value = place::moved(self.read(*id), span);
                quote_spanned!(span=> #give(#value))
            }
            Argument::Constant(tokens) => {
                quote_spanned!(span=> #give(::typograd::calculus::run::Given(#tokens)))
            }
        });
        each.collect()
    }

    /// The parameters under their names as values; what is neither a tensor nor a number by its own.
    pub(super) fn begin(&self) -> TokenStream {
        let mut lines = TokenStream::new();
        let mut id = 0;
        for (number, parameter) in self.signature.parameters.iter().enumerate() {
            let given = given(number);
            if parameter.role == Role::Plain {
                let name = &parameter.name;
                lines.extend(quote!(let #name = #given.0;));
            } else {
                let value = value(id);
                lines.extend(quote!(let #value = #given;));
                id += 1;
            }
        }
        lines
    }
}

/// A parameter of the generated functions, by its number.
pub(super) fn given(number: usize) -> Ident {
    format_ident!("__p{number}")
}

/// `other::__record`, for the function `other`.
pub(super) fn path_to(function: &Path, item: &str) -> TokenStream {
    let mut path = function.clone();
    if let Some(last) = path.segments.last_mut() {
        last.arguments = PathArguments::None;
    }
    let span = path
        .segments
        .last()
        .map_or_else(Span::call_site, |last| last.ident.span());
    let item = Ident::new(item, place::at(span));
    quote_spanned!(span=> #path::#item)
}
