//! Layers in a row, and the check that each takes what the one before it returns.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericParam, Generics, TypeParamBound};

use crate::place;
use crate::structure::Part;

/// One layer of a network.
pub(super) type Link = Part;

/// A network: layers in a row.
pub(super) struct Chain {
    pub(super) generics: Generics,
    pub(super) ty: TokenStream,
    pub(super) links: Vec<Link>,
}

/// The types at the ends of a network.
pub(super) struct Ends {
    pub(super) input_of: TokenStream,
    pub(super) output_of: TokenStream,
    pub(super) input_batch: TokenStream,
    pub(super) output_batch: TokenStream,
    /// How its gradient is stored.
    pub(super) store: TokenStream,
}

impl Link {
    /// `<Dense<…> as ::typograd::Layer>::infer::<__B>`, at the place of the field's type.
    pub(super) fn of(&self, layer_trait: &str, item: TokenStream) -> TokenStream {
        place::member(&self.ty, layer_trait, item)
    }

    /// Where its type begins.
    fn first(&self) -> Span {
        place::ends(&self.ty).0
    }

    /// Where its type ends.
    fn last(&self) -> Span {
        place::ends(&self.ty).1
    }

    /// `::typograd::Batch<…>`, say, at the place of the field's type.
    fn around(&self, path: &TokenStream, arguments: &TokenStream) -> TokenStream {
        place::applied(path, arguments, &self.ty)
    }

