//! The way back: adjoints from the results to the parameters.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::activity::{Set, values_of};
use super::values::{Values, factors, pull, run};
use crate::expression::ir::{self, Argument, Id, Source};
use crate::place;

fn adjoint(id: Id) -> Ident {
    format_ident!("__d{id}")
}

/// Where the gradient of a parameter goes, by its number.
pub(super) fn slot(number: usize) -> Ident {
    format_ident!("__s{number}")
}

/// Whether the gradient of a parameter is wanted.
fn want(number: usize) -> Ident {
    format_ident!("__w{number}")
}

struct Reverse<'a> {
    values: &'a Values<'a>,
    active: &'a [Set],
    /// Values whose adjoint has been written to; of parameters, those whose slot has.
    touched: HashSet<Id>,
    /// Values whose adjoint is in the place of another's, which is needed no more.
    places: HashMap<Id, Id>,
    lines: TokenStream,
}

/// The sweep: from `__delta`, the adjoint of the result (or a tuple of them), to the slots.
pub(super) fn sweep(values: &Values<'_>, active: &[Set], outputs: &[Id]) -> TokenStream {
    let mut reverse = Reverse {
        values,
        active,
        touched: HashSet::new(),
        places: HashMap::new(),
        lines: TokenStream::new(),
    };
    reverse.begin(outputs);
    for (id, _) in values.graph.computed().rev() {
        reverse.value(id);
    }
    reverse.end();
    reverse.lines
}

type Line<'a> = &'a dyn Fn(TokenStream, TokenStream) -> TokenStream;

