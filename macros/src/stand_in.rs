//! The traits without content, for a layer or a network that was refused: whatever uses it is not to be refused as well.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Generics;

/// What is refused, and its types, as far as they are known.
pub(crate) struct StandIn<'a> {
    pub(crate) generics: &'a Generics,
    pub(crate) ty: TokenStream,
    /// `type Elem = …; type In = …; type Out = …;`
    pub(crate) types: TokenStream,
    /// The function `forward`.
    pub(crate) forward: TokenStream,
    /// What every other function does.
    pub(crate) body: TokenStream,
}

impl StandIn<'_> {
    /// `impl Layer`, `impl Backward` and `impl Tangent`.
    pub(crate) fn ladder(&self) -> TokenStream {
        let Self {
            generics,
            ty,
            types,
            forward,
            body,
        } = self;
        let (of, _, clause) = generics.split_for_impl();
        quote! {
            impl #of ::typograd::Layer for #ty #clause {
                #types
                type Buffers<__B: ::typograd::Dim> = ();

                #forward

                fn infer<'__a, __B: ::typograd::Dim>(
                    &'__a self,
                    _: &'__a ::typograd::network::InputBatch<__B, Self>,
                    _: &'__a mut (),
                ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
                    #body
                }
            }

            impl #of ::typograd::Backward for #ty #clause {
                type Saved<__B: ::typograd::Dim> = ();

                fn record<'__a, __B: ::typograd::Dim>(
                    &'__a self,
                    _: &'__a ::typograd::network::InputBatch<__B, Self>,
                    _: &'__a mut (),
                ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
                    #body
                }

                fn output<'__a, __B: ::typograd::Dim>(
                    _: &'__a ::typograd::network::InputBatch<__B, Self>,
                    _: &'__a (),
                ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
                    #body
                }

                fn pull_back<__B: ::typograd::Dim>(
                    &self,
                    _: &::typograd::network::InputBatch<__B, Self>,
                    _: &mut (),
                    _: &mut ::typograd::network::OutputBatch<__B, Self>,
                    _: ::core::option::Option<(&mut Self, ::typograd::kernel::Store<Self::Elem>)>,
                    _: ::core::option::Option<&mut ::typograd::network::InputBatch<__B, Self>>,
                ) {
                    #body
                }
            }

            impl #of ::typograd::Tangent for #ty #clause {
                type Tangents<__B: ::typograd::Dim> = ();

                fn jvp<'__a, __B: ::typograd::Dim>(
                    &'__a self,
                    _: &'__a ::typograd::network::InputBatch<__B, Self>,
                    _: &'__a ::typograd::network::InputBatch<__B, Self>,
                    _: &Self,
                    _: &'__a mut (),
                ) -> (
                    &'__a ::typograd::network::OutputBatch<__B, Self>,
                    &'__a ::typograd::network::OutputBatch<__B, Self>,
                ) {
                    #body
                }
            }
        }
    }
}
