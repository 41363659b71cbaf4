//! A network with a literal dimension that is none.
//!
//! That it is none the compiler says of the struct's field, which a derive cannot change. What is derived stands in for the
//! rest, so that nothing more is said: the ends of the network are those of its layers with a dimension in that place.

use proc_macro2::TokenStream;
use quote::quote;

use super::chain::{Chain, Ends};
use crate::reach::Beyond;
use crate::stand_in::StandIn;

impl Chain {
    /// All that is derived of a network. Should `beyond` be nothing that the compiler refuses, then nothing of this compiles that
    /// is run.
    pub(super) fn stand_in(&self, beyond: &Beyond) -> TokenStream {
        let Self {
            ty,
            generics,
            links,
        } = self;
        let (of, _, clause) = generics.split_for_impl();
        let text = beyond.text();
        let body = quote!(refused::<()>());
        let input = self.shape_of_input();
        let elem = links[0].of("Layer", quote!(Elem));
        let out = links[links.len() - 1].of("Layer", quote!(Out));
        let Ends {
            input_of,
            output_of,
            ..
        } = self.ends();
        let ladder = StandIn {
            generics,
            ty: ty.clone(),
            types: quote!(type Elem = #elem; #input type Out = #out;),
            forward: quote!(fn forward(&self, _: &#input_of) -> #output_of { #body }),
            body: body.clone(),
        };
        let ladder = ladder.ladder();
        quote! {
            #[allow(unsafe_code)] // what does not compile is neither made of zeros nor sent
            const _: () = {
                // Generic, lest the constant be evaluated before anything is run.
                fn refused<T>() -> ! {
                    let () = const { ::core::panic!("{}", #text) };
                    ::core::unreachable!()
                }

                // SAFETY: there is no value of a type that does not compile.
                unsafe impl #of ::typograd::Zeroed for #ty #clause {}
                // SAFETY: as above.
                unsafe impl #of ::core::marker::Send for #ty #clause {}
                // SAFETY: as above.
                unsafe impl #of ::core::marker::Sync for #ty #clause {}

                impl #of ::typograd::network::Parameters for #ty #clause {
                    const COUNT: ::core::primitive::usize = 0;

                    fn initialize(&mut self, _: &mut ::typograd::Rng) {
                        #body
                    }

                    fn visit<__T: ::typograd::Element>(
                        &self,
                        _: &::typograd::network::Path<'_>,
                        _: &mut dyn ::core::ops::FnMut(::typograd::network::Parameter<'_, __T>),
                    ) {
                        #body
                    }

                    fn zip<__T: ::typograd::Element, const __K: ::core::primitive::usize>(
                        _: [&mut Self; __K],
                        _: &mut dyn ::core::ops::FnMut([&mut [__T]; __K]),
                    ) {
                        #body
                    }
                }

                #ladder

                impl #of ::typograd::network::Chain for #ty #clause {
                    type Links = ();

                    fn links(&self) {
                        #body
                    }
                }
            };
        }
    }
}
