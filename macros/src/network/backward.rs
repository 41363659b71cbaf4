//! `impl Backward` for layers in a row.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::chain::{Chain, Ends, Link, nested, work};

/// The variable that holds the gradient in what passes from a layer to the next.
fn delta(layer: usize) -> Ident {
    format_ident!("__delta_{layer}")
}

impl Chain {
    /// The layers' workspaces, each with the gradient in what it passes on.
    fn saved(&self) -> (TokenStream, TokenStream) {
        let last = self.links.len() - 1;
        let types = self.links.iter().enumerate().map(|(i, link)| {
            let saved = link.of("Backward", quote!(Saved<__B>));
            if i == last {
                return quote!((#saved, ()));
            }
            let delta = link.batch("OutputBatch");
            quote!((#saved, #delta))
        });
        let patterns = (0..=last).map(|i| {
            let (work, delta) = (work(i), delta(i));
            if i == last {
                quote!((#work, ()))
            } else {
                quote!((#work, #delta))
            }
        });
        (nested(types), nested(patterns))
    }

    /// The way back through one layer, given the lines that find its input again.
    fn way_back(&self, i: usize, link: &Link, outputs: &[TokenStream]) -> TokenStream {
        let (member, work) = (&link.place, work(i));
        let pull_back = link.of("Backward", quote!(pull_back::<__B>));
        let before = &outputs[..i];
        let delta_out = if i == self.links.len() - 1 {
            format_ident!("__delta")
        } else {
            delta(i)
        };
        let into = match i.checked_sub(1).map(delta) {
            None => quote!(__dx.map(::typograd::__private::same_mut)),
            Some(delta) => quote! {
                ::core::option::Option::Some(::typograd::__private::same_mut(&mut *#delta))
            },
        };
        let gradient = if i == 0 {
            quote!(__gradient)
        } else {
            quote!(__gradient.as_mut())
        };
        let store = if i == 0 {
            quote!(__store)
        } else {
            quote!(*__store)
        };
        quote! {
            {
                #(#before)*
                #pull_back(
                    &self.#member,
                    ::typograd::__private::same(__x),
                    #work,
                    ::typograd::__private::same_mut(&mut *#delta_out),
                    #gradient.map(|(__gradient, __store)| {
                        (&mut __gradient.#member, ::typograd::__private::same_value(#store))
                    }),
                    #into,
                );
            }
        }
    }

    /// What each layer does with its input, its workspace and the gradient in its output: `each` writes it out, given the
    /// layer and these three.
    fn layer_by_layer<'a>(
        &'a self,
        outputs: &'a [TokenStream],
        each: impl Fn(&Link, TokenStream) -> TokenStream + 'a,
    ) -> impl Iterator<Item = TokenStream> + 'a {
        let last = self.links.len() - 1;
        self.links.iter().enumerate().map(move |(i, link)| {
            let (work, delta) = (work(i), delta(i));
            let delta = if i == last {
                quote!(__delta)
            } else {
                quote!(#delta)
            };
            let line = each(
                link,
                quote! {
                    ::typograd::__private::same(__x),
                    #work,
                    ::typograd::__private::same(#delta)
                },
            );
            let output = (i < last).then_some(&outputs[i]);
            quote!(#line #output)
        })
    }

    pub(super) fn backward(&self) -> TokenStream {
        let Self {
            ty,
            generics,
            links,
        } = self;
        let (of, ..) = generics.split_for_impl();
        let clause = self.requirements("Backward");
        let Ends {
            input_batch,
            output_batch,
            store,
            ..
        } = self.ends();
        let (saved, pattern) = self.saved();
        let records = links.iter().enumerate().map(|(i, link)| {
            let (member, work) = (&link.place, work(i));
            let record = link.of("Backward", quote!(record::<__B>));
            quote!(let __x = #record(&self.#member, ::typograd::__private::same(__x), #work);)
        });
        let outputs: Vec<_> = links
            .iter()
            .enumerate()
            .map(|(i, link)| {
                let (work, output) = (work(i), link.of("Backward", quote!(output::<__B>)));
                quote!(let __x = #output(::typograd::__private::same(__x), &*#work);)
            })
            .collect();
        let finite = self.layer_by_layer(&outputs, |link, pass| {
            let is_finite = link.of("Backward", quote!(gradient_is_finite::<__B>));
            quote!(let __finite = __finite && #is_finite(#pass);)
        });
        let descents = self.layer_by_layer(&outputs, |link, pass| {
            let (member, descend) = (&link.place, link.of("Backward", quote!(descend::<__B>)));
            quote! {
                #descend(&mut self.#member, #pass, ::typograd::__private::same_value(__store));
            }
        });
        let ways_back = links.iter().enumerate().rev();
        let ways_back = ways_back.map(|(i, link)| self.way_back(i, link, &outputs));
        quote! {
            #[automatically_derived]
            impl #of ::typograd::Backward for #ty #clause {
                type Saved<__B: ::typograd::Dim> = #saved;

                #[allow(unused_variables)] // generated for any number of layers
                fn record<'__a, __B: ::typograd::Dim>(
                    &'__a self,
                    __x: &'__a #input_batch,
                    __saved: &'__a mut Self::Saved<__B>,
                ) -> &'__a #output_batch {
                    let #pattern = __saved;
                    #(#records)*
                    ::typograd::__private::same(__x)
                }

                #[allow(unused_variables)] // generated for any number of layers
                fn output<'__a, __B: ::typograd::Dim>(
                    __x: &'__a #input_batch,
                    __saved: &'__a Self::Saved<__B>,
                ) -> &'__a #output_batch {
                    let #pattern = __saved;
                    #(#outputs)*
                    ::typograd::__private::same(__x)
                }

                #[allow(unused_mut)] // generated for any number of layers
                fn pull_back<__B: ::typograd::Dim>(
                    &self,
                    __x: &#input_batch,
                    __saved: &mut Self::Saved<__B>,
                    __delta: &mut #output_batch,
                    mut __gradient: ::core::option::Option<(
                        &mut Self,
                        #store,
                    )>,
                    __dx: ::core::option::Option<&mut #input_batch>,
                ) {
                    let #pattern = __saved;
                    #(#ways_back)*
                }

                fn gradient_is_finite<__B: ::typograd::Dim>(
                    __x: &#input_batch,
                    __saved: &Self::Saved<__B>,
                    __delta: &#output_batch,
                ) -> ::core::primitive::bool {
                    let #pattern = __saved;
                    let __finite = true;
                    #(#finite)*
                    __finite
                }

                fn descend<__B: ::typograd::Dim>(
                    &mut self,
                    __x: &#input_batch,
                    __saved: &Self::Saved<__B>,
                    __delta: &#output_batch,
                    __store: #store,
                ) {
                    let #pattern = __saved;
                    #(#descents)*
                }
            }
        }
    }
}
