//! Structs whose fields are parameters or hold some: layers, and networks.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Field, Generics, ItemStruct};

use crate::place;

/// What the fields of a struct are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    /// Tensors, layers and `PhantomData`.
    Parameters,
    /// Layers.
    Layers,
}

/// A struct with such fields.
pub(crate) struct Structure<'a> {
    name: &'a Ident,
    generics: &'a Generics,
    fields: &'a [&'a Field],
    parts: Parts,
}

impl<'a> Structure<'a> {
    pub(crate) fn new(item: &'a ItemStruct, fields: &'a [&'a Field], parts: Parts) -> Self {
        Self {
            name: &item.ident,
            generics: &item.generics,
            fields,
            parts,
        }
    }

    /// `<Matrix<…> as ::typograd::Parameters>::visit::<__T>`, at the place of the field's type.
    fn of(&self, field: &Field, name: &str, arguments: &TokenStream) -> TokenStream {
        match self.parts {
            Parts::Parameters => {
                let name = format_ident!("{name}");
                place::member(&field.ty, "Parameters", quote!(#name #arguments))
            }
            Parts::Layers => {
                let name = format_ident!("{name}_layer");
                place::member(&field.ty, "Layer", quote!(#name #arguments))
            }
        }
    }

    /// `impl Parameters` and `impl Zeroed`, field by field. A field may have an initialiser of its own.
    pub(crate) fn parameters(&self, initializers: &[Option<TokenStream>]) -> TokenStream {
        let (name, fields) = (self.name, self.fields);
        let (of, types, clause) = self.generics.split_for_impl();
        let names: Vec<_> = fields.iter().map(|field| field.ident.as_ref()).collect();
        let texts = names.iter().map(|name| name.map(Ident::to_string));
        let every = |item: &str, arguments: &TokenStream| -> Vec<TokenStream> {
            fields
                .iter()
                .map(|field| self.of(field, item, arguments))
                .collect()
        };
        let counts = fields.iter().map(|field| match self.parts {
            Parts::Parameters => self.of(field, "COUNT", &quote!()),
            Parts::Layers => place::member(&field.ty, "Layer", quote!(PARAMS)),
        });
        let begin = fields.iter().enumerate().map(|(i, field)| {
            let name = &field.ident;
            if let Some(Some(initializer)) = initializers.get(i) {
                return quote!(#initializer.fill(&mut self.#name, rng););
            }
            let initialize = self.of(field, "initialize", &quote!());
            quote!(#initialize(&mut self.#name, rng);)
        });
        let all = (!fields.is_empty()).then(|| quote!(let Self { #(#names: _),* } = self;));
        let element = format_ident!("__T");
        let visit = every("visit", &quote!(::<#element>));
        let zip = every("zip", &quote!(::<#element, __K>));
        quote! {
            // SAFETY: each field is `Zeroed`, being used as one of `Parameters` or `Layer` below, and `visit` names them
            // all; padding is not read.
            #[allow(unsafe_code)]
            unsafe impl #of ::typograd::Zeroed for #name #types #clause {}

            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #of ::typograd::network::Parameters for #name #types #clause {
                const COUNT: ::core::primitive::usize = 0 #(+ #counts)*;

                #[allow(unused_variables)]
                fn initialize(&mut self, rng: &mut ::typograd::Rng) {
                    #(#begin)*
                }

                #[allow(unused_variables)]
                fn visit<__T: ::typograd::Element>(
                    &self,
                    path: &::typograd::network::Path<'_>,
                    visitor: &mut dyn ::core::ops::FnMut(::typograd::network::Parameter<'_, __T>),
                ) {
                    #all
                    #(#visit(&self.#names, &path.field(#texts), visitor);)*
                }

                #[allow(unused_variables, unused_mut)]
                fn zip<__T: ::typograd::Element, const __K: ::core::primitive::usize>(
                    mut parts: [&mut Self; __K],
                    each: &mut dyn ::core::ops::FnMut([&mut [__T]; __K]),
                ) {
                    #(#zip(parts.each_mut().map(|part| &mut part.#names), each);)*
                }
            }
        }
    }
}
