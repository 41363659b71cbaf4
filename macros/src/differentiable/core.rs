//! The two functions that all others are made of, generic in the numbers they are computed with: `__record`, which returns
//! the value and the way back, and `__tangent`.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::activity::Set;
use super::numbers::Numbers;
use super::reverse::{self, slot};
use super::signature::{Kind, Parameter, Role, Signature};
use super::surface::own_generics;
use super::tangent::{Tangents, tangent};
use super::values::{Values, given};
use crate::expression::ir::{Graph, Id};
use crate::place;

/// What the core is written from.
pub(super) struct Core<'a> {
    pub(super) signature: &'a Signature,
    /// What the function computes; nothing, if it was refused.
    pub(super) body: Option<Body>,
}

pub(super) struct Body {
    pub(super) graph: Graph,
    pub(super) outputs: Vec<Id>,
    pub(super) active: Vec<Set>,
}

impl Core<'_> {
    /// The shape of a tensor or number.
    fn shape(parameter: &Parameter) -> TokenStream {
        let ty = &parameter.ty;
        quote!(<#ty as ::typograd::calculus::Value>::Shape)
    }

    /// A tensor of some shape, of the numbers that the function is computed with.
    fn tensor(&self, shape: &TokenStream) -> TokenStream {
        let element = self.signature.element();
        quote!(::typograd::Tensor<#shape, #element>)
    }

    /// The type parameters in order, and what they are declared as.
    fn generics(&self) -> (Vec<Ident>, TokenStream, TokenStream) {
        let generics = &self.signature.function.sig.generics;
        let own = &generics.params;
        let mut names = own_generics(self.signature);
        let own = own.iter();
        let mut declared = quote!(#(#own,)*);
        if let Numbers::Of(elements) = &self.signature.numbers {
            declared.extend(quote!(__T: ::typograd::calculus::Over<#elements>));
            names.push(format_ident!("__T"));
        }
        let clause = &generics.where_clause;
        (names, declared, quote!(#clause))
    }

    /// The types of the core's parameters: a number is a tensor by value, lest what is returned borrows it.
    fn types(&self) -> impl Iterator<Item = TokenStream> {
        let all = self.signature.parameters.iter();
        all.map(|parameter| {
            let ty = &parameter.ty;
            let tensor = self.tensor(&Self::shape(parameter));
            match (parameter.role, parameter.kind) {
                (Role::Plain, _) => quote!(::typograd::calculus::run::Given<#ty>),
                (_, Kind::Number) => tensor,
                _ => quote!(&#tensor),
            }
        })
    }

    /// The parameters of the core's functions.
    fn parameters(&self) -> TokenStream {
        let each = self.types().enumerate().map(|(number, ty)| {
            let name = given(number);
            quote!(#name: #ty)
        });
        quote!(#(#each,)*)
    }

    /// The shapes of the results, as declared.
    fn result_shapes(&self) -> impl Iterator<Item = TokenStream> {
        let results = self.signature.results.iter();
        results.map(|ty| quote!(<#ty as ::typograd::calculus::Value>::Shape))
    }

    fn grouped(&self, parts: &[TokenStream]) -> TokenStream {
        if self.signature.tuple {
            quote!((#(#parts,)*))
        } else {
            quote!(#(#parts)*)
        }
    }

    /// The type of the value.
    fn value_type(&self) -> TokenStream {
        let tensors = self.result_shapes().map(|shape| self.tensor(&shape));
        self.grouped(&tensors.collect::<Vec<_>>())
    }

    /// The type of the adjoint of the value.
    fn delta_type(&self) -> TokenStream {
        let tensors = self.result_shapes().map(|shape| {
            let tensor = self.tensor(&shape);
            quote!(&#tensor)
        });
        self.grouped(&tensors.collect::<Vec<_>>())
    }

    /// The type of the slot of a parameter's gradient.
    fn slot_type(&self, parameter: &Parameter) -> TokenStream {
        let element = self.signature.element();
        if parameter.role == Role::Plain {
            quote!(::core::option::Option<()>)
        } else {
            let tensor = self.tensor(&Self::shape(parameter));
            quote!(::core::option::Option<(&mut #tensor, ::typograd::kernel::Store<#element>)>)
        }
    }

    fn slot_types(&self) -> Vec<TokenStream> {
        let all = self.signature.parameters.iter();
        all.map(|parameter| self.slot_type(parameter)).collect()
    }

    /// The values under the shapes that are declared for them.
    fn returned(&self, parts: impl Iterator<Item = TokenStream>) -> TokenStream {
        let each = parts.zip(self.result_shapes()).map(
            |(part, shape)| quote!(::typograd::calculus::run::returned::<#shape, _, _>(#part)),
        );
        self.grouped(&each.collect::<Vec<_>>())
    }

    /// `__record` and `__tangent`.
    pub(super) fn functions(&self) -> TokenStream {
        let visibility = &self.signature.function.vis;
        let (names, generics, clause) = self.generics();
        let parameters = self.parameters();
        let (value_type, delta_type) = (self.value_type(), self.delta_type());
        let (types, slot_types) = (self.types(), self.slot_types());
        let recorded = self.signature.fallible(&quote!((
            #value_type,
            impl ::core::ops::Fn(#(#types,)* #delta_type, #(#slot_types),*) + use<#(#names),*>
        )));
        let pushed = self.signature.fallible(&quote!((#value_type, #value_type)));
        let tangents = self
            .signature
            .parameters
            .iter()
            .enumerate()
            .map(|(number, parameter)| {
                let name = format_ident!("__given_tangent_{number}");
                if parameter.role == Role::Plain {
                    quote!(#name: ::core::option::Option<()>)
                } else {
                    let tensor = self.tensor(&Self::shape(parameter));
                    quote!(#name: ::core::option::Option<&#tensor>)
                }
            });
        let record = self.record(&delta_type, &slot_types);
        let tangent = self.tangent();
        quote! {
            #[doc(hidden)]
            #visibility fn __record<#generics>(#parameters) -> #recorded #clause {
                #record
            }

            #[doc(hidden)]
            #visibility fn __tangent<#generics>(#parameters #(#tangents),*) -> #pushed #clause {
                #tangent
            }
        }
    }

    fn record(&self, delta_type: &TokenStream, slot_types: &[TokenStream]) -> TokenStream {
        let Some(body) = &self.body else {
            // Refused: of the right type, for what calls it.
            let value_type = self.value_type();
            let slots = slot_types.iter().map(|ty| quote!(_: #ty));
            let types = self.types();
            let both = self.signature.succeeded(&quote!((
                ::core::unreachable!() as #value_type,
                |#(_: #types,)* _: #delta_type, #(#slots),*| {}
            )));
            // What follows the `unreachable!` is there for its type.
            return quote!(#[allow(unreachable_code)] { #both });
        };
        let values = Values::new(self.signature, &body.graph, &body.outputs);
        let (begin, lines) = (values.begin(), values.lines());
        let parameters = self.parameters();
        let known = known(&body.graph);
        let sweep = reverse::sweep(&values, &body.active, &body.outputs);
        let slots = slot_types.iter().enumerate().map(|(number, ty)| {
            let slot = slot(number);
            quote!(mut #slot: #ty)
        });
        let outputs = body.outputs.iter().map(|id| {
            let read = values.read(*id);
            quote!(::typograd::calculus::run::own(#read))
        });
        let value = self.returned(outputs);
        let both = self.signature.succeeded(&quote!((
            __value,
            move |#parameters __delta: #delta_type, #(#slots),*| {
                #begin
                #sweep
            }
        )));
        quote! {
            #known
            #begin
            #lines
            let __value = #value;
            #both
        }
    }

    fn tangent(&self) -> TokenStream {
        let Some(body) = &self.body else {
            return quote!(::core::unreachable!());
        };
        let values = Values::new(self.signature, &body.graph, &body.outputs);
        let tangents = Tangents {
            values: &values,
            active: &body.active,
        };
        let begin = values.begin();
        let given = self
            .signature
            .values()
            .enumerate()
            .map(|(id, (number, _))| {
                let (name, given) = (tangent(id), format_ident!("__given_tangent_{number}"));
                let (zeros, value) = (format_ident!("__zeros_{id}"), values.read(id));
                quote! {
                    let #zeros = ::typograd::calculus::run::zeros_like(#value);
                    let #name = #given.unwrap_or(&#zeros);
                }
            });
        let lines = tangents.lines();
        let outputs = body.outputs.iter().map(|id| {
            let read = values.read(*id);
            quote!(::typograd::calculus::run::own(#read))
        });
        let value = self.returned(outputs);
        let pushed = self.returned(body.outputs.iter().map(|id| tangents.result(*id)));
        let both = self.signature.succeeded(&quote!((#value, #pushed)));
        quote! {
            #begin
            #(#given)*
            #lines
            #both
        }
    }
}

/// What is called by the name of a function of ours is to be that function.
fn known(graph: &Graph) -> TokenStream {
    let functions = graph.functions.iter().map(|(path, name)| {
        let known = Ident::new(&name.to_string(), place::at(name.span()));
        quote_spanned! {name.span()=>
            ::typograd::__private::known(::typograd::op::#known::<f32>, #path);
        }
    });
    functions.collect()
}
