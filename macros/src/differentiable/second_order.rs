//! Second derivatives: the gradient, computed with dual numbers.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::derivatives::Entry;
use super::signature::Role;
use super::surface::{Surface, set};

impl Surface<'_> {
    /// The parameters as dual numbers, with tangents or without, and the adjoints that become dual gradients.
    fn duals(&self, directed: bool) -> (TokenStream, TokenStream, TokenStream) {
        let (mut lines, mut given, mut slots) =
            (TokenStream::new(), TokenStream::new(), TokenStream::new());
        for (number, parameter) in self.signature.parameters.iter().enumerate() {
            if parameter.role == Role::Plain {
                let plain = Self::given(parameter);
                given.extend(quote!(#plain,));
                slots.extend(quote!(::core::option::Option::None,));
                continue;
            }
            let dual = dual(number);
            let value = Self::tensor(parameter);
            let along = if directed {
                Self::direction(parameter)
            } else {
                quote!(::core::option::Option::None)
            };
            lines.extend(quote!(let mut #dual = ::typograd::calculus::run::dual(#value, #along);));
            given.extend(quote!(::typograd::calculus::run::Give::give(&#dual),));
            if parameter.role == Role::Varying {
                let (adjoint, set) = (dual_gradient(number), set());
                lines.extend(
                    quote!(let mut #adjoint = ::typograd::calculus::run::zeros_like(&#dual);),
                );
                slots.extend(quote!(::core::option::Option::Some((&mut #adjoint, #set)),));
            } else {
                slots.extend(quote!(::core::option::Option::None,));
            }
        }
        (lines, given, slots)
    }

    pub(super) fn hvp(&self) -> TokenStream {
        let number = self.is_number();
        let (parameters, clause) = (self.parameters(), self.clause_with(&quote!(#number)));
        let generics = self.generics(true);
        let (directions, gradient) = (self.directions(), self.derivatives.gradient());
        let head = self.head(
            "hvp",
            "The Hessian–vector product H ẋ: the derivative of the gradient along the direction that the `…_dot` say.",
        );
        let returned = self.signature.fallible(&gradient);
        let (lines, given, slots) = self.duals(true);
        let attempt = self.attempt();
        let zero = self.derivatives.zero_gradient();
        let results = self.signature.varying().map(|(number, parameter)| {
            let (name, adjoint) = (&parameter.name, dual_gradient(number));
            quote! {
                ::typograd::calculus::run::tangents(
                    &#adjoint,
                    ::typograd::calculus::Value::as_tensor_mut(&mut __gradient.#name),
                );
            }
        });
        let done = self.signature.succeeded(&quote!(__gradient));
        quote! {
            #head(#parameters #directions) -> #returned #clause {
                #lines
                let (_, __pull) = Self::__record::<#generics>(#given)#attempt;
                __pull(#given &::typograd::calculus::run::unit(0), #slots);
                let mut __gradient = #zero;
                #(#results)*
                #done
            }
        }
    }

    pub(super) fn hessian(&self) -> TokenStream {
        let Some(hessian) = self.derivatives.hessian() else {
            return quote!();
        };
        let varying = self.signature.varying();
        let varying: Vec<_> = varying.map(|(_, one)| (&one.ty, one.kind.rank())).collect();
        let (few, number) = (self.few_axes(&varying), self.is_number());
        let (parameters, clause) = (self.parameters(), self.clause_with(&quote!(#few #number)));
        let generics = self.generics(true);
        let head = self.head(
            "hessian",
            "The second derivatives, by pairs of parameters: `x` is ∂²f/∂x∂x, and `x_y` is ∂²f/∂x∂y, with a row for each element of x.",
        );
        let returned = self.signature.fallible(&hessian);
        let (lines, given, slots) = self.duals(false);
        let attempt = self.attempt();
        let zero = self.derivatives.zero_hessian();
        let entries = self.derivatives.pairs();
        let rows = self.signature.varying().map(|(number, parameter)| {
            let (dual, ty) = (dual(number), &parameter.ty);
            let writes = entries.iter().filter(|entry| entry.row == number).map(|entry| {
                let Entry { name, column, .. } = entry;
                let adjoint = dual_gradient(*column);
                quote! {
                    ::typograd::calculus::run::row_of_tangents(&#adjoint, &mut __hessian.#name, __i);
                }
            });
            quote! {
                for __i in 0..<<#ty as ::typograd::calculus::Value>::Shape as ::typograd::Shape>::LEN {
                    ::typograd::calculus::run::set_tangent(&mut #dual, __i, ::typograd::__private::one());
                    {
                        let (_, __pull) = Self::__record::<#generics>(#given)#attempt;
                        __pull(#given &::typograd::calculus::run::unit(0), #slots);
                    }
                    ::typograd::calculus::run::set_tangent(&mut #dual, __i, ::typograd::__private::zero());
                    #(#writes)*
                }
            }
        });
        let done = self.signature.succeeded(&quote!(__hessian));
        quote! {
            #head(#parameters) -> #returned #clause {
                let mut __hessian = #zero;
                #lines
                #(#rows)*
                #done
            }
        }
    }
}

fn dual(number: usize) -> Ident {
    format_ident!("__x{number}")
}

fn dual_gradient(number: usize) -> Ident {
    format_ident!("__g{number}")
}
