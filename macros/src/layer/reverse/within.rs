//! The way back through a layer in a field.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Ident;

use super::super::ir::{Id, Source};
use super::super::plan::{self, view, view_mut};
use super::super::shapes;
use super::adjoint::{Reverse, Rule, Slot};

impl Reverse<'_> {
    /// How a layer in a field stores its gradient. The same layer may be applied twice: its gradient is then added to.
    fn within_store(&self, id: Id, field: &Ident, store: &TokenStream) -> TokenStream {
        let mut layers = self.graph.layers();
        let earlier = layers.any(|(other, name)| other > id && name == field);
        let continued = earlier.then(|| quote!(.continued()));
        quote!(::typograd::__private::same_value(#store #continued))
    }

    /// The layer's part in the fused update.
    fn layer_descent(&mut self, id: Id, field: &Ident, x: Id, slot: Slot) {
        let span = self.graph.values[id].span;
        let (ty, within) = (shapes::field_type(field), plan::within(id));
        let (input, delta) = (self.stored(x), Self::slot(slot));
        let pass = quote_spanned! {span=>
            ::typograd::__private::same(#input),
            &*#within,
            ::typograd::__private::same(&*#delta)
        };
        let this = plan::field_mut(&quote!(self), field);
        let store = self.within_store(id, field, &quote!(__store));
        let line = quote_spanned! {span=>
            <#ty as ::typograd::Backward>::descend::<__B>(#this, #pass, #store);
        };
        let is_finite = quote_spanned! {span=>
            <#ty as ::typograd::Backward>::gradient_is_finite::<__B>(#pass)
        };
        self.descent.layer(id, line, is_finite, slot);
    }

    /// The way back through a layer in a field.
    pub(super) fn layer(&mut self, id: Id, field: &Ident, x: Id, slot: Slot) {
        let graph = self.graph;
        let span = graph.values[id].span;
        let ty = shapes::field_type(field);
        // The layer uses it up.
        let slot = self.changeable(slot, id, span);
        let store = self.within_store(id, field, &quote!((*__store)));
        let within = plan::within(id);
        let (this, part) = (
            plan::field(&quote!(self), field),
            plan::field_mut(&quote!(__gradient), field),
        );
        let (input, delta) = (self.stored(x), Self::slot(slot));
        self.layer_descent(id, field, x, slot);
        let call = |dx: TokenStream| {
            quote_spanned! {span=>
                <#ty as ::typograd::Backward>::pull_back::<__B>(
                    #this,
                    ::typograd::__private::same(#input),
                    #within,
                    ::typograd::__private::same_mut(&mut *#delta),
                    __gradient.as_mut().map(|(__gradient, __store)| (#part, #store)),
                    #dx,
                );
            }
        };
        let is_input = matches!(graph.values[x].source, Source::Input);
        let fresh = if is_input {
            !self.touched.contains(&x)
        } else {
            !self.adjoints.contains_key(&x)
        };
        if is_input && fresh {
            self.touched.insert(x);
            self.lines.push(call(quote!(
                __dx.as_deref_mut().map(::typograd::__private::same_mut)
            )));
        } else if is_input {
            // The layer overwrites: its part goes into a cell of its own and is added, if it is asked for.
            let part = Self::slot(self.new_scratch(x));
            let shape = self.shape(x);
            let line = call(quote! {
                if __dx.is_some() {
                    ::core::option::Option::Some(::typograd::__private::same_mut(&mut *#part))
                } else {
                    ::core::option::Option::None
                }
            });
            let (from, into) = (
                view(&quote!(&*#part), span),
                view_mut(&quote!(&mut *__dx), span),
            );
            self.lines.push(quote_spanned! {span=>
                #line
                if let ::core::option::Option::Some(__dx) = __dx.as_deref_mut() {
                    <::typograd::op::Copy<#shape> as ::typograd::op::Unary>::lift_value::<#shape, _>(
                        #from,
                        #into,
                        ::typograd::kernel::Store::add(),
                    );
                }
            });
        } else if fresh {
            let slot = self.new_scratch(x);
            self.adjoints.insert(x, slot);
            let into = Self::slot(slot);
            self.lines.push(call(quote! {
                ::core::option::Option::Some(::typograd::__private::same_mut(&mut *#into))
            }));
        } else {
            let part_slot = self.new_scratch(x);
            let part = Self::slot(part_slot);
            let line = call(quote! {
                ::core::option::Option::Some(::typograd::__private::same_mut(&mut *#part))
            });
            let shape = self.shape(x);
            let from = self.read_slot(part_slot, x, span);
            let rule = move |into: TokenStream, store: TokenStream| {
                quote_spanned! {span=>
                    #line
                    <::typograd::op::Copy<#shape> as ::typograd::op::Unary>::lift_value::<#shape, _>(
                        #from, #into, #store,
                    );
                }
            };
            self.contribute(x, span, &Rule::new(rule, part_slot, &[]), None);
        }
    }
}
