//! `impl Layer` for layers in a row.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::chain::{Chain, Ends, Link, nested, work};

/// `type In = <Dense<…> as ::typograd::Layer>::In;`, at the place of the field's type.
fn end(link: &Link, name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    let value = link.of("Layer", quote!(#name));
    quote!(type #name = #value;)
}

impl Chain {
    pub(super) fn layer(&self) -> TokenStream {
        let Self {
            ty,
            generics,
            links,
        } = self;
        let (of, _, clause) = generics.split_for_impl();
        let (last, rest) = links.split_last().expect("a network has layers");
        let (elem, input, output) = (
            end(&links[0], "Elem"),
            self.shape_of_input(),
            end(last, "Out"),
        );
        let buffers = nested(
            links
                .iter()
                .map(|link| link.of("Layer", quote!(Buffers<__B>))),
        );
        let Ends {
            input_of,
            output_of,
            input_batch,
            output_batch,
            ..
        } = self.ends();
        let works = self.works();
        let single = |link: &Link| {
            let (member, forward) = (&link.place, link.of("Layer", quote!(forward)));
            quote!(#forward(&self.#member, ::typograd::__private::same(__x)))
        };
        let (singles, last_single) = (rest.iter().map(single), single(last));
        let batches = links.iter().enumerate().map(|(i, link)| {
            let (member, work) = (&link.place, work(i));
            let infer = link.of("Layer", quote!(infer_by::<__B, __R>));
            quote!(let __x = #infer(&self.#member, __by, ::typograd::__private::same(__x), #work);)
        });
        let rows = links.iter().map(|link| {
            let (path, rows) = (link.path(&quote!(__path)), link.of("Layer", quote!(rows)));
            quote!(#rows(&#path, __row);)
        });
        quote! {
            #[automatically_derived]
            impl #of ::typograd::Layer for #ty #clause {
                #elem
                #input
                #output
                type Buffers<__B: ::typograd::Dim> = #buffers;

                fn forward(
                    &self,
                    __x: &#input_of,
                ) -> #output_of {
                    #(let __x = &#singles;)*
                    ::typograd::__private::same_value(#last_single)
                }

                fn infer<'__a, __B: ::typograd::Dim>(
                    &'__a self,
                    __x: &'__a #input_batch,
                    __buffers: &'__a mut Self::Buffers<__B>,
                ) -> &'__a #output_batch {
                    ::typograd::network::infer(self, __x, __buffers)
                }

                #[inline(always)]
                #[allow(clippy::inline_always)] // kernels are compiled for an instruction set only where they are inlined
                fn infer_by<'__a, __B: ::typograd::Dim, __R: ::typograd::kernel::Run>(
                    &'__a self,
                    __by: __R,
                    __x: &'__a #input_batch,
                    __buffers: &'__a mut Self::Buffers<__B>,
                ) -> &'__a #output_batch {
                    let #works = __buffers;
                    #(#batches)*
                    ::typograd::__private::same(__x)
                }

                fn rows(
                    __path: &::typograd::network::Path<'_>,
                    __row: &mut dyn ::core::ops::FnMut(::typograd::network::Row<'_>),
                ) {
                    #(#rows)*
                }
            }
        }
    }
}
