//! What the user calls: `value_and_grad`, `grad`, `vjp`, `jvp`, `jacobian`, `hvp`, `hessian`.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Type;

use super::derivatives::Derivatives;
use super::numbers::Numbers;
use super::signature::{Kind, Parameter, Role, Signature};

/// Writes the functions of the surface.
pub(super) struct Surface<'a> {
    pub(super) signature: &'a Signature,
    pub(super) derivatives: &'a Derivatives<'a>,
}

/// How a gradient is stored that is written once.
pub(super) fn set() -> TokenStream {
    quote!(::typograd::kernel::Store::set())
}

impl Surface<'_> {
    /// The user's parameters.
    pub(super) fn parameters(&self) -> TokenStream {
        let inputs = &self.signature.function.sig.inputs;
        let each = inputs.iter();
        quote!(#(#each,)*)
    }

    fn names(&self) -> impl Iterator<Item = &Ident> {
        self.signature
            .parameters
            .iter()
            .map(|parameter| &parameter.name)
    }

    /// A parameter, as the core takes it.
    pub(super) fn given(parameter: &Parameter) -> TokenStream {
        let name = &parameter.name;
        if parameter.role == Role::Plain {
            quote!(::typograd::calculus::run::Given(::core::clone::Clone::clone(&#name)))
        } else {
            let tensor = Self::tensor(parameter);
            quote!(::typograd::calculus::run::Give::give(#tensor))
        }
    }

    /// A tensor or number, as a tensor.
    pub(super) fn tensor(parameter: &Parameter) -> TokenStream {
        let name = &parameter.name;
        if parameter.borrowed {
            quote!(::typograd::calculus::Value::as_tensor(#name))
        } else {
            quote!(::typograd::calculus::Value::as_tensor(&#name))
        }
    }

    pub(super) fn all_given(&self) -> TokenStream {
        let each = self.signature.parameters.iter().map(Self::given);
        quote!(#(#each),*)
    }

    /// The generic arguments of the core's functions, computed with the function's own numbers or with dual ones.
    pub(super) fn generics(&self, dual: bool) -> TokenStream {
        let own = own_generics(self.signature);
        let number = |of: TokenStream| {
            if dual {
                quote!(::typograd::calculus::Dual<#of>)
            } else {
                of
            }
        };
        match &self.signature.numbers {
            Numbers::Generic(name) => {
                let number = number(quote!(#name));
                let each = own.iter().map(|one| {
                    if one == name {
                        number.clone()
                    } else {
                        quote!(#one)
                    }
                });
                quote!(#(#each),*)
            }
            Numbers::Of(elements) => {
                let number = number(elements.clone());
                quote!(#(#own,)* #number)
            }
        }
    }

    /// `?`, if the function may fail.
    pub(super) fn attempt(&self) -> Option<TokenStream> {
        self.signature.fails.then(|| quote!(?))
    }

    /// The results' types, as the user wrote them.
    fn value_type(&self) -> TokenStream {
        let results = &self.signature.results;
        if self.signature.tuple {
            quote!((#(#results,)*))
        } else {
            quote!(#(#results)*)
        }
    }

    /// The value of the core, as the user declared it.
    fn value_of(&self, core: &TokenStream) -> TokenStream {
        if !self.signature.tuple {
            return quote!(::typograd::calculus::Value::from_tensor(#core));
        }
        let parts: Vec<_> = (0..self.signature.results.len())
            .map(|index| format_ident!("__part_{index}"))
            .collect();
        quote!({
            let (#(#parts,)*) = #core;
            (#(::typograd::calculus::Value::from_tensor(#parts),)*)
        })
    }

    /// The slots of a way back, into `__gradient`.
    fn gradient_slots(&self) -> TokenStream {
        let slots = self.signature.parameters.iter().map(|parameter| {
            let name = &parameter.name;
            if parameter.role == Role::Varying {
                let set = set();
                quote!(::core::option::Option::Some((
                    ::typograd::calculus::Value::as_tensor_mut(&mut __gradient.#name),
                    #set,
                )))
            } else {
                quote!(::core::option::Option::None)
            }
        });
        quote!(#(#slots),*)
    }

    pub(super) fn functions(&self) -> TokenStream {
        let mut all = self.vjp();
        all.extend(self.jvp());
        all.extend(self.jacobian());
        if self.signature.is_number() {
            all.extend(self.gradient());
            if self.signature.admits_dual() {
                all.extend(self.hvp());
                all.extend(self.hessian());
            }
        }
        all
    }

    pub(super) fn head(&self, name: &str, documentation: &str) -> TokenStream {
        let visibility = &self.signature.function.vis;
        let name = Ident::new(name, self.signature.function.sig.ident.span());
        let generics = &self.signature.function.sig.generics;
        let parameters = &generics.params;
        quote! {
            #[doc = #documentation]
            #visibility fn #name<#parameters>
        }
    }

    pub(super) fn clause(&self) -> TokenStream {
        let clause = &self.signature.function.sig.generics.where_clause;
        quote!(#clause)
    }

    /// That the derivatives of values in each parameter have few enough axes, where a type's name does not tell: behind a
    /// lifetime that nothing uses, lest it be a mistake where it is not so.
    pub(super) fn few_axes(&self, values: &[(&Type, Option<usize>)]) -> TokenStream {
        let shape = |ty: &Type| quote!(<#ty as ::typograd::calculus::Value>::Shape);
        let varying: Vec<_> = self.signature.varying().collect();
        let few = values.iter().flat_map(|(value, rank)| {
            let unknown = varying
                .iter()
                .filter(move |(_, parameter)| rank.zip(parameter.kind.rank()).is_none());
            unknown.map(move |(_, parameter)| {
                let (of, by) = (shape(value), shape(&parameter.ty));
                quote!(for<'__d> #of: ::typograd::shape::FewAxes<#by>)
            })
        });
        quote!(#(#few,)*)
    }

    /// The function's clause, and more.
    pub(super) fn clause_with(&self, more: &TokenStream) -> TokenStream {
        let own = self.signature.function.sig.generics.where_clause.iter();
        let own = own.flat_map(|clause| &clause.predicates);
        quote!(where #(#own,)* #more)
    }

    /// That a result is a number which is taken for one, where its type's name does not tell; in the same way.
    pub(super) fn is_number(&self) -> Option<TokenStream> {
        let ty = &self.signature.results[0];
        let asks = self.signature.is_number() && !self.signature.names_a_number(ty);
        asks.then(|| {
            quote!(for<'__d> <#ty as ::typograd::calculus::Value>::Shape: ::typograd::calculus::run::OfNumbers)
        })
    }

    fn gradient(&self) -> TokenStream {
        let number = self.is_number();
        let (parameters, clause) = (self.parameters(), self.clause_with(&quote!(#number)));
        let generics = self.generics(false);
        let gradient = self.derivatives.gradient();
        let value = self.value_type();
        let into = self.head(
            "value_and_grad_into",
            "The value, and the gradient, written where the caller says: nothing large is moved.",
        );
        let both = self.head("value_and_grad", "The value and the gradient.");
        let alone = self.head("grad", "The gradient.");
        let (value_or_error, both_or_error, gradient_or_error) = (
            self.signature.fallible(&value),
            self.signature.fallible(&quote!((#value, #gradient))),
            self.signature.fallible(&gradient),
        );
        let (given, attempt, slots) = (self.all_given(), self.attempt(), self.gradient_slots());
        let returned = self.signature.succeeded(&self.value_of(&quote!(__value)));
        let names: Vec<_> = self.names().collect();
        let own = own_generics(self.signature);
        let own = quote!(#(#own),*);
        let zero = self.derivatives.zero_gradient();
        let (pair, only) = (
            self.signature.succeeded(&quote!((__value, __gradient))),
            self.signature.succeeded(&quote!(__gradient)),
        );
        quote! {
            #into(#parameters __gradient: &mut #gradient) -> #value_or_error #clause {
                let (__value, __pull) = Self::__record::<#generics>(#given)#attempt;
                __pull(#given, &::typograd::calculus::run::unit(0), #slots);
                #returned
            }

            #both(#parameters) -> #both_or_error #clause {
                let mut __gradient = #zero;
                let __value = Self::value_and_grad_into::<#own>(#(#names,)* &mut __gradient)#attempt;
                #pair
            }

            #alone(#parameters) -> #gradient_or_error #clause {
                let mut __gradient = #zero;
                Self::value_and_grad_into::<#own>(#(#names,)* &mut __gradient)#attempt;
                #only
            }
        }
    }

    /// δ as the user gives it: by reference for a tensor, by value for a number; and as the core takes it.
    fn delta(&self) -> (TokenStream, TokenStream) {
        let results = &self.signature.results;
        let is_number = |index: usize| self.signature.kinds[index] == Kind::Number;
        let types = results.iter().enumerate().map(|(index, ty)| {
            let reference = (!is_number(index)).then(|| quote!(&));
            quote!(#reference #ty)
        });
        let part = |index, of: TokenStream| {
            let reference = is_number(index).then(|| quote!(&));
            quote!(::typograd::calculus::Value::as_tensor(#reference #of))
        };
        if self.signature.tuple {
            let parts = (0..results.len()).map(|index| {
                let place = syn::Index::from(index);
                part(index, quote!(delta.#place))
            });
            (quote!((#(#types,)*)), quote!((#(#parts,)*)))
        } else {
            let whole = part(0, quote!(delta));
            (quote!(#(#types)*), whole)
        }
    }

    fn vjp(&self) -> TokenStream {
        let (parameters, clause) = (self.parameters(), self.clause());
        let generics = self.generics(false);
        let (gradient, value) = (self.derivatives.gradient(), self.value_type());
        let head = self.head(
            "vjp",
            "The value y, and the vector–Jacobian product Jᵀ δ: the gradient of ⟨δ, y⟩.",
        );
        let (ty, delta) = self.delta();
        let returned = self.signature.fallible(&quote!((#value, #gradient)));
        let (given, attempt, slots) = (self.all_given(), self.attempt(), self.gradient_slots());
        let zero = self.derivatives.zero_gradient();
        let value = self.value_of(&quote!(__value));
        let both = self.signature.succeeded(&quote!((#value, __gradient)));
        quote! {
            #head(#parameters delta: #ty) -> #returned #clause {
                let (__value, __pull) = Self::__record::<#generics>(#given)#attempt;
                let mut __gradient = #zero;
                __pull(#given, #delta, #slots);
                #both
            }
        }
    }

    /// The directions: a tangent `x_dot` for each parameter `x` that varies.
    pub(super) fn directions(&self) -> TokenStream {
        let each = self.signature.varying().map(|(_, parameter)| {
            let (name, ty) = (dot(&parameter.name), &parameter.ty);
            if parameter.borrowed {
                quote!(#name: &#ty)
            } else {
                quote!(#name: #ty)
            }
        });
        quote!(#(#each),*)
    }

    /// The direction of a parameter, as the core takes it; nothing for one that does not vary.
    pub(super) fn direction(parameter: &Parameter) -> TokenStream {
        let name = dot(&parameter.name);
        match (parameter.role, parameter.borrowed) {
            (Role::Varying, true) => {
                quote!(::core::option::Option::Some(::typograd::calculus::Value::as_tensor(#name)))
            }
            (Role::Varying, false) => {
                quote!(::core::option::Option::Some(::typograd::calculus::Value::as_tensor(&#name)))
            }
            _ => quote!(::core::option::Option::None),
        }
    }

    fn jvp(&self) -> TokenStream {
        let (parameters, clause) = (self.parameters(), self.clause());
        let generics = self.generics(false);
        let (directions, value) = (self.directions(), self.value_type());
        let head = self.head(
            "jvp",
            "The value y, and the Jacobian–vector product ẏ = J ẋ: the derivative along the direction that the `…_dot` say.",
        );
        let returned = self.signature.fallible(&quote!((#value, #value)));
        let (given, attempt) = (self.all_given(), self.attempt());
        let along = self.signature.parameters.iter().map(Self::direction);
        let (value, tangent) = (
            self.value_of(&quote!(__value)),
            self.value_of(&quote!(__tangent)),
        );
        let both = self.signature.succeeded(&quote!((#value, #tangent)));
        quote! {
            #head(#parameters #directions) -> #returned #clause {
                let (__value, __tangent) = Self::__tangent::<#generics>(#given, #(#along),*)#attempt;
                #both
            }
        }
    }
}

/// The tangent of a parameter: `x_dot`.
fn dot(name: &Ident) -> Ident {
    format_ident!("{name}_dot")
}

/// The names of the function's own generic parameters.
pub(super) fn own_generics(signature: &Signature) -> Vec<Ident> {
    let own = signature.function.sig.generics.params.iter();
    own.filter_map(|parameter| match parameter {
        syn::GenericParam::Type(ty) => Some(ty.ident.clone()),
        syn::GenericParam::Const(constant) => Some(constant.ident.clone()),
        syn::GenericParam::Lifetime(_) => None,
    })
    .collect()
}
