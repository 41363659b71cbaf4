//! Where adjoints live, and how they are added up.
//!
//! A value's adjoint lives in the caller's `delta` or in a scratch cell. Where an operation's derivative can be taken
//! in place, the adjoint of its operand takes over the place of its own.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use super::super::forward::Forward;
use super::super::ir::{Graph, Id, Source};
use super::super::plan::{self, Cell, view, view_mut};
use super::super::shapes;
use super::super::signature::Signature;
use super::descent::Descent;

/// Where an adjoint lives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Delta,
    Scratch(usize),
}

pub(super) struct Reverse<'a> {
    pub(super) signature: &'a Signature,
    pub(super) graph: &'a Graph,
    pub(super) forward: &'a Forward<'a>,
    pub(super) adjoints: HashMap<Id, Slot>,
    pub(super) scratch: Vec<Cell>,
    /// Parameters and the input, once something was written to their gradient.
    pub(super) touched: HashSet<Id>,
    pub(super) lines: Vec<TokenStream>,
    pub(super) descent: Descent,
}

pub(super) fn scratch(number: usize) -> Ident {
    format_ident!("__scratch_{number}")
}

/// What turns a value's adjoint into an operand's.
pub(super) struct Rule {
    /// The line, given where the result goes and how it is stored there.
    pub(super) line: Box<dyn Fn(TokenStream, TokenStream) -> TokenStream>,
    /// Where the value's adjoint lives.
    pub(super) slot: Slot,
    /// What it is multiplied by: where this and the adjoint are finite, so is the result.
    pub(super) factors: Vec<Id>,
}

impl Rule {
    /// A rule that reads those of the values that it needs.
    pub(super) fn new(
        line: impl Fn(TokenStream, TokenStream) -> TokenStream + 'static,
        slot: Slot,
        values: &[(Id, bool)],
    ) -> Self {
        let needed = values.iter().filter(|(_, needed)| *needed);
        Self {
            line: Box::new(line),
            slot,
            factors: needed.map(|(id, _)| *id).collect(),
        }
    }
}

impl Reverse<'_> {
    pub(super) fn shape(&self, id: Id) -> TokenStream {
        shapes::shape(self.signature, self.graph, id)
    }

    pub(super) fn slot(slot: Slot) -> TokenStream {
        match slot {
            Slot::Delta => quote!(__delta),
            Slot::Scratch(number) => {
                let name = scratch(number);
                quote!(#name)
            }
        }
    }

    /// The adjoint of a value, to be read, under the shape the rules give it.
    pub(super) fn read_slot(&self, slot: Slot, id: Id, span: Span) -> TokenStream {
        let (name, shape) = (Self::slot(slot), self.shape(id));
        let view = view(&quote!(&*#name), span);
        quote_spanned!(span=> #view.assume::<#shape>())
    }

    pub(super) fn write_slot(&self, slot: Slot, id: Id, span: Span) -> TokenStream {
        let (name, shape) = (Self::slot(slot), self.shape(id));
        let view = view_mut(&quote!(&mut *#name), span);
        quote_spanned!(span=> #view.assume::<#shape>())
    }

    pub(super) fn new_scratch(&mut self, of: Id) -> Slot {
        let batched = self.graph.values[of].batched;
        self.scratch.push(Cell { of, batched });
        Slot::Scratch(self.scratch.len() - 1)
    }

    /// Adds to the adjoint of `operand`: out of place by `rule`, or by `in_place`, which changes the adjoint in `slot`
    /// itself and makes it the operand's.
    pub(super) fn contribute(
        &mut self,
        operand: Id,
        span: Span,
        rule: &Rule,
        in_place: Option<(Slot, TokenStream)>,
    ) {
        let write = &rule.line;
        let graph = self.graph;
        let line = match &graph.values[operand].source {
            Source::Parameter(field) => {
                let first = self.touched.insert(operand);
                let store = if first {
                    quote!(__store)
                } else {
                    quote!(__store.continued())
                };
                let line = |of: TokenStream| {
                    let into = view_mut(&plan::field_mut(&of, field), span);
                    write(into, store.clone())
                };
                self.descent
                    .parameter(operand, line(quote!(self)), rule, span);
                let line = line(quote!(__gradient));
                quote_spanned! {span=>
                    if let ::core::option::Option::Some((__gradient, __store)) = __gradient.as_mut() {
                        let __store = *__store;
                        #line
                    }
                }
            }
            Source::Input => {
                let store = self.store(operand);
                let line = write(view_mut(&quote!(&mut *__dx), span), store);
                quote_spanned! {span=>
                    if let ::core::option::Option::Some(__dx) = __dx.as_deref_mut() {
                        #line
                    }
                }
            }
            _ => match (self.adjoints.get(&operand).copied(), in_place) {
                (Some(slot), _) => {
                    let slot = self.changeable(slot, operand, span);
                    self.adjoints.insert(operand, slot);
                    let into = self.write_slot(slot, operand, span);
                    write(into, quote!(::typograd::kernel::Store::add()))
                }
                (None, Some((slot, line))) => {
                    self.adjoints.insert(operand, slot);
                    line
                }
                (None, None) => {
                    let slot = self.new_scratch(operand);
                    self.adjoints.insert(operand, slot);
                    let into = self.write_slot(slot, operand, span);
                    write(into, quote!(::typograd::kernel::Store::set()))
                }
            },
        };
        self.lines.push(line);
    }

    /// How the input's gradient is stored: set by the first contribution, added to by the others.
    pub(super) fn store(&mut self, input: Id) -> TokenStream {
        if self.touched.insert(input) {
            quote!(::typograd::kernel::Store::set())
        } else {
            quote!(::typograd::kernel::Store::add())
        }
    }

    /// Whether an operand's adjoint could take over the place of the value's: both computed, and batched alike.
    pub(super) fn alike(&self, operand: Id, id: Id) -> bool {
        let value = &self.graph.values[operand];
        !value.source.is_given() && value.batched == self.graph.values[id].batched
    }

    /// A needed value to be read, or nothing in its place. What is written to a parameter reads others as they were.
    pub(super) fn needed(
        &mut self,
        id: Id,
        needed: bool,
        written: Option<Id>,
        span: Span,
    ) -> TokenStream {
        let is_parameter = |id: Id| matches!(self.graph.values[id].source, Source::Parameter(_));
        if !needed {
            quote_spanned!(span=> ::typograd::op::View::absent())
        } else if written.is_some_and(is_parameter) && is_parameter(id) {
            self.descent.copied(id, span)
        } else {
            self.read(id, span)
        }
    }

    pub(super) fn read(&self, id: Id, span: Span) -> TokenStream {
        view(&self.stored(id), span)
    }

    /// Where the forward pass left a value.
    pub(super) fn stored(&self, id: Id) -> TokenStream {
        stored(self.forward, id)
    }
}

/// The value in the workspace, long after the forward pass.
pub(super) fn stored(forward: &Forward<'_>, id: Id) -> TokenStream {
    match &forward.graph.values[id].source {
        Source::Layer { field, x } => {
            let ty = shapes::field_type(field);
            let (within, x) = (plan::within(id), stored(forward, *x));
            let output = quote! {
                <#ty as ::typograd::Backward>::output::<__B>(
                    ::typograd::__private::same(#x),
                    &*#within,
                )
            };
            plan::returned(forward.signature, forward.graph, id, &output)
        }
        _ => forward.holder(id),
    }
}
