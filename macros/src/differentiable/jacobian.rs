//! The Jacobian: a sweep for each element of the value, and one for all that is diagonal.

use proc_macro2::TokenStream;
use quote::quote;

use super::derivatives::Block;
use super::signature::{Parameter, Role};
use super::surface::{Surface, set};

impl Surface<'_> {
    /// For each result and each parameter that varies, its entry in the Jacobian.
    pub(super) fn jacobian(&self) -> TokenStream {
        let Some(jacobian) = self.derivatives.jacobian() else {
            return quote!();
        };
        let ranks = self.signature.kinds.iter().map(|kind| kind.rank());
        let results: Vec<_> = self.signature.results.iter().zip(ranks).collect();
        let (parameters, clause) = (
            self.parameters(),
            self.clause_with(&self.few_axes(&results)),
        );
        let generics = self.generics(false);
        let head = self.head(
            "jacobian",
            "The Jacobian in each parameter: the axes of the value, then those of the parameter.",
        );
        let returned = self.signature.fallible(&jacobian);
        let (given, attempt) = (self.all_given(), self.attempt());
        let zero = self.derivatives.zero_jacobian();
        let sweeps = (0..self.signature.results.len()).map(|index| self.sweeps(index, &given));
        let done = self.signature.succeeded(&quote!(__jacobian));
        quote! {
            #head(#parameters) -> #returned #clause {
                let (_, __pull) = Self::__record::<#generics>(#given)#attempt;
                let mut __jacobian = #zero;
                #(#sweeps)*
                #done
            }
        }
    }

    /// The sweeps for one result: one for each of its elements, and one for all that is diagonal.
    fn sweeps(&self, index: usize, given: &TokenStream) -> TokenStream {
        let result = &self.signature.results[index];
        let shape = quote!(<#result as ::typograd::calculus::Value>::Shape);
        let delta = |of: TokenStream| {
            if !self.signature.tuple {
                return quote!(&#of);
            }
            let each = self.signature.results.iter().enumerate().map(|(i, ty)| {
                if i == index {
                    quote!(&#of)
                } else {
                    quote!(&::typograd::calculus::run::nothing::<::typograd::Tensor<
                        <#ty as ::typograd::calculus::Value>::Shape,
                        <#ty as ::typograd::calculus::Value>::Elem,
                    >>())
                }
            });
            quote!((#(#each,)*))
        };
        let place = |parameter: &Parameter| {
            let name = &parameter.name;
            if self.signature.tuple {
                let index = syn::Index::from(index);
                quote!(__jacobian.#name.#index)
            } else {
                quote!(__jacobian.#name)
            }
        };
        let slots =
            |wanted: Block| {
                let set = set();
                let slots = self.signature.parameters.iter().enumerate().map(
                    |(number, parameter)| {
                        if parameter.role != Role::Varying
                            || self.derivatives.block(index, number) != wanted
                        {
                            return quote!(::core::option::Option::None);
                        }
                        let place = place(parameter);
                        let ty = &parameter.ty;
                        match wanted {
                            Block::Dense => quote!(::core::option::Option::Some((
                                ::typograd::calculus::run::row::<
                                    <#ty as ::typograd::calculus::Value>::Shape, _,
                                >(&mut #place, __i),
                                #set,
                            ))),
                            Block::Diagonal => {
                                quote!(::core::option::Option::Some((#place.vector_mut(), #set)))
                            }
                        }
                    },
                );
                quote!(#(#slots),*)
            };
        let has = |wanted| {
            let mut varying = self.signature.varying();
            varying.any(|(number, _)| self.derivatives.block(index, number) == wanted)
        };
        let dense = has(Block::Dense).then(|| {
            let (delta, slots) = (delta(quote!(__delta)), slots(Block::Dense));
            quote! {
                for __i in 0..<#shape as ::typograd::Shape>::LEN {
                    let __delta = ::typograd::calculus::run::unit::<#shape, _>(__i);
                    __pull(#given, #delta, #slots);
                }
            }
        });
        let diagonal = has(Block::Diagonal).then(|| {
            let (delta, slots) = (delta(quote!(__delta)), slots(Block::Diagonal));
            quote! {
                let __delta = ::typograd::Tensor::<#shape, _>::ones();
                __pull(#given, #delta, #slots);
            }
        });
        quote!(#dense #diagonal)
    }
}
