//! The numbers that a function is computed with: a type parameter, or those of its first tensor.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Ident, ItemFn, Result, TypeParamBound};

use super::signature::{Kind, Parameter, Role, arguments, last_name};

/// The numbers that the function is computed with.
pub(super) enum Numbers {
    /// A type parameter of the function.
    Generic(Ident),
    /// Those of a type.
    Of(TokenStream),
}

/// The type of the elements, as far as a type's name tells.
fn element(parameter: &Parameter) -> Option<String> {
    let named = arguments(&parameter.ty);
    let dims = match parameter.kind {
        Kind::Number => return last_name(&parameter.ty),
        Kind::Vector | Kind::Row => 1,
        Kind::Matrix if last_name(&parameter.ty)? == "Tensor" => 1,
        Kind::Matrix => 2,
        Kind::Tensor(Some(axes)) if last_name(&parameter.ty)? != "Tensor" => axes,
        Kind::Tensor(_) => return None,
    };
    match named.get(dims) {
        Some(element) => last_name(element),
        None => Some("f32".to_string()),
    }
}

/// Refuses numbers of two types, once, before each use of them is.
pub(super) fn check_elements(parameters: &[Parameter]) -> Result<()> {
    let values = parameters.iter().filter(|one| one.role != Role::Plain);
    let is_number = |name: &String| name == "f32" || name == "f64"; // another may be an alias
    let mut known = values.filter_map(|one| Some((one, element(one).filter(is_number)?)));
    let Some((first, expected)) = known.next() else {
        return Ok(());
    };
    for (other, found) in known {
        if found != expected {
            let text = format!(
                "a differentiable function computes with one type of numbers: those of `{}` are `{expected}`, those of `{}` `{found}`",
                first.name, other.name
            );
            return Err(Error::new_spanned(&other.ty, text));
        }
    }
    Ok(())
}

/// The numbers of the first tensor or number.
pub(super) fn numbers(function: &ItemFn, parameters: &[Parameter]) -> Numbers {
    let first = parameters
        .iter()
        .find(|parameter| parameter.role == Role::Varying)
        .expect("looked for before");
    let among = match first.kind {
        Kind::Number => Some(first.ty.clone()),
        Kind::Vector | Kind::Row | Kind::Matrix | Kind::Tensor(_) => {
            // The last argument, if it is no dimension: the function's own type parameter.
            arguments(&first.ty).into_iter().next_back()
        }
    };
    let named = among.as_ref().and_then(last_name);
    let own = function.sig.generics.type_params().find(|parameter| {
        let is_element = parameter.bounds.iter().any(|bound| {
            matches!(bound, TypeParamBound::Trait(bound)
                if bound.path.segments.last().is_some_and(|last| last.ident == "Element" || last.ident == "Float"))
        });
        is_element && named.as_ref().is_some_and(|name| parameter.ident == name)
    });
    if let Some(parameter) = own {
        Numbers::Generic(parameter.ident.clone())
    } else {
        let ty = &first.ty;
        Numbers::Of(quote!(<#ty as ::typograd::calculus::Value>::Elem))
    }
}
