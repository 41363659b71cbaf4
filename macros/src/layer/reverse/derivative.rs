//! The derivative of each kind of value: a line that hands its adjoint on to its operands.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::super::ir::{self, Id, Source};
use super::super::plan::{self, view};
use super::adjoint::{Reverse, Rule, Slot};

/// From the adjoint of a value, which lives in `slot`, to that of an operand.
#[derive(Clone, Copy)]
struct Ends {
    id: Id,
    operand: Id,
    slot: Slot,
}

impl Reverse<'_> {
    pub(super) fn value(&mut self, id: Id) {
        let Some(slot) = self.adjoints.remove(&id) else {
            return; // Nothing depends on it.
        };
        let graph = self.graph;
        let value = &graph.values[id];
        let span = value.span;
        let ends = |operand| Ends { id, operand, slot };
        match &value.source {
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
                    let call = self.binary_rule(&rule, &derivative, ends(operand), (*a, *b), needs);
                    self.contribute(operand, span, &call, None);
                }
            }
            Source::Binary { rule, a, b } => {
                let name = self.forward.rule(id, (rule.name, rule.of));
                // The second operand first: the first one's derivative may then be taken in place.
                for (operand, needs, derivative, is_a) in [
                    (*b, rule.for_b, quote!(lift_vjp_b), false),
                    (*a, rule.for_a, quote!(lift_vjp_a), true),
                ] {
                    let mut call =
                        self.binary_rule(&name, &derivative, ends(operand), (*a, *b), needs);
                    if rule.divides {
                        call.factors = vec![id];
                    }
                    let unchanged = rule.for_a == [false; 3];
                    let may = is_a && rule.in_place && self.alike(*a, id);
                    let may = may && (unchanged || !self.descent.is_pinned(slot));
                    let in_place = may.then(|| {
                        let (shape_a, shape_b) = (self.shape(*a), self.shape(*b));
                        let delta = self.write_slot(slot, *a, span);
                        let b = self.needed(*b, rule.for_a[1], None, span);
                        let line = quote_spanned! {span=>
                            <#name as ::typograd::op::InPlace>::pull_back_a::<#shape_a, #shape_b, _>(#delta, #b);
                        };
                        (slot, line)
                    });
                    self.contribute(operand, span, &call, in_place);
                }
            }
            Source::Unary { rule, x } => {
                let name = self.forward.rule(id, (rule.name, rule.of));
                let call = self.unary_rule(&name, ends(*x), rule.needs, None);
                self.contribute(*x, span, &call, None);
            }
            Source::Copy { x, factor, shape } => {
                let of = self.shape(id);
                let name = quote!(::typograd::op::Copy::<#of>);
                let call = self.unary_rule(&name, ends(*x), [false, false], factor.clone());
                let may = shape.is_none()
                    && self.alike(*x, id)
                    && (factor.is_none() || !self.descent.is_pinned(slot));
                let in_place = may.then(|| {
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
                let call = self.unary_rule(&name, ends(*x), [false, false], None);
                let in_place = self.alike(*x, id).then(|| (slot, quote!()));
                self.contribute(*x, span, &call, in_place);
            }
            Source::Activation { function, x } => {
                let slot = self.changeable(slot, id, span);
                let ends = |operand| Ends { id, operand, slot };
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
                let call = self.unary_rule(&name, ends(*x), [false, false], None);
                let in_place = self.alike(*x, id).then(|| (slot, quote!()));
                self.contribute(*x, span, &call, in_place);
            }
            Source::Layer { field, x } => self.layer(id, field, *x, slot),
            _ => unreachable!("only what a layer computes is visited"),
        }
    }

    fn binary_rule(
        &mut self,
        rule: &TokenStream,
        derivative: &TokenStream,
        Ends { id, operand, slot }: Ends,
        (a, b): (Id, Id),
        needs: [bool; 3],
    ) -> Rule {
        let span = self.graph.values[id].span;
        let (shape_a, shape_b) = (self.shape(a), self.shape(b));
        let read = [(a, needs[0]), (b, needs[1]), (id, needs[2])];
        let views = read.map(|(id, needed)| self.needed(id, needed, Some(operand), span));
        let delta = self.read_slot(slot, id, span);
        let (rule, derivative) = (rule.clone(), derivative.clone());
        let line = move |into, store| {
            quote_spanned! {span=>
                <#rule as ::typograd::op::Binary>::#derivative::<#shape_a, #shape_b, _>(
                    #(#views,)*
                    #delta,
                    #into,
                    #store,
                );
            }
        };
        Rule::new(line, slot, &read)
    }

    fn unary_rule(
        &mut self,
        rule: &TokenStream,
        Ends { id, operand, slot }: Ends,
        needs: [bool; 2],
        factor: Option<TokenStream>,
    ) -> Rule {
        let span = self.graph.values[id].span;
        let shape = self.shape(operand);
        let read = [(operand, needs[0]), (id, needs[1])];
        let [input, output] = read.map(|(id, needed)| self.needed(id, needed, Some(operand), span));
        let delta = self.read_slot(slot, id, span);
        let rule = rule.clone();
        let factor = factor.map(|factor| quote!(.times(#factor)));
        let line = move |into, store| {
            quote_spanned! {span=>
                <#rule as ::typograd::op::Unary>::lift_vjp::<#shape, _>(
                    #input,
                    #output,
                    #delta,
                    #into,
                    #store #factor,
                );
            }
        };
        Rule::new(line, slot, &read)
    }
}
