//! The types of derivatives: a struct with a field for each parameter that varies, named as the parameter.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::GenericParam;

use super::core::Body;
use super::signature::{Kind, Parameter, Signature, arguments};

/// How the derivative of a result in a parameter is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Dense,
    /// As its diagonal.
    Diagonal,
}

/// A block of the Hessian.
pub(super) struct Entry {
    /// The field.
    pub(super) name: Ident,
    /// The parameter of its rows, by number.
    pub(super) row: usize,
    /// That of its columns.
    pub(super) column: usize,
}

pub(super) struct Derivatives<'a> {
    pub(super) signature: &'a Signature,
    pub(super) body: Option<&'a Body>,
}

/// A tensor of more axes than this has no type.
const MOST_AXES: usize = 4;

impl Derivatives<'_> {
    /// `EnergyGradient` for `energy`.
    fn name(&self, of: &str) -> Ident {
        let function = &self.signature.function.sig.ident;
        let camel: String = function
            .to_string()
            .trim_start_matches("r#")
            .split('_')
            .map(|word| {
                let mut letters = word.chars();
                let first = letters.next().map(|first| first.to_uppercase().to_string());
                first.unwrap_or_default() + letters.as_str()
            })
            .collect();
        Ident::new(&format!("{camel}{of}"), function.span())
    }

    /// The function's generic parameters that some types mention: declared, and by name.
    fn generics(&self, types: &[TokenStream]) -> (TokenStream, TokenStream, TokenStream) {
        let generics = &self.signature.function.sig.generics;
        let mut mentioned = BTreeSet::new();
        for ty in types {
            mention(ty.clone(), &mut mentioned);
        }
        let kept: Vec<_> = generics
            .params
            .iter()
            .filter(|parameter| mentioned.contains(&name_of(parameter).to_string()))
            .collect();
        let names = kept.iter().map(|parameter| name_of(parameter));
        let clause = generics.where_clause.as_ref().map(|clause| {
            let predicates = clause.predicates.iter().filter(|predicate| {
                let mut names = BTreeSet::new();
                mention(quote!(#predicate), &mut names);
                let others = generics.params.iter().map(|one| name_of(one).to_string());
                let others: Vec<_> = others.filter(|name| !mentioned.contains(name)).collect();
                others.iter().all(|name| !names.contains(name))
            });
            quote!(where #(#predicates),*)
        });
        (quote!(<#(#kept),*>), quote!(<#(#names),*>), quote!(#clause))
    }

    /// A struct of fields, its type, and how it is made.
    fn structure(
        &self,
        of: &str,
        documentation: &str,
        fields: &[(Ident, TokenStream)],
    ) -> TokenStream {
        let (name, visibility) = (self.name(of), &self.signature.function.vis);
        let types: Vec<_> = fields.iter().map(|(_, ty)| ty.clone()).collect();
        let (declared, _, clause) = self.generics(&types);
        let fields = fields.iter().map(|(name, ty)| {
            let text = format!("In `{name}`.");
            quote!(#[doc = #text] pub #name: #ty)
        });
        quote! {
            #[doc = #documentation]
            #[derive(Clone, Debug, PartialEq)]
            #[allow(non_snake_case, dead_code)] // fields have the parameters' names, and may be left unread
            #visibility struct #name #declared #clause {
                #(#fields,)*
            }
        }
    }

    fn type_of(&self, of: &str, fields: &[(Ident, TokenStream)]) -> TokenStream {
        let name = self.name(of);
        let types: Vec<_> = fields.iter().map(|(_, ty)| ty.clone()).collect();
        let (_, names, _) = self.generics(&types);
        quote!(#name #names)
    }

    fn zero_of(&self, of: &str, fields: &[(Ident, TokenStream)]) -> TokenStream {
        let name = self.name(of);
        let types: Vec<_> = fields.iter().map(|(_, ty)| ty.clone()).collect();
        let (_, names, _) = self.generics(&types);
        let each = fields
            .iter()
            .map(|(name, _)| quote!(#name: ::typograd::calculus::run::nothing()));
        quote!(#name::#names { #(#each),* })
    }

    fn gradient_fields(&self) -> Vec<(Ident, TokenStream)> {
        let varying = self.signature.varying();
        varying
            .map(|(_, Parameter { name, ty, .. })| (name.clone(), quote!(#ty)))
            .collect()
    }

    pub(super) fn gradient(&self) -> TokenStream {
        self.type_of("Gradient", &self.gradient_fields())
    }

    pub(super) fn zero_gradient(&self) -> TokenStream {
        self.zero_of("Gradient", &self.gradient_fields())
    }

    /// Whether a result depends on a parameter element by element, and both are vectors.
    pub(super) fn block(&self, result: usize, parameter: usize) -> Block {
        let of = &self.signature.parameters[parameter];
        let vectors = of.kind == Kind::Vector
            && self.signature.kinds[result] == Kind::Vector
            && !arguments(&of.ty).is_empty();
        let elementwise = self.body.is_some_and(|body| {
            let id = self
                .signature
                .values()
                .position(|(number, _)| number == parameter);
            let id = id.expect("a parameter that varies is a value");
            super::activity::is_elementwise(self.signature, &body.graph, id, body.outputs[result])
        });
        if vectors && elementwise {
            Block::Diagonal
        } else {
            Block::Dense
        }
    }

    /// The fields of the Jacobian, if all of it has few enough axes.
    fn jacobian_fields(&self) -> Option<Vec<(Ident, TokenStream)>> {
        let mut fields = Vec::new();
        for (number, parameter) in self.signature.varying() {
            let ty = &parameter.ty;
            let mut parts = Vec::new();
            for (index, result) in self.signature.results.iter().enumerate() {
                let axes = parameter
                    .kind
                    .rank()
                    .zip(self.signature.kinds[index].rank());
                if axes.is_some_and(|(a, b)| a + b > MOST_AXES) {
                    return None;
                }
                parts.push(match self.block(index, number) {
                    Block::Dense => {
                        quote!(<#result as ::typograd::calculus::DerivativeIn<#ty>>::Out)
                    }
                    Block::Diagonal => {
                        let vector = arguments(ty);
                        quote!(::typograd::Diagonal<#(#vector),*>)
                    }
                });
            }
            let ty = if self.signature.tuple {
                quote!((#(#parts,)*))
            } else {
                quote!(#(#parts)*)
            };
            fields.push((parameter.name.clone(), ty));
        }
        Some(fields)
    }

    pub(super) fn jacobian(&self) -> Option<TokenStream> {
        Some(self.type_of("Jacobian", &self.jacobian_fields()?))
    }

    pub(super) fn zero_jacobian(&self) -> Option<TokenStream> {
        Some(self.zero_of("Jacobian", &self.jacobian_fields()?))
    }

    /// The blocks of the Hessian on and above its diagonal.
    pub(super) fn pairs(&self) -> Vec<Entry> {
        let varying: Vec<_> = self.signature.varying().collect();
        let mut pairs = Vec::new();
        for (i, (row, of_rows)) in varying.iter().enumerate() {
            for (column, of_columns) in &varying[i..] {
                let name = if row == column {
                    of_rows.name.clone()
                } else {
                    format_ident!("{}_{}", of_rows.name, of_columns.name)
                };
                pairs.push(Entry {
                    name,
                    row: *row,
                    column: *column,
                });
            }
        }
        pairs
    }

    fn hessian_fields(&self) -> Option<Vec<(Ident, TokenStream)>> {
        let parameters = &self.signature.parameters;
        let pairs = self.pairs().into_iter();
        let fields = pairs.map(|Entry { name, row, column }| {
            let (of_rows, of_columns) = (&parameters[row], &parameters[column]);
            let axes = of_rows.kind.rank().zip(of_columns.kind.rank());
            if axes.is_some_and(|(a, b)| a + b > MOST_AXES) {
                return None;
            }
            let (rows, columns) = (&of_rows.ty, &of_columns.ty);
            let ty = quote!(<#rows as ::typograd::calculus::DerivativeIn<#columns>>::Out);
            Some((name, ty))
        });
        fields.collect()
    }

    pub(super) fn hessian(&self) -> Option<TokenStream> {
        Some(self.type_of("Hessian", &self.hessian_fields()?))
    }

    pub(super) fn zero_hessian(&self) -> Option<TokenStream> {
        Some(self.zero_of("Hessian", &self.hessian_fields()?))
    }

    /// All the structs.
    pub(super) fn structures(&self) -> TokenStream {
        let function = &self.signature.function.sig.ident;
        let text = format!("The gradient of [`{function}`](fn@{function}), by parameters.");
        let mut all = self.structure("Gradient", &text, &self.gradient_fields());
        if let Some(fields) = self.jacobian_fields() {
            let text = format!("The Jacobian of [`{function}`](fn@{function}), by parameters.");
            all.extend(self.structure("Jacobian", &text, &fields));
        }
        if self.signature.is_number()
            && self.signature.admits_dual()
            && let Some(fields) = self.hessian_fields()
        {
            let text = format!(
                "The second derivatives of [`{function}`](fn@{function}), by pairs of parameters."
            );
            all.extend(self.structure("Hessian", &text, &fields));
        }
        all
    }
}

fn name_of(parameter: &GenericParam) -> &Ident {
    match parameter {
        GenericParam::Type(ty) => &ty.ident,
        GenericParam::Const(constant) => &constant.ident,
        GenericParam::Lifetime(lifetime) => &lifetime.lifetime.ident,
    }
}

/// Collects the names in some tokens.
fn mention(tokens: TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                names.insert(name.to_string());
            }
            TokenTree::Group(group) => mention(group.stream(), names),
            _ => {}
        }
    }
}
