//! The struct of a layer: its parameters, how they begin, and how they are visited.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, Error, Field, Fields, Ident, ItemStruct, Result};

use super::initializer;
use crate::stored::{self, take_attribute};
use crate::structure::{Parts, Structure};

/// A field's number in the trait `Field`: its name, hashed (FNV-1a), as the struct and its impl are expanded apart.
pub(super) fn number(field: &Ident) -> u64 {
    field
        .to_string()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// The struct and what follows from its fields. A mistake in an attribute does not keep the rest from being written:
/// what refers to the struct is not to fail as well.
pub(super) fn expand(mut item: ItemStruct) -> TokenStream {
    let align = alignment(&item.attrs);
    let mut errors = TokenStream::new();
    let initializers: Vec<_> = item
        .fields
        .iter_mut()
        .map(|field| {
            let taken = unconditional(field).and_then(|()| initializer::take(field));
            taken.unwrap_or_else(|error| {
                errors.extend(error.into_compile_error());
                None
            })
        })
        .collect();
    let stored = stored::take(&mut item.fields).unwrap_or_else(|error| {
        errors.extend(error.into_compile_error());
        Vec::new()
    });
    let implementations =
        implementations(&item, &initializers, &stored).unwrap_or_else(Error::into_compile_error);
    quote! {
        #errors
        #align
        #item
        #implementations
    }
}

/// Refuses `#[cfg]`, which is not yet decided when an attribute macro runs: the field might be missing where it is spoken of.
fn unconditional(field: &mut Field) -> Result<()> {
    match take_attribute(field, "cfg") {
        None => Ok(()),
        Some(attribute) => Err(Error::new_spanned(
            attribute,
            "a field of a layer cannot be conditional; declare two layers, each under its `#[cfg]`",
        )),
    }
}

/// Parameters begin at a cache line, on machines that have them, unless the user says otherwise.
pub(crate) fn alignment(attributes: &[Attribute]) -> Option<TokenStream> {
    let own = attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("repr"));
    (!own).then(|| {
        quote! {
            #[cfg_attr(
                any(target_arch = "x86_64", target_arch = "aarch64"),
                repr(C, align(64))
            )]
        }
    })
}

fn implementations(
    item: &ItemStruct,
    initializers: &[Option<TokenStream>],
    stored: &[Option<String>],
) -> Result<TokenStream> {
    let (named, refused) = match &item.fields {
        Fields::Named(fields) => (fields.named.iter().collect(), None),
        Fields::Unit => (Vec::new(), None),
        Fields::Unnamed(fields) => {
            let error = Error::new_spanned(
                fields,
                "a layer's parameters have names: `struct Dense { w: Matrix<Out, In>, b: Vector<Out> }`",
            );
            (Vec::new(), Some(error.into_compile_error()))
        }
    };
    let structure = Structure::new(item, &named, stored, Parts::Parameters);
    let parameters = structure.parameters(initializers);
    let types = types(item, &named)?;
    Ok(quote! {
        #refused
        #parameters
        #types
    })
}

/// The fields' types by number, for the expansion of the impl.
fn types(item: &ItemStruct, fields: &[&Field]) -> Result<TokenStream> {
    let name = &item.ident;
    let (of, types, clause) = item.generics.split_for_impl();
    let mut seen: Vec<(u64, &Ident)> = Vec::new();
    let mut all = TokenStream::new();
    for field in fields {
        let Some(ident) = &field.ident else { continue };
        let number = number(ident);
        if let Some((_, other)) = seen.iter().find(|(one, _)| *one == number) {
            let text = format!("`{ident}` and `{other}` have the same hash: rename one of them");
            return Err(Error::new(Span::call_site(), text));
        }
        seen.push((number, ident));
        let ty = &field.ty;
        all.extend(quote! {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #of ::typograd::__private::Field<#number> for #name #types #clause {
                type Type = #ty;

                #[inline]
                fn get(&self) -> &#ty {
                    &self.#ident
                }

                #[inline]
                fn get_mut(&mut self) -> &mut #ty {
                    &mut self.#ident
                }
            }
        });
    }
    Ok(all)
}
