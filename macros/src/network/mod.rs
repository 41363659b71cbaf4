//! `#[derive(Network)]` and the networks that tuples are: layers in a row.

mod backward;
mod chain;
mod inference;
mod links;
mod stand_in;
mod tangent;
mod tuple;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Data, DeriveInput, Error, Fields, ItemStruct, Result};

use crate::reach::{self, Beyond};
use crate::stored;
use crate::structure::{Parts, Structure};
use chain::Chain;
pub(crate) use tuple::tuples;

pub(crate) fn derive(item: TokenStream) -> TokenStream {
    expand(item).unwrap_or_else(Error::into_compile_error)
}

fn expand(item: TokenStream) -> Result<TokenStream> {
    let input: DeriveInput = syn::parse2(item)?;
    let (mut structure, stored) = structure(&input)?;
    let beyond = replace_beyond(&mut structure)?;
    let fields: Vec<_> = structure.fields.iter().collect();
    let name = &input.ident;
    let (_, types, _) = input.generics.split_for_impl();
    let layers = Structure::new(&structure, &fields, &stored, Parts::Layers);
    let parameters = layers.parameters(&[]);
    let chain = Chain {
        generics: input.generics.clone(),
        ty: quote!(#name #types),
        links: layers.into_parts(),
    };
    if let Some(beyond) = beyond {
        return Ok(chain.stand_in(&beyond));
    }
    let check = chain.check(name);
    let ladder = chain.ladder();
    Ok(quote! {
        #check
        #parameters
        #ladder
    })
}

/// The struct under a derive, as an item: with fields that have names, and at least one. And what they are called in files.
fn structure(input: &DeriveInput) -> Result<(ItemStruct, Vec<Option<String>>)> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "a network is a struct whose fields are layers",
        ));
    };
    let mut fields = data.fields.clone();
    if let Fields::Unnamed(unnamed) = &fields {
        return Err(Error::new_spanned(
            unnamed,
            "the layers of a network have names: `hidden: Dense<In, Out>`; a tuple of layers is a network without a derive",
        ));
    }
    if fields.is_empty() {
        return Err(Error::new_spanned(
            &input.ident,
            "a network needs at least one layer",
        ));
    }
    let stored = stored::take(&mut fields)?;
    for field in &mut fields {
        field.attrs.clear();
    }
    let item = ItemStruct {
        attrs: Vec::new(),
        vis: input.vis.clone(),
        struct_token: data.struct_token,
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        fields,
        semi_token: data.semi_token,
    };
    Ok((item, stored))
}

/// Puts dimensions in the place of literals in the fields' types that are none, and returns the first of these.
fn replace_beyond(structure: &mut ItemStruct) -> Result<Option<Beyond>> {
    let mut first = None;
    for field in &mut structure.fields {
        let (ty, beyond) = reach::replace(field.ty.to_token_stream());
        if let Some(beyond) = beyond.into_iter().next() {
            field.ty = syn::parse2(ty)?;
            first = first.or(Some(beyond));
        }
    }
    Ok(first)
}
