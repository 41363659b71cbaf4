//! `impl Chain` for layers in a row.

use proc_macro2::TokenStream;
use quote::quote;

use super::chain::{Chain, nested};

impl Chain {
    pub(super) fn links(&self) -> TokenStream {
        let Self {
            ty,
            generics,
            links,
        } = self;
        let (of, _, clause) = generics.split_for_impl();
        let types = nested(links.iter().map(|link| {
            let ty = &link.ty;
            quote!(#ty)
        }));
        let refs = nested(links.iter().map(|link| {
            let place = &link.place;
            quote!(&self.#place)
        }));
        quote! {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #of ::typograd::network::Chain for #ty #clause {
                type Links = #types;

                fn links(&self) -> <Self::Links as ::typograd::network::Links>::Refs<'_> {
                    #refs
                }
            }
        }
    }
}
