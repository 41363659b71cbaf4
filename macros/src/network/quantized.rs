//! `impl Quantizable` for layers in a row that have a quantised form.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::chain::{Chain, Ends, Link, nested, work};

/// Whether a layer is spelled as a dense one. What else has no quantised form; and a requirement that says so would be checked
/// where it stands, were a type in it spelled by another layer's, as `MaxPool2d<OutputOf<Conv>, D<2>>`.
fn is_dense(link: &Link) -> bool {
    let Type::Path(path) = &link.ty else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|segment| segment.ident == "Dense")
}

impl Chain {
    pub(super) fn quantized(&self) -> TokenStream {
        if !self.links.iter().all(is_dense) {
            return TokenStream::new();
        }
        let Self {
            ty,
            generics,
            links,
        } = self;
        let (of, ..) = generics.split_for_impl();
        let clause = self.requirements("quant::QuantizableLayer");
        let int8 = |link: &Link| {
            let ty = &link.ty;
            quote!(<#ty as ::typograd::quant::QuantizableLayer>::Int8)
        };
        let steps = nested(links.iter().map(int8));
        let Ends { input_of, .. } = self.ends();
        let works = self.works();
        let count = links.len() + 1;
        let parts = links.iter().enumerate().map(|(i, link)| {
            let (name, int8) = (link.name(), int8(link));
            let mut place = quote!(0);
            for _ in 0..i {
                place = quote!(1.#place);
            }
            quote! {
                ::typograd::network::Part::new(
                    #name,
                    ::core::mem::offset_of!(Self::Steps, #place),
                    <#int8 as ::typograd::weights::Stored>::LAYOUT,
                )
            }
        });
        let observations = links.iter().enumerate().map(|(i, link)| {
            let (member, forward, next) = (&link.place, link.of("Layer", quote!(forward)), i + 1);
            quote! {
                let __x = &#forward(&self.#member, ::typograd::__private::same(__x));
                __ranges[#next].include(__x.as_slice());
            }
        });
        let fillings = links.iter().enumerate().map(|(i, link)| {
            let (member, ty, work, is_last) =
                (&link.place, &link.ty, work(i), i + 1 == links.len());
            quote! {
                <#ty as ::typograd::quant::QuantizableLayer>::quantize_layer(
                    &self.#member, &__ranges[#i..], #is_last, #work,
                )?;
            }
        });
        quote! {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #of ::typograd::quant::Quantizable for #ty #clause
                for<'__d> #steps: ::typograd::quant::Steps<
                    In = <Self as ::typograd::Layer>::In,
                    Out = <Self as ::typograd::Layer>::Out,
                >,
            {
                type Steps = #steps;
                type Ranges = [::typograd::quant::Range; #count];
                const UNSEEN: Self::Ranges = [::typograd::quant::Range::EMPTY; #count];

                #[allow(unsafe_code)] // a layer's own type is named beside its own place
                const STEPS: ::typograd::network::Layout<Self::Steps> =
                    // SAFETY: each part is an element of the nested pairs.
                    unsafe { ::typograd::network::Layout::of_parts(const { &[#(#parts),*] }) };

                fn observe(&self, __x: &#input_of, __ranges: &mut [::typograd::quant::Range]) {
                    __ranges[0].include(__x.as_slice());
                    #(#observations)*
                }

                fn quantize(
                    &self,
                    __ranges: &[::typograd::quant::Range],
                    __steps: &mut Self::Steps,
                ) -> ::core::result::Result<(), ::typograd::quant::RangeError> {
                    let #works = __steps;
                    #(#fillings)*
                    ::core::result::Result::Ok(())
                }
            }
        }
    }
}
