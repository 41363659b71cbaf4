//! `#[derive(Network)]` and the networks that tuples are: layers in a row.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{
    Data, DeriveInput, Error, Fields, Generics, Ident, Index, ItemStruct, Member, Result, Type,
};

use crate::layer::Structure;
use crate::place;

/// One layer of a network.
struct Link {
    member: Member,
    ty: Type,
    /// How messages and summaries call it.
    name: String,
}

/// A network: layers in a row.
struct Chain {
    generics: Generics,
    ty: TokenStream,
    links: Vec<Link>,
}

pub(crate) fn derive(item: TokenStream) -> TokenStream {
    expand(item).unwrap_or_else(Error::into_compile_error)
}

fn expand(item: TokenStream) -> Result<TokenStream> {
    let input: DeriveInput = syn::parse2(item)?;
    let structure = structure(&input)?;
    let fields: Vec<_> = structure.fields.iter().collect();
    let Some(first) = fields.first() else {
        return Err(Error::new_spanned(
            &input.ident,
            "a network needs at least one layer",
        ));
    };
    if first.ident.is_none() {
        return Err(Error::new_spanned(
            &structure.fields,
            "the layers of a network have names: `hidden: Dense<In, Out>`; a tuple of layers is a network without a derive",
        ));
    }
    let name = &input.ident;
    let (_, types, _) = input.generics.split_for_impl();
    let chain = Chain {
        generics: input.generics.clone(),
        ty: quote!(#name #types),
        links: fields
            .iter()
            .map(|field| {
                let ident = field.ident.clone().expect("the fields have names");
                Link {
                    name: ident.to_string(),
                    member: Member::Named(ident),
                    ty: field.ty.clone(),
                }
            })
            .collect(),
    };
    let parameters = Structure::new(&structure, &fields).network_parameters();
    let check = chain.check(name);
    let ladder = chain.ladder();
    Ok(quote! {
        #check
        #parameters
        #ladder
    })
}

/// The struct under a derive, as an item.
fn structure(input: &DeriveInput) -> Result<ItemStruct> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "a network is a struct whose fields are layers",
        ));
    };
    let mut fields = data.fields.clone();
    if matches!(fields, Fields::Unit) {
        return Err(Error::new_spanned(
            &input.ident,
            "a network needs at least one layer",
        ));
    }
    for field in &mut fields {
        field.attrs.clear();
    }
    Ok(ItemStruct {
        attrs: Vec::new(),
        vis: input.vis.clone(),
        struct_token: data.struct_token,
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        fields,
        semi_token: data.semi_token,
    })
}

/// Implements the traits for tuples of 1 to `longest` layers.
pub(crate) fn tuples(longest: TokenStream) -> TokenStream {
    let longest: syn::LitInt = match syn::parse2(longest) {
        Ok(longest) => longest,
        Err(error) => return error.into_compile_error(),
    };
    let longest: usize = match longest.base10_parse() {
        Ok(longest) => longest,
        Err(error) => return error.into_compile_error(),
    };
    (1..=longest).map(tuple).collect()
}

