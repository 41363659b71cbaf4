//! The derivative of each kind of value: a line that hands its adjoint on to its operands.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::super::ir::{self, Id, Source};
use super::super::plan::{self, view};
use super::adjoint::{Reverse, Slot};

impl Reverse<'_> {
    pub(super) fn value(&mut self, id: Id) {
        let Some(slot) = self.adjoints.remove(&id) else {
            return; // Nothing depends on it.
        };
        let graph = self.graph;
        let value = &graph.values[id];
        let span = value.span;
        match &value.source {
            Source::Input | Source::Parameter(_) => {
                unreachable!("only computed values are visited")
            }
            Source::Product {
                a,
                a_transposed,
                b,
                b_transposed,
            } => {
                let rule = ir::product(*a_transposed, *b_transposed);
                for (operand, needs, derivative) in [
                    (*a, [false, true, false], quote!(lift_vjp_a)),
                    (*b, [true, false, false], quote!(lift_vjp_b)),
                ] {
                    let call = self.binary_rule(&rule, &derivative, id, (*a, *b), needs, slot);
                    self.contribute(operand, span, &call, None);
                }
            }
            Source::Binary { rule, a, b } => {
                let name = ir::rule(rule.name, Span::call_site());
                let for_a =
                    self.binary_rule(&name, &quote!(lift_vjp_a), id, (*a, *b), rule.for_a, slot);
                let for_b =
                    self.binary_rule(&name, &quote!(lift_vjp_b), id, (*a, *b), rule.for_b, slot);
                // The second operand first: the first one's derivative may then be taken in place.
                self.contribute(*b, span, &for_b, None);
                let in_place = self.alike(*a, id).then(|| {
                    let (shape_a, shape_b) = (self.shape(*a), self.shape(*b));
                    let delta = self.write_slot(slot, *a, span);
                    let b = self.needed(*b, rule.for_a[1], span);
                    let line = quote_spanned! {span=>
                        <#name as ::typograd::op::InPlace>::pull_back_a::<#shape_a, #shape_b, _>(#delta, #b);
                    };
                    (slot, line)
                });
                self.contribute(*a, span, &for_a, in_place);
            }
            Source::Unary { rule, x } => {
                let name = ir::rule(rule.name, Span::call_site());
                let call = self.unary_rule(&name, id, *x, rule.needs, slot, None);
                self.contribute(*x, span, &call, None);
            }
            Source::Copy { x, factor, shape } => {
                let of = self.shape(id);
                let name = quote!(::typograd::op::Copy::<#of>);
                let call = self.unary_rule(&name, id, *x, [false, false], slot, factor.clone());
                let in_place = (shape.is_none() && self.alike(*x, id)).then(|| {
                    let delta = self.write_slot(slot, id, span);
                    let line = factor
                        .as_ref()
                        .map(|factor| quote_spanned!(span=> #name::scale(#delta, #factor);));
                    (slot, quote!(#line))
                });
                self.contribute(*x, span, &call, in_place);
            }
            Source::Shift { x, .. } => {
                let of = self.shape(id);
                let name = quote!(::typograd::op::Copy::<#of>);
                let call = self.unary_rule(&name, id, *x, [false, false], slot, None);
                let in_place = self.alike(*x, id).then(|| (slot, quote!()));
                self.contribute(*x, span, &call, in_place);
            }
            Source::Activation { function, x } => {
                let (kept, output) = (plan::kept(id), self.stored(id));
                let (delta, of) = (self.write_slot(slot, id, span), self.shape(id));
                let kept = view(&quote!(::typograd::op::Kept::or(&*#kept, #output)), span);
                self.lines.push(quote_spanned! {span=>
                    <#function as ::typograd::op::Differentiable>::pull_back(
                        #kept.elements(),
                        #delta.elements(),
                        ::typograd::op::row_width::<#of>(),
                    );
                });
                let name = quote!(::typograd::op::Copy::<#of>);
                let call = self.unary_rule(&name, id, *x, [false, false], slot, None);
                let in_place = self.alike(*x, id).then(|| (slot, quote!()));
                self.contribute(*x, span, &call, in_place);
            }
            Source::Layer { field, x } => self.layer(id, field, *x, slot),
        }
    }

    fn binary_rule(
        &self,
        rule: &TokenStream,
        derivative: &TokenStream,
        id: Id,
        (a, b): (Id, Id),
        needs: [bool; 3],
        slot: Slot,
    ) -> impl Fn(TokenStream, TokenStream) -> TokenStream + use<> {
        let span = self.graph.values[id].span;
        let (shape_a, shape_b) = (self.shape(a), self.shape(b));
        let views = [(a, needs[0]), (b, needs[1]), (id, needs[2])]
            .map(|(id, needed)| self.needed(id, needed, span));
        let delta = self.read_slot(slot, id, span);
        let (rule, derivative) = (rule.clone(), derivative.clone());
        move |into, store| {
            quote_spanned! {span=>
                <#rule as ::typograd::op::Binary>::#derivative::<#shape_a, #shape_b, _>(
                    #(#views,)*
                    #delta,
                    #into,
                    #store,
                );
            }
        }
    }

    fn unary_rule(
        &self,
        rule: &TokenStream,
        id: Id,
        x: Id,
        needs: [bool; 2],
        slot: Slot,
        factor: Option<TokenStream>,
    ) -> impl Fn(TokenStream, TokenStream) -> TokenStream + use<> {
        let span = self.graph.values[id].span;
        let shape = self.shape(x);
        let (input, output) = (
            self.needed(x, needs[0], span),
            self.needed(id, needs[1], span),
        );
        let delta = self.read_slot(slot, id, span);
        let rule = rule.clone();
        let factor = factor.map(|factor| quote!(.times(#factor)));
        move |into, store| {
            quote_spanned! {span=>
                <#rule as ::typograd::op::Unary>::lift_vjp::<#shape, _>(
                    #input,
                    #output,
                    #delta,
                    #into,
                    #store #factor,
                );
            }
        }
    }
}