impl Reverse<'_> {
    fn is_active(&self, id: Id) -> bool {
        !self.active[id].is_empty()
    }

    /// The number of the parameter that a value is, if it is one with a gradient.
    fn varying(&self, id: Id) -> Option<usize> {
        let is_parameter = matches!(self.values.graph.values[id].source, Source::Parameter(_));
        (is_parameter && self.is_active(id)).then(|| *self.active[id].first().expect("not empty"))
    }

    /// Whether a gradient is wanted that needs the adjoint of a value.
    fn wanted(&self, id: Id) -> TokenStream {
        let any = self.active[id].iter().map(|number| want(*number));
        quote!(#(#any)||*)
    }

    fn adjoint(&self, id: Id) -> Ident {
        adjoint(self.places.get(&id).copied().unwrap_or(id))
    }

    fn delta(&self, id: Id) -> TokenStream {
        let adjoint = self.adjoint(id);
        quote!(&#adjoint)
    }

    /// Hands the adjoint of `id`, which is needed no more, on to `x` as it is, or changed in its place by a line. Whether
    /// that can be: if x has no adjoint yet, and one of its own.
    fn hand_on(&mut self, id: Id, x: Id, line: Option<&dyn Fn(Ident) -> TokenStream>) -> bool {
        let is_parameter = matches!(self.values.graph.values[x].source, Source::Parameter(_));
        if !self.is_active(x) || is_parameter || self.touched.contains(&x) {
            return false;
        }
        self.touched.insert(x);
        let place = self.places.get(&id).copied().unwrap_or(id);
        self.places.insert(x, place);
        if let Some(line) = line {
            let (line, wanted) = (line(adjoint(place)), self.wanted(x));
            self.lines.extend(quote!(if #wanted { #line }));
        }
        true
    }

    /// Adds to the adjoint of a value by a line, given where it goes and how it is stored there.
    fn contribute(&mut self, to: Id, span: Span, line: Line<'_>) {
        if !self.is_active(to) {
            return;
        }
        let first = self.touched.insert(to);
        if let Some(number) = self.varying(to) {
            let slot = slot(number);
            let store = if first {
                quote!(*__store)
            } else {
                quote!(__store.continued())
            };
            let line = line(quote!(&mut **__gradient), store);
            self.lines.extend(quote_spanned! {span=>
                if let ::core::option::Option::Some((__gradient, __store)) = &mut #slot {
                    #line
                }
            });
            return;
        }
        let (adjoint, wanted) = (self.adjoint(to), self.wanted(to));
        let store = if first {
            let value = self.values.read(to);
            self.lines
                .extend(quote!(let mut #adjoint = ::typograd::calculus::run::zeros_like(#value);));
            quote!(::typograd::kernel::Store::set())
        } else {
            quote!(::typograd::kernel::Store::add())
        };
        let line = line(quote!(&mut #adjoint), store);
        self.lines
            .extend(quote_spanned!(span=> if #wanted { #line }));
    }

    /// Whether the adjoint of a result is what is given, and is read and no more: it is that of no other result, nothing is
    /// added to it, and it is not handed on.
    fn is_read_alone(&self, output: Id, outputs: &[Id]) -> bool {
        let values = &self.values.graph.values;
        let uses = values
            .iter()
            .any(|value| value.source.operands().contains(&output));
        let once = outputs.iter().filter(|one| **one == output).count() == 1;
        let hands_on = match &values[output].source {
            Source::Binary { rule, .. } => rule.passes_on(),
            Source::Copy { shape, .. } => shape.is_none(),
            Source::Parameter(_)
            | Source::Shift { .. }
            | Source::Activation { .. }
            | Source::Part { .. } => true,
            _ => false,
        };
        self.is_active(output) && once && !uses && !hands_on
    }

    /// The results' adjoints are what is given.
    fn begin(&mut self, outputs: &[Id]) {
        for (number, _) in self.values.signature.varying() {
            let (want, slot) = (want(number), slot(number));
            self.lines.extend(quote!(let #want = #slot.is_some();));
        }
        for (index, output) in outputs.iter().enumerate() {
            let delta = if self.values.signature.tuple {
                let index = syn::Index::from(index);
                quote!(__delta.#index)
            } else {
                quote!(__delta)
            };
            let value = self.values.read(*output);
            let span = Span::call_site();
            if self.is_read_alone(*output, outputs) {
                self.touched.insert(*output);
                let adjoint = adjoint(*output);
                self.lines.extend(
                    quote!(let #adjoint = ::typograd::calculus::run::like(#value, #delta);),
                );
                continue;
            }
            self.contribute(*output, span, &|into, store| {
                let element = self.values.signature.element();
                quote! {
                    ::typograd::calculus::run::back_copy(
                        ::typograd::calculus::run::like(#value, #delta),
                        ::typograd::__private::one::<#element>(),
                        #into,
                        #store,
                    );
                }
            });
        }
    }

    /// A parameter that the results do not depend on has a gradient of zeros.
    fn end(&mut self) {
        let signature = self.values.signature;
        for (id, (number, parameter)) in signature.values().enumerate() {
            let is_written = self.touched.contains(&id);
            if !is_written || parameter.role != super::signature::Role::Varying {
                let slot = slot(number);
                self.lines.extend(quote! {
                    if let ::core::option::Option::Some((__gradient, __store)) = &mut #slot {
                        __store.put_nothing(__gradient.as_mut_slice());
                    }
                });
            }
        }
    }

    fn value(&mut self, id: Id) {
        let of = &self.values.graph.values[id];
        let span = of.span;
        let has_parts = matches!(of.source, Source::Call { parts: Some(_), .. });
        if !self.is_active(id) || (!self.touched.contains(&id) && !has_parts) {
            return;
        }
        let (y, delta) = (self.values.read(id), self.delta(id));
        match &of.source {
            Source::Product { a, b, .. } | Source::Binary { a, b, .. } => {
                let rule = Values::rule_of_two(self.values.graph, id, span);
                let (va, vb) = (self.values.read(*a), self.values.read(*b));
                let passes = matches!(&of.source, Source::Binary { rule, .. } if rule.passes_on());
                // The second operand first: the first one's adjoint may then be the same.
                for (to, back, is_a) in [
                    (*b, run("back_b", span), false),
                    (*a, run("back_a", span), true),
                ] {
                    if is_a && passes && a != b && self.hand_on(id, *a, None) {
                        continue;
                    }
                    self.contribute(to, span, &|into, store| {
                        quote_spanned! {span=>
                            #back::<#rule, _, _, _>((#va, #vb), #y, #delta, #into, #store);
                        }
                    });
                }
            }
            Source::Unary { rule, x } => {
                let rule =
                    ir::rule_of(self.values.graph, id, (rule.name, rule.of), place::at(span));
                let (back, vx) = (run("back", span), self.values.read(*x));
                self.contribute(*x, span, &|into, store| {
                    quote_spanned!(span=> #back::<#rule, _, _>(#vx, #y, #delta, #into, #store);)
                });
            }
            Source::Copy { x, factor, .. } => {
                let (of_copy, factor) = (&of.source, self.values.factor(factor.as_ref(), span));
                let keeps = matches!(of_copy, Source::Copy { shape: None, .. });
                let scale = |adjoint| quote_spanned!(span=> #adjoint *= #factor;);
                if !(keeps && self.hand_on(id, *x, Some(&scale))) {
                    self.copy(*x, &delta, &factor, span);
                }
            }
            Source::Shift { x, .. } => {
                if !self.hand_on(id, *x, None) {
                    let one = self.values.factor(None, span);
                    self.copy(*x, &delta, &one, span);
                }
            }
            Source::Activation { function, x } => {
                let (back, vx) = (run("back_activation", span), self.values.read(*x));
                let in_place = run("pull_back", span);
                let line = |adjoint| quote_spanned!(span=> #in_place::<#function, _, _>(#vx, #y, &mut #adjoint););
                if self.hand_on(id, *x, Some(&line)) {
                    return;
                }
                self.contribute(*x, span, &|into, store| {
                    quote_spanned!(span=> #back::<#function, _, _>(#vx, #y, #delta, #into, #store);)
                });
            }
            Source::Attempt {
                rule,
                exponent,
                operands,
            } => {
                let rule = ir::attempt(rule, exponent.as_ref(), place::at(span));
                self.attempt(id, &rule, operands);
            }
            Source::Call {
                arguments, parts, ..
            } => self.call(id, arguments, *parts),
            Source::Part { .. } => {} // read by the call
            Source::Input | Source::Parameter(_) | Source::Layer { .. } => {
                unreachable!("a function has no layers, and its parameters are not computed")
            }
        }
    }

    fn copy(&mut self, x: Id, delta: &TokenStream, factor: &TokenStream, span: Span) {
        let back = run("back_copy", span);
        self.contribute(
            x,
            span,
            &|into, store| quote_spanned!(span=> #back(#delta, #factor, #into, #store);),
        );
    }

    fn attempt(&mut self, id: Id, rule: &TokenStream, operands: &[Id]) {
        let span = self.values.graph.values[id].span;
        let (y, delta, factors) = (self.values.read(id), self.delta(id), factors(id));
        let reads: Vec<_> = operands.iter().map(|x| self.values.read(*x)).collect();
        let names: &[(&str, usize)] = if operands.len() == 1 {
            &[("vjp", 0)]
        } else {
            &[("vjp_a", 0), ("vjp_b", 1)]
        };
        for (name, operand) in names {
            let name = Ident::new(name, place::at(span));
            let kind = Ident::new(
                if operands.len() == 1 {
                    "TryUnary"
                } else {
                    "TryBinary"
                },
                Span::call_site(),
            );
            self.contribute(operands[*operand], span, &|into, store| {
                quote_spanned! {span=>
                    <#rule as ::typograd::op::#kind>::#name(#(#reads,)* #y, &#factors, #delta, #into, #store);
                }
            });
        }
    }

    /// The way back through another function: each of its parameters' slots is one of ours, an adjoint, or none.
    fn call(&mut self, id: Id, arguments: &[Argument], parts: Option<usize>) {
        let graph = self.values.graph;
        let span = graph.values[id].span;
        let mut before = TokenStream::new();
        let delta = match parts {
            None => self.delta(id),
            Some(count) => {
                let deltas = (0..count).map(|index| {
                    let part = graph.values.iter().position(|value| {
                        matches!(value.source, Source::Part { call, index: i } if call == id && i == index)
                    });
                    if let Some(part) = part.filter(|part| self.touched.contains(part)) {
                        self.delta(part)
                    } else {
                        let (value, index) = (super::values::value(id), syn::Index::from(index));
                        quote!(&::typograd::calculus::run::zeros_like(&#value.#index))
                    }
                });
                quote!((#(#deltas),*))
            }
        };
        let mut slots = Vec::new();
        let mut seen = HashMap::new();
        let mut doubles = Vec::new();
        for (position, argument) in values_of(arguments).enumerate() {
            let Some(to) = argument.filter(|to| self.is_active(*to)) else {
                slots.push(quote!(::core::option::Option::None));
                continue;
            };
            if seen.insert(to, position).is_some() {
                // Given twice: its second gradient is added to the first.
                let double = format_ident!("__d{id}_{position}");
                let value = self.values.read(to);
                before.extend(
                    quote!(let mut #double = ::typograd::calculus::run::zeros_like(#value);),
                );
                slots.push(quote!(::typograd::calculus::run::slot(
                    &mut #double,
                    ::typograd::kernel::Store::set(),
                )));
                doubles.push((to, double));
                continue;
            }
            let first = self.touched.insert(to);
            if let Some(number) = self.varying(to) {
                let slot = slot(number);
                let store = if first {
                    quote!(*__store)
                } else {
                    quote!(__store.continued())
                };
                slots.push(quote! {
                    match &mut #slot {
                        ::core::option::Option::Some((__gradient, __store)) => {
                            ::typograd::calculus::run::slot(&mut **__gradient, #store)
                        }
                        ::core::option::Option::None => ::core::option::Option::None,
                    }
                });
            } else {
                let (adjoint, wanted) = (self.adjoint(to), self.wanted(to));
                let store = if first {
                    let value = self.values.read(to);
                    before.extend(
                        quote!(let mut #adjoint = ::typograd::calculus::run::zeros_like(#value);),
                    );
                    quote!(::typograd::kernel::Store::set())
                } else {
                    quote!(::typograd::kernel::Store::add())
                };
                slots.push(quote! {
                    if #wanted {
                        ::typograd::calculus::run::slot(&mut #adjoint, #store)
                    } else {
                        ::core::option::Option::None
                    }
                });
            }
        }
        let pull = pull(id);
        let given = self.values.arguments(arguments, true, span);
        self.lines.extend(quote_spanned! {span=>
            #before
            #pull(#(#given,)* #delta, #(#slots),*);
        });
        let one = self.values.factor(None, span);
        for (to, double) in doubles {
            self.copy(to, &quote!(&#double), &one, span);
        }
    }
}