fn tuple(length: usize) -> TokenStream {
    let names: Vec<Ident> = (0..length).map(|i| format_ident!("L{i}")).collect();
    let mut generics = Generics::default();
    for (i, name) in names.iter().enumerate() {
        generics.params.push(match i.checked_sub(1).map(|i| &names[i]) {
            None => syn::parse_quote!(#name: crate::Layer),
            Some(before) => syn::parse_quote!(
                #name: crate::Layer<Elem = <L0 as crate::Layer>::Elem, In: crate::network::Follows<<#before as crate::Layer>::Out>>
            ),
        });
    }
    let chain = Chain {
        ty: quote!((#(#names,)*)),
        links: names
            .iter()
            .enumerate()
            .map(|(i, name)| Link {
                name: i.to_string(),
                member: Member::Unnamed(Index::from(i)),
                ty: syn::parse_quote!(#name),
            })
            .collect(),
        generics,
    };
    let ladder = chain.ladder();
    let members: Vec<_> = (0..length).map(Index::from).collect();
    let texts = (0..length).map(|i| i.to_string());
    // Pairs of anything are `Zeroed` by themselves.
    let zeroed = (length != 2).then(|| {
        quote! {
            #[diagnostic::do_not_recommend]
            #[allow(unsafe_code)]
            // SAFETY: each part may be zero bytes, as the bounds say; padding is not read.
            unsafe impl<#(#names: crate::Zeroed),*> crate::Zeroed for (#(#names,)*) {}
        }
    });
    quote! {
        #zeroed

        #[diagnostic::do_not_recommend]
        impl<#(#names: crate::network::Parameters),*> crate::network::Parameters for (#(#names,)*) {
            const COUNT: usize = 0 #(+ #names::COUNT)*;

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

            fn zip<__T: crate::Element, const __K: usize>(
                mut parts: [&mut Self; __K],
                each: &mut dyn FnMut([&mut [__T]; __K]),
            ) {
                #(#names::zip(parts.each_mut().map(|part| &mut part.#members), each);)*
            }
        }

        #ladder
    }
}

impl Chain {
    fn predicates(&self) -> TokenStream {
        let predicates = self
            .generics
            .where_clause
            .iter()
            .flat_map(|clause| &clause.predicates);
        quote!(#(#predicates,)*)
    }

    /// Each layer takes what the one before it returns. A trait of its own for each pair of neighbours lets the
    /// compiler say so with the fields' names, at the field's type.
    fn check(&self, network: &Ident) -> TokenStream {
        let (of, _, clause) = self.generics.split_for_impl();
        let pairs = self.links.windows(2).map(|pair| {
            let (before, after) = (&pair[0], &pair[1]);
            let (first, second) = (&before.ty, &after.ty);
            let message = format!(
                "`{network}.{}` takes `{{Self}}`, but `{network}.{}` before it returns `{{Before}}`",
                after.name, before.name
            );
            let call = quote_spanned! {place::of(second)=>
                takes::<::typograd::network::InputOf<#second>, ::typograd::network::OutputOf<#first>>
            };
            quote! {
                {
                    #[diagnostic::on_unimplemented(
                        message = #message,
                        label = "the input of this layer must be `{Before}`",
                        note = "the layers of a network run in the order of its fields"
                    )]
                    trait Takes<Before> {}
                    #[diagnostic::do_not_recommend]
                    impl<X> Takes<X> for X {}
                    fn takes<After: Takes<Before>, Before>() {}
                    let _ = #call;
                }
            }
        });
        quote! {
            const _: () = {
                #[allow(dead_code, clippy::all, clippy::pedantic)]
                fn check #of () #clause {
                    #(#pairs)*
                }
            };
        }
    }

    /// `impl Layer`, `impl Backward` and `impl Tangent`.
    fn ladder(&self) -> TokenStream {
        let layer = self.layer();
        let backward = self.backward();
        let tangent = self.tangent();
        quote!(#layer #backward #tangent)
    }

    /// `(A, (B, ()))`.
    fn nested(parts: impl DoubleEndedIterator<Item = TokenStream>) -> TokenStream {
        parts
            .rev()
            .fold(quote!(()), |rest, part| quote!((#part, #rest)))
    }

    /// Names for the layers' workspaces.
    fn names(&self) -> TokenStream {
        Self::nested((0..self.links.len()).map(|i| {
            let name = format_ident!("__work_{i}");
            quote!(#name)
        }))
    }

    fn layer(&self) -> TokenStream {
        let Self {
            ty,
            generics,
            links,
            ..
        } = self;
        let (of, _, clause) = generics.split_for_impl();
        let first = &links[0].ty;
        let last = &links[links.len() - 1].ty;
        let first_ends = quote_spanned! {place::of(first)=>
            type Elem = <#first as ::typograd::Layer>::Elem;
            type In = <#first as ::typograd::Layer>::In;
        };
        let last_end =
            quote_spanned!(place::of(last)=> type Out = <#last as ::typograd::Layer>::Out;);
        let ends = quote!(#first_ends #last_end);
        let buffers = Self::nested(links.iter().map(
            |Link { ty, .. }| quote_spanned!(place::of(ty)=> <#ty as ::typograd::Layer>::Buffers<__B>),
        ));
        let pattern = self.names();
        let single = |Link { member, ty, .. }: &Link| {
            quote_spanned! {place::of(ty)=>
                <#ty as ::typograd::Layer>::forward(&self.#member, ::typograd::__private::same(__x))
            }
        };
        let (final_link, rest) = links.split_last().expect("a network has layers");
        let rest = rest.iter().map(single);
        let final_single = single(final_link);
        let batches = links
            .iter()
            .enumerate()
            .map(|(i, Link { member, ty, .. })| {
                let work = format_ident!("__work_{i}");
                quote_spanned! {place::of(ty)=>
                    let __x = <#ty as ::typograd::Layer>::infer::<__B>(
                        &self.#member,
                        ::typograd::__private::same(__x),
                        #work,
                    );
                }
            });
        let rows = links.iter().map(|Link { name, ty, .. }| {
            quote_spanned!(place::of(ty)=> <#ty as ::typograd::Layer>::rows(&__path.field(#name), __row);)
        });
        quote! {
            #[automatically_derived]
            impl #of ::typograd::Layer for #ty #clause {
                #ends
                type Buffers<__B: ::typograd::Dim> = #buffers;

                fn forward(&self, __x: &::typograd::network::InputOf<Self>) -> ::typograd::network::OutputOf<Self> {
                    #(let __x = &#rest;)*
                    ::typograd::__private::same_value(#final_single)
                }

                fn infer<'__a, __B: ::typograd::Dim>(
                    &'__a self,
                    __x: &'__a ::typograd::network::InputBatch<__B, Self>,
                    __buffers: &'__a mut Self::Buffers<__B>,
                ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
                    let #pattern = __buffers;
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

    /// Requirements of a derivative, behind a lifetime: a network with a layer that has none can still be run.
    fn requirements(&self, layer_trait: &Ident) -> TokenStream {
        let own = self.predicates();
        let bounds = self.links.iter().map(|Link { ty, .. }| {
            quote_spanned!(place::of(ty)=> for<'__d> #ty: ::typograd::__private::#layer_trait<'__d>)
        });
        quote!(where #own #(#bounds,)*)
    }

    fn backward(&self) -> TokenStream {
        let Self {
            ty,
            generics,
            links,
            ..
        } = self;
        let (of, ..) = generics.split_for_impl();
        let clause = self.requirements(&format_ident!("BackwardIf"));
        let last = links.len() - 1;
        // Between two layers, the gradient in what passes from one to the other.
        let saved = Self::nested(links.iter().enumerate().map(|(i, Link { ty, .. })| {
            let saved = quote_spanned!(place::of(ty)=> <#ty as ::typograd::Backward>::Saved<__B>);
            if i == last {
                quote!((#saved, ()))
            } else {
                let delta =
                    quote_spanned!(place::of(ty)=> ::typograd::network::OutputBatch<__B, #ty>);
                quote!((#saved, #delta))
            }
        }));
        let delta = |i: usize| format_ident!("__delta_{i}");
        let pattern = Self::nested((0..links.len()).map(|i| {
            let (work, delta) = (format_ident!("__work_{i}"), delta(i));
            if i == last {
                quote!((#work, ()))
            } else {
                quote!((#work, #delta))
            }
        }));
        let records = links
            .iter()
            .enumerate()
            .map(|(i, Link { member, ty, .. })| {
                let work = format_ident!("__work_{i}");
                quote_spanned! {place::of(ty)=>
                    let __x = <#ty as ::typograd::Backward>::record::<__B>(
                        &self.#member,
                        ::typograd::__private::same(__x),
                        #work,
                    );
                }
            });
        let outputs: Vec<_> = links
            .iter()
            .enumerate()
            .map(|(i, Link { ty, .. })| {
                let work = format_ident!("__work_{i}");
                quote_spanned! {place::of(ty)=>
                    let __x = <#ty as ::typograd::Backward>::output::<__B>(
                        ::typograd::__private::same(__x),
                        &*#work,
                    );
                }
            })
            .collect();
        let ways_back = links.iter().enumerate().rev().map(|(i, Link { member, ty, .. })| {
            let work = format_ident!("__work_{i}");
            let before = &outputs[..i];
            let out = if i == last { quote!(__delta) } else { let delta = delta(i); quote!(#delta) };
            let into = match i.checked_sub(1) {
                None => quote!(__dx.map(::typograd::__private::same_mut)),
                Some(previous) => {
                    let delta = delta(previous);
                    quote!(::core::option::Option::Some(::typograd::__private::same_mut(&mut *#delta)))
                }
            };
            let rest = if i == 0 {
                quote!(__gradient.map(|(__gradient, __store)| {
                    (&mut __gradient.#member, ::typograd::__private::same_value(__store))
                }))
            } else {
                quote!(__gradient.as_mut().map(|(__gradient, __store)| {
                    (&mut __gradient.#member, ::typograd::__private::same_value(*__store))
                }))
            };
            quote_spanned! {place::of(ty)=>
                {
                    #(#before)*
                    <#ty as ::typograd::Backward>::pull_back::<__B>(
                        &self.#member,
                        ::typograd::__private::same(__x),
                        #work,
                        ::typograd::__private::same_mut(&mut *#out),
                        #rest,
                        #into,
                    );
                }
            }
        });
        quote! {
            #[automatically_derived]
            impl #of ::typograd::Backward for #ty #clause {
                type Saved<__B: ::typograd::Dim> = #saved;

                #[allow(unused_variables)]
                fn record<'__a, __B: ::typograd::Dim>(
                    &'__a self,
                    __x: &'__a ::typograd::network::InputBatch<__B, Self>,
                    __saved: &'__a mut Self::Saved<__B>,
                ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
                    let #pattern = __saved;
                    #(#records)*
                    ::typograd::__private::same(__x)
                }

                #[allow(unused_variables)]
                fn output<'__a, __B: ::typograd::Dim>(
                    __x: &'__a ::typograd::network::InputBatch<__B, Self>,
                    __saved: &'__a Self::Saved<__B>,
                ) -> &'__a ::typograd::network::OutputBatch<__B, Self> {
                    let #pattern = __saved;
                    #(#outputs)*
                    ::typograd::__private::same(__x)
                }

                #[allow(unused_mut)]
                fn pull_back<__B: ::typograd::Dim>(
                    &self,
                    __x: &::typograd::network::InputBatch<__B, Self>,
                    __saved: &mut Self::Saved<__B>,
                    __delta: &mut ::typograd::network::OutputBatch<__B, Self>,
                    mut __gradient: ::core::option::Option<(
                        &mut Self,
                        ::typograd::kernel::Store<Self::Elem>,
                    )>,
                    __dx: ::core::option::Option<&mut ::typograd::network::InputBatch<__B, Self>>,
                ) {
                    let #pattern = __saved;
                    #(#ways_back)*
                }
            }
        }
    }

    fn tangent(&self) -> TokenStream {
        let Self {
            ty,
            generics,
            links,
            ..
        } = self;
        let (of, ..) = generics.split_for_impl();
        let clause = self.requirements(&format_ident!("TangentIf"));
        let tangents = Self::nested(links.iter().map(|Link { ty, .. }| {
            quote_spanned!(place::of(ty)=> <#ty as ::typograd::Tangent>::Tangents<__B>)
        }));
        let pattern = self.names();
        let pushes = links
            .iter()
            .enumerate()
            .map(|(i, Link { member, ty, .. })| {
                let work = format_ident!("__work_{i}");
                quote_spanned! {place::of(ty)=>
                    let (__x, __tx) = <#ty as ::typograd::Tangent>::jvp::<__B>(
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
                    __x: &'__a ::typograd::network::InputBatch<__B, Self>,
                    __tx: &'__a ::typograd::network::InputBatch<__B, Self>,
                    __parameters: &Self,
                    __work: &'__a mut Self::Tangents<__B>,
                ) -> (
                    &'__a ::typograd::network::OutputBatch<__B, Self>,
                    &'__a ::typograd::network::OutputBatch<__B, Self>,
                ) {
                    let #pattern = __work;
                    #(#pushes)*
                    (::typograd::__private::same(__x), ::typograd::__private::same(__tx))
                }
            }
        }
    }
}
