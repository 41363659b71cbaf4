//! Forward mode: beside every value that varies, its tangent.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::activity::{Set, values_of};
use super::values::{Values, factors, path_to, run, value};
use crate::expression::ir::{self, Id, Source};
use crate::place;

/// The tangent of a value; a reference, if it is that of a parameter.
pub(super) fn tangent(id: Id) -> Ident {
    format_ident!("__t{id}")
}

pub(super) struct Tangents<'a> {
    pub(super) values: &'a Values<'a>,
    pub(super) active: &'a [Set],
}

impl Tangents<'_> {
    fn is_active(&self, id: Id) -> bool {
        !self.active[id].is_empty()
    }

    /// A reference to the tangent of a value that varies.
    fn read(&self, id: Id) -> TokenStream {
        match &self.values.graph.values[id].source {
            Source::Part { call, index } => {
                let (call, index) = (tangent(*call), syn::Index::from(*index));
                quote!(&#call.#index)
            }
            Source::Parameter(_) => {
                let name = tangent(id);
                quote!(#name)
            }
            _ => {
                let name = tangent(id);
                quote!(&#name)
            }
        }
    }

    /// The tangent of a result: zeros, if it does not vary.
    pub(super) fn result(&self, id: Id) -> TokenStream {
        if self.is_active(id) {
            let read = self.read(id);
            quote!(::typograd::calculus::run::own(#read))
        } else {
            let value = self.values.read(id);
            quote!(::typograd::calculus::run::zeros_like(#value))
        }
    }

    /// All lines: each value, and its tangent.
    pub(super) fn lines(&self) -> TokenStream {
        let computed = self.values.graph.computed();
        let both = computed.map(|(id, of)| {
            let pushed = matches!(of.source, Source::Call { .. });
            let value = (!pushed).then(|| self.values.line(id));
            let tangent = self.line(id);
            quote!(#value #tangent)
        });
        both.collect()
    }

    fn line(&self, id: Id) -> TokenStream {
        let of = &self.values.graph.values[id];
        let span = of.span;
        let (name, y) = (tangent(id), self.values.read(id));
        if let Source::Call { .. } = of.source {
            return self.call(id);
        }
        if !self.is_active(id) {
            return quote!();
        }
        match &of.source {
            Source::Product { a, b, .. } | Source::Binary { a, b, .. } => {
                let rule = Values::rule_of_two(self.values.graph, id, span);
                let (va, vb) = (self.values.read(*a), self.values.read(*b));
                let steps = [(*a, run("along_a", span)), (*b, run("along_b", span))];
                let steps = steps.into_iter().filter(|(x, _)| self.is_active(*x));
                let steps = steps.enumerate().map(|(i, (x, along))| {
                    let (tx, store) = (self.read(x), store(i));
                    quote_spanned!(span=> #along::<#rule, _, _, _>((#va, #vb), #y, #tx, &mut #name, #store);)
                });
                self.accumulated(id, steps)
            }
            Source::Unary { rule, x } => {
                let rule =
                    ir::rule_of(self.values.graph, id, (rule.name, rule.of), place::at(span));
                let (along, vx, tx) = (run("along", span), self.values.read(*x), self.read(*x));
                let store = store(0);
                let step =
                    quote_spanned!(span=> #along::<#rule, _, _>(#vx, #y, #tx, &mut #name, #store););
                self.accumulated(id, [step])
            }
            Source::Copy { x, factor, shape } => {
                let factor = self.values.factor(factor.as_ref(), span);
                let tx = self.read(*x);
                let copy = Values::copy(&tx, &factor, shape.as_ref(), span);
                quote_spanned!(span=> let #name = #copy;)
            }
            Source::Shift { x, .. } => {
                let tx = self.read(*x);
                quote_spanned!(span=> let #name = ::typograd::calculus::run::own(#tx);)
            }
            Source::Activation { function, x } => {
                let (along, vx, tx) = (
                    run("along_activation", span),
                    self.values.read(*x),
                    self.read(*x),
                );
                quote_spanned!(span=> let #name = #along::<#function, _, _>(#vx, #y, #tx);)
            }
            Source::Attempt {
                rule,
                exponent,
                operands,
            } => {
                let rule = ir::attempt(rule, exponent.as_ref(), place::at(span));
                self.attempt(id, &rule, operands)
            }
            Source::Call { .. } | Source::Part { .. } => quote!(),
            Source::Input | Source::Parameter(_) | Source::Layer { .. } => {
                unreachable!("a function has no layers, and its parameters are not computed")
            }
        }
    }

    /// A tangent that is a sum.
    fn accumulated(&self, id: Id, steps: impl IntoIterator<Item = TokenStream>) -> TokenStream {
        let (name, y) = (tangent(id), self.values.read(id));
        let steps = steps.into_iter();
        quote! {
            let mut #name = ::typograd::calculus::run::zeros_like(#y);
            #(#steps)*
        }
    }

    fn attempt(&self, id: Id, rule: &TokenStream, operands: &[Id]) -> TokenStream {
        let span = self.values.graph.values[id].span;
        let (name, y, factors) = (tangent(id), self.values.read(id), factors(id));
        let reads: Vec<_> = operands.iter().map(|x| self.values.read(*x)).collect();
        let (kind, names): (_, &[&str]) = if operands.len() == 1 {
            ("TryUnary", &["jvp"])
        } else {
            ("TryBinary", &["jvp_a", "jvp_b"])
        };
        let kind = Ident::new(kind, Span::call_site());
        let active = names
            .iter()
            .zip(operands)
            .filter(|(_, x)| self.is_active(**x));
        let steps = active.enumerate().map(|(i, (along, x))| {
            let (along, tx, store) = (Ident::new(along, place::at(span)), self.read(*x), store(i));
            quote_spanned! {span=>
                <#rule as ::typograd::op::#kind>::#along(#(#reads,)* #y, &#factors, #tx, &mut #name, #store);
            }
        });
        self.accumulated(id, steps)
    }

    /// Another function pushes its value and tangent together; the value of the lines before is not computed here.
    fn call(&self, id: Id) -> TokenStream {
        let of = &self.values.graph.values[id];
        let Source::Call {
            function,
            arguments,
            fails,
            ..
        } = &of.source
        else {
            unreachable!("asked for a call");
        };
        let span = of.span;
        let path = path_to(function, "__tangent");
        let tangents = values_of(arguments).map(|argument| match argument {
            Some(x) if self.is_active(x) => {
                let tx = self.read(x);
                quote!(::core::option::Option::Some(
                    ::typograd::calculus::run::GiveAgain::give_again(#tx)
                ))
            }
            _ => quote!(::core::option::Option::None),
        });
        let given = self.values.arguments(arguments, false, span);
        let (value, name) = (value(id), tangent(id));
        let attempt = fails.then(|| quote_spanned!(span=> ?));
        quote_spanned!(span=> let (#value, #name) = #path(#(#given,)* #(#tangents),*)#attempt;)
    }
}

/// The first term is stored, the others are added.
fn store(i: usize) -> TokenStream {
    if i == 0 {
        quote!(::typograd::kernel::Store::set())
    } else {
        quote!(::typograd::kernel::Store::add())
    }
}
