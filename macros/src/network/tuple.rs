//! Tuples of layers are networks: the traits for each number of layers, for typograd itself.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Generics, Index, LitInt, Result};

use super::chain::{Chain, Link};

/// Implements the traits for tuples of 1 to `longest` layers.
pub(crate) fn tuples(longest: TokenStream) -> TokenStream {
    let longest = || -> Result<usize> { syn::parse2::<LitInt>(longest)?.base10_parse() };
    match longest() {
        Ok(longest) => (1..=longest).map(tuple).collect(),
        Err(error) => error.into_compile_error(),
    }
}

fn tuple(length: usize) -> TokenStream {
    let names: Vec<Ident> = (0..length).map(|i| format_ident!("L{i}")).collect();
    let mut generics = Generics::default();
    generics.params.push(syn::parse_quote!(L0: crate::Layer));
    for pair in names.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        generics.params.push(syn::parse_quote!(
            #after: crate::Layer<
                Elem = <L0 as crate::Layer>::Elem,
                In: crate::network::Follows<<#before as crate::Layer>::Out>,
            >
        ));
    }
    let links = names.iter().enumerate().map(|(i, name)| Link {
        place: Index::from(i).into_token_stream(),
        names: vec![i.to_string()],
        stored: None,
        ty: syn::parse_quote!(#name),
    });
    let chain = Chain {
        ty: quote!((#(#names,)*)),
        links: links.collect(),
        generics,
    };
    let ladder = chain.ladder();
    let members: Vec<_> = (0..length).map(Index::from).collect();
    let texts = (0..length).map(|i| i.to_string());
    let layout_names = (0..length).map(|i| i.to_string());
    quote! {
        #[diagnostic::do_not_recommend]
        impl<#(#names: crate::network::Parameters),*> crate::network::Parameters for (#(#names,)*) {
            const COUNT: ::core::primitive::usize = 0 #(+ #names::COUNT)*;

            #[allow(unsafe_code)] // an element's own type is named beside its own place
            const LAYOUT: crate::network::Layout<Self> =
                // SAFETY: each part is an element, by its index.
                unsafe {
                    crate::network::Layout::of_parts(const {
                        &[#(crate::network::Part::new(
                            #layout_names,
                            ::core::mem::offset_of!(Self, #members),
                            #names::LAYOUT,
                        )),*]
                    })
                };

            fn initialize(&mut self, rng: &mut crate::Rng) {
                #(self.#members.initialize(rng);)*
            }

            fn visit<__T: crate::Element>(
                &self,
                path: &crate::network::Path<'_>,
                visitor: &mut dyn FnMut(crate::network::Parameter<'_, __T>),
            ) {
                #(self.#members.visit(&path.field(#texts), visitor);)*
            }

            fn zip<__T: crate::Element, const __K: ::core::primitive::usize>(
                mut parts: [&mut Self; __K],
                each: &mut dyn FnMut([&mut [__T]; __K]),
            ) {
                #(#names::zip(parts.each_mut().map(|part| &mut part.#members), each);)*
            }
        }

        #ladder
    }
}
