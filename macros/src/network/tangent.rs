//! `impl Tangent` for layers in a row.

use proc_macro2::TokenStream;
use quote::quote;

use super::chain::{Chain, Ends, nested, work};

impl Chain {
    pub(super) fn tangent(&self) -> TokenStream {
        let Self {
            ty,
            generics,
            links,
        } = self;
        let (of, ..) = generics.split_for_impl();
        let clause = self.requirements("Tangent");
        let tangents = nested(
            links
                .iter()
                .map(|link| link.of("Tangent", quote!(Tangents<__B>))),
        );
        let Ends {
            input_batch,
            output_batch,
            ..
        } = self.ends();
        let works = self.works();
        let pushes = links.iter().enumerate().map(|(i, link)| {
            let (member, work) = (&link.place, work(i));
            let jvp = link.of("Tangent", quote!(jvp::<__B>));
            quote! {
                let (__x, __tx) = #jvp(
                    &self.#member,
                    ::typograd::__private::same(__x),
                    ::typograd::__private::same(__tx),
                    &__parameters.#member,
                    #work,
                );
            }
        });
        quote! {
            #[automatically_derived]
            impl #of ::typograd::Tangent for #ty #clause {
                type Tangents<__B: ::typograd::Dim> = #tangents;

                fn jvp<'__a, __B: ::typograd::Dim>(
                    &'__a self,
                    __x: &'__a #input_batch,
                    __tx: &'__a #input_batch,
                    __parameters: &Self,
                    __work: &'__a mut Self::Tangents<__B>,
                ) -> (
                    &'__a #output_batch,
                    &'__a #output_batch,
                ) {
                    let #works = __work;
                    #(#pushes)*
                    (::typograd::__private::same(__x), ::typograd::__private::same(__tx))
                }
            }
        }
    }
}
