//! The fused update θ ← keep θ + scale ∇θ, and the question before it, whether ∇θ is finite: the sweep's lines for
//! parameters once more, after the sweep.
//!
//! They read what they read in the sweep. So an adjoint that one of them reads is changed no more once it is due:
//! [`Reverse::changeable`] copies it for what would. And a parameter whose value they read has been copied, as others
//! are written before them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::super::ir::{Id, Source};
use super::super::plan::{self, Cell, Workspace, view, view_mut};
use super::super::shapes;
use super::adjoint::{Reverse, Rule, Slot};

/// What the fused update adds to the sweep.
#[derive(Default)]
pub(super) struct Descent {
    /// The lines that write to parameters, and to layers within.
    lines: Vec<TokenStream>,
    /// Where adjoints lie that these read: they stay as they are.
    pinned: Vec<Slot>,
    /// The adjoints and the values that parameters' gradients are products of.
    adjoints: Vec<(Slot, Span)>,
    factors: Vec<(Id, Span)>,
    /// What layers within say of their own.
    within: Vec<TokenStream>,
    /// Parameters that these read, and so are copied.
    copies: Vec<Id>,
    /// Parameters and layers that are written to.
    written: Vec<Id>,
}

/// A parameter's value as it was before the update.
fn copy(id: Id) -> Ident {
    format_ident!("__copy_{id}")
}

/// Adds what is not there yet.
fn once<X, K: PartialEq>(all: &mut Vec<X>, one: X, key: fn(&X) -> K) {
    if all.iter().all(|other| key(other) != key(&one)) {
        all.push(one);
    }
}

impl Descent {
    pub(super) fn is_pinned(&self, slot: Slot) -> bool {
        self.pinned.contains(&slot)
    }

    /// A line that writes to a parameter.
    pub(super) fn parameter(&mut self, id: Id, line: TokenStream, rule: &Rule, span: Span) {
        self.lines.push(line);
        once(&mut self.written, id, |id| *id);
        once(&mut self.pinned, rule.slot, |slot| *slot);
        once(&mut self.adjoints, (rule.slot, span), |(slot, _)| *slot);
        for factor in &rule.factors {
            once(&mut self.factors, (*factor, span), |(id, _)| *id);
        }
    }

    /// What a layer within does, and what it says of its gradient.
    pub(super) fn layer(&mut self, id: Id, line: TokenStream, is_finite: TokenStream, slot: Slot) {
        self.lines.push(line);
        once(&mut self.written, id, |id| *id);
        once(&mut self.pinned, slot, |slot| *slot);
        self.within.push(is_finite);
    }

    /// A parameter's value as it was, to be read.
    pub(super) fn copied(&mut self, id: Id, span: Span) -> TokenStream {
        once(&mut self.copies, id, |id| *id);
        let copy = copy(id);
        view(&quote!(&*#copy), span)
    }
}

impl Reverse<'_> {
    /// A slot that may be changed: this one, or a copy, if a parameter's line is yet to read what it holds.
    pub(super) fn changeable(&mut self, slot: Slot, id: Id, span: Span) -> Slot {
        if !self.descent.is_pinned(slot) {
            return slot;
        }
        let other = self.new_scratch(id);
        let shape = self.shape(id);
        let (from, into) = (
            self.read_slot(slot, id, span),
            self.write_slot(other, id, span),
        );
        self.lines.push(copy_line(&shape, &from, &into, span));
        other
    }

    /// The lines that copy parameters, and the places they are copied to.
    pub(super) fn copies(&self, workspace: &mut Workspace) -> TokenStream {
        let copies = self.descent.copies.iter().map(|id| {
            let value = &self.graph.values[*id];
            let Source::Parameter(field) = &value.source else {
                unreachable!("only parameters are copied")
            };
            let cell = Cell {
                of: *id,
                batched: false,
            };
            workspace.add(
                copy(*id),
                plan::cell_type(self.signature, self.graph, &cell),
            );
            let (copy, span) = (copy(*id), value.span);
            let from = view(&plan::field(&quote!(self), field), span);
            let into = view_mut(&quote!(&mut *#copy), span);
            copy_line(&self.shape(*id), &from, &into, span)
        });
        copies.collect()
    }

    /// `fn gradient_is_finite` and `fn descend`.
    pub(super) fn descent(&self, pattern: &TokenStream) -> TokenStream {
        let Descent {
            lines,
            adjoints,
            factors,
            within,
            copies,
            ..
        } = &self.descent;
        let adjoints = adjoints.iter().map(|(slot, span)| {
            let slot = Self::slot(*slot);
            view(&quote!(&*#slot), *span)
        });
        let factors = factors.iter().map(|(id, span)| {
            if copies.contains(id) {
                let copy = copy(*id);
                view(&quote!(&*#copy), *span)
            } else {
                self.read(*id, *span)
            }
        });
        let views = adjoints.chain(factors);
        let rest = self.rest();
        quote! {
            #[allow(unused_variables, clippy::all, clippy::pedantic)] // generated: not the user's to tidy
            fn gradient_is_finite<__B: ::typograd::Dim>(
                __x: &::typograd::network::InputBatch<__B, Self>,
                __saved: &Self::Saved<__B>,
                __delta: &::typograd::network::OutputBatch<__B, Self>,
            ) -> ::core::primitive::bool {
                let #pattern = __saved;
                true #(&& #views.is_finite())* #(&& #within)*
            }

            #[allow(unused_variables, clippy::all, clippy::pedantic)] // generated: not the user's to tidy
            fn descend<__B: ::typograd::Dim>(
                &mut self,
                __x: &::typograd::network::InputBatch<__B, Self>,
                __saved: &Self::Saved<__B>,
                __delta: &::typograd::network::OutputBatch<__B, Self>,
                __store: ::typograd::kernel::Store<Self::Elem>,
            ) {
                let #pattern = __saved;
                #rest
                #(#lines)*
            }
        }
    }

    /// Parameters that the output does not depend on have a gradient of zero. Whether there are any is for the compiler to
    /// say: the struct's fields are not known here.
    fn rest(&self) -> TokenStream {
        let (mut counts, mut places, mut seen) = (Vec::new(), Vec::new(), Vec::new());
        for id in &self.descent.written {
            let (field, count) = match &self.graph.values[*id].source {
                Source::Parameter(field) => {
                    let shape = self.shape(*id);
                    (field, quote!(<#shape as ::typograd::Shape>::LEN))
                }
                Source::Layer { field, .. } => {
                    let ty = shapes::field_type(field);
                    (field, quote!(<#ty as ::typograd::Layer>::PARAMS))
                }
                _ => unreachable!("only parameters and layers are written to"),
            };
            if !seen.contains(&field) {
                seen.push(field);
                counts.push(count);
                let field = plan::field(&quote!(self), field);
                places.push(quote!(::typograd::__private::place(#field)));
            }
        }
        quote! {
            let __written = [#(#places),*];
            <Self as ::typograd::Backward>::put_nothing_elsewhere(
                self,
                0 #(+ #counts)*,
                &__written,
                __store,
            );
        }
    }
}

fn copy_line(
    shape: &TokenStream,
    from: &TokenStream,
    into: &TokenStream,
    span: Span,
) -> TokenStream {
    quote_spanned! {span=>
        <::typograd::op::Copy<#shape> as ::typograd::op::Unary>::lift_value::<#shape, _>(
            #from,
            #into,
            ::typograd::kernel::Store::set(),
        );
    }
}