    /// `::typograd::network::InputOf<Dense<…>>`, at the place of the field's type.
    fn tensor(&self, alias: &str) -> TokenStream {
        let (ty, alias) = (&self.ty, format_ident!("{alias}"));
        self.around(&quote!(::typograd::network::#alias), &quote!(#ty))
    }

    /// `::typograd::network::InputBatch<__B, Dense<…>>`, at the place of the field's type.
    pub(super) fn batch(&self, alias: &str) -> TokenStream {
        let (ty, alias) = (&self.ty, format_ident!("{alias}"));
        self.around(&quote!(::typograd::network::#alias), &quote!(__B, #ty))
    }
}

/// The variable that holds a layer's workspace.
pub(super) fn work(layer: usize) -> Ident {
    format_ident!("__work_{layer}")
}

/// `(A, (B, ()))`.
pub(super) fn nested(parts: impl DoubleEndedIterator<Item = TokenStream>) -> TokenStream {
    parts
        .rev()
        .fold(quote!(()), |rest, part| quote!((#part, #rest)))
}

/// Whether a name stands among some tokens.
fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(found) => found == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

impl Chain {
    /// Whether a layer's shapes are known here: it is spelled without parameters of the struct but for those of elements and
    /// activations. Of other layers their own bounds speak.
    fn is_known(&self, link: &Link) -> bool {
        let ty = &link.ty;
        let is_shape = |parameter: &GenericParam| match parameter {
            GenericParam::Type(parameter) => !parameter.bounds.iter().any(|bound| match bound {
                TypeParamBound::Trait(bound) => {
                    let last = bound.path.segments.last();
                    last.is_some_and(|last| last.ident == "Element" || last.ident == "Activation")
                }
                _ => false,
            }),
            GenericParam::Const(_) => true,
            GenericParam::Lifetime(_) => false,
        };
        let mut shapes = self.generics.params.iter().filter(|one| is_shape(one));
        shapes.all(|parameter| {
            let name = match parameter {
                GenericParam::Type(parameter) => &parameter.ident,
                GenericParam::Const(parameter) => &parameter.ident,
                GenericParam::Lifetime(_) => return true,
            };
            !mentions(quote!(#ty), name)
        })
    }

    /// `(__work_0, (__work_1, ()))`.
    pub(super) fn works(&self) -> TokenStream {
        nested((0..self.links.len()).map(|layer| {
            let work = work(layer);
            quote!(#work)
        }))
    }

    /// `type In = …;`
    pub(super) fn shape_of_input(&self) -> TokenStream {
        let shape = self.links[0].of("Layer", quote!(In));
        if self.is_known(&self.links[0]) {
            quote!(type In = <#shape as ::typograd::Shape>::Meant;)
        } else {
            quote!(type In = #shape;)
        }
    }

    /// How the network's input is called: where the first layer's sizes do not fit, that is said of the layer alone.
    fn input(&self) -> &'static str {
        if self.is_known(&self.links[0]) {
            "MeantFor"
        } else {
            "InputOf"
        }
    }

    /// The types at the ends of the network, spelled by its first and last layer, at their places.
    pub(super) fn ends(&self) -> Ends {
        let (first, last) = (&self.links[0], &self.links[self.links.len() - 1]);
        // The elements are the first layer's, at the end too: that they agree is for `check` to ask.
        let elem = first.of("Layer", quote!(Elem));
        let out = last.of("Layer", quote!(Out));
        Ends {
            input_of: first.tensor(self.input()),
            output_of: last.around(&quote!(::typograd::Tensor), &quote!(#out, #elem)),
            input_batch: first.batch(if self.is_known(first) {
                "MeantBatch"
            } else {
                "InputBatch"
            }),
            output_batch: last.around(&quote!(::typograd::Batch), &quote!(__B, #out, #elem)),
            store: quote!(::typograd::kernel::Store<#elem>),
        }
    }

    /// `impl Layer`, `impl Backward`, `impl Tangent` and `impl Chain`.
    pub(super) fn ladder(&self) -> TokenStream {
        let layer = self.layer();
        let backward = self.backward();
        let tangent = self.tangent();
        let links = self.links();
        quote!(#layer #backward #tangent #links)
    }

    /// Requirements of a derivative, behind a lifetime that nothing uses: a bound that mentions no parameter would be an
    /// error where it fails, but a network with a layer that has no derivative can still be run.
    pub(super) fn requirements(&self, layer_trait: &str) -> TokenStream {
        let own = self.generics.where_clause.iter();
        let own = own.flat_map(|clause| &clause.predicates);
        let bounds = self.links.iter().map(|Link { ty, .. }| {
            let names = layer_trait.split("::");
            let path = names.map(|name| Ident::new(name, ty.span()));
            quote_spanned!(ty.span()=> for<'__d> #ty: ::typograd #(::#path)*)
        });
        quote!(where #(#own,)* #(#bounds,)*)
    }

    /// Each layer takes what the one before it returns. A trait of its own for each pair of neighbours lets the
    /// compiler say so with the fields' names, at the field's type.
    pub(super) fn check(&self, network: &Ident) -> TokenStream {
        let (of, _, clause) = self.generics.split_for_impl();
        let sound = self.links.iter().filter(|link| self.is_known(link));
        let sound = sound.map(|link| {
            let shape = link.of("Layer", quote!(In));
            let sound = place::moved(quote!(as ::typograd::shape::Sound>::SOUND), link.last());
            let open = place::moved(quote!(<), link.first());
            quote!(let () = #open #shape #sound;)
        });
        let pairs = self.links.windows(2).map(|pair| {
            let (before, after) = (&pair[0], &pair[1]);
            let message = format!(
                "`{network}.{}` takes `{{Self}}`, but `{network}.{}` before it returns `{{Before}}`",
                after.name(), before.name()
            );
            let input = after.tensor(if self.is_known(after) {
                "MeantFor"
            } else {
                "InputOf"
            });
            // Behind a layer that does not fit, anything may stand.
            let output = if self.is_known(before) {
                let (layer, next) = (&before.ty, &after.ty);
                before.around(&quote!(::typograd::network::ExpectedOf), &quote!(#layer, #next))
            } else {
                before.tensor("OutputOf")
            };
            let call = after.around(&quote!(takes::), &quote!(#input, #output));
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
        // That each is a layer is asked first, in the signature, which comes before what is derived from it.
        let inputs = self.links.iter().map(|link| link.tensor("InputOf"));
        quote! {
            const _: () = {
                #[allow(dead_code, clippy::all, clippy::pedantic)] // a check by types; it is never run
                fn check #of (#(_: #inputs),*) #clause {
                    #(#sound)*
                    #(#pairs)*
                }
            };
        }
    }
}
