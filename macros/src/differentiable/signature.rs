//! The function, taken apart: what varies, what is constant, what it returns.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{
    Attribute, Error, FnArg, GenericArgument, GenericParam, Ident, ItemFn, Pat, PathArguments,
    Result, ReturnType, Type, TypeParamBound,
};

use super::numbers::{Numbers, check_elements, numbers};

/// What a parameter is to the derivatives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It has a gradient.
    Varying,
    /// A tensor or a number that is marked `#[constant]`.
    Constant,
    /// Neither a tensor nor a number: a length, a switch.
    Plain,
}

/// What a type is, as far as its name tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Number,
    Vector,
    Row,
    Matrix,
    /// A tensor of this many axes, if its name tells.
    Tensor(Option<usize>),
}

pub(super) struct Parameter {
    pub(super) name: Ident,
    /// Without the reference.
    pub(super) ty: Type,
    pub(super) borrowed: bool,
    pub(super) role: Role,
    pub(super) kind: Kind,
}

pub(super) struct Signature {
    /// The function as the user wrote it, without `#[constant]`.
    pub(super) function: ItemFn,
    pub(super) parameters: Vec<Parameter>,
    pub(super) results: Vec<Type>,
    /// What the results are.
    pub(super) kinds: Vec<Kind>,
    /// Whether the results stand in a tuple.
    pub(super) tuple: bool,
    /// The error, if it returns a `Result`.
    pub(super) fails: bool,
    pub(super) numbers: Numbers,
}

impl Kind {
    /// The number of axes, if it is known.
    pub(super) fn rank(self) -> Option<usize> {
        match self {
            Self::Number => Some(0),
            Self::Vector | Self::Row => Some(1),
            Self::Matrix => Some(2),
            Self::Tensor(rank) => rank,
        }
    }

    pub(super) fn of(ty: &Type) -> Self {
        let Type::Path(path) = ty else {
            return Self::Number;
        };
        let Some(last) = path.path.segments.last() else {
            return Self::Number;
        };
        match last.ident.to_string().as_str() {
            "Vector" => Self::Vector,
            "RowVector" => Self::Row,
            "Matrix" | "Jacobian" => Self::Matrix,
            "Image" => Self::Tensor(Some(3)),
            "Scalar" => Self::Tensor(Some(0)),
            "Tensor" => match arguments(ty).first() {
                Some(Type::Tuple(dims)) => match dims.elems.len() {
                    1 => Self::Vector,
                    2 => Self::Matrix,
                    rank => Self::Tensor(Some(rank)),
                },
                _ => Self::Tensor(None),
            },
            _ => Self::Number,
        }
    }
}

/// The type arguments of a path's last segment.
pub(super) fn arguments(ty: &Type) -> Vec<Type> {
    let Type::Path(path) = ty else {
        return Vec::new();
    };
    match path.path.segments.last().map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty.clone()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Takes `#[constant]` from a parameter.
fn take_constant(attributes: &mut Vec<Attribute>) -> bool {
    let before = attributes.len();
    attributes.retain(|attribute| !attribute.path().is_ident("constant"));
    attributes.len() < before
}

impl Signature {
    pub(super) fn parse(mut function: ItemFn) -> (ItemFn, Result<Self>) {
        let constant: Vec<bool> = function
            .sig
            .inputs
            .iter_mut()
            .map(|input| match input {
                FnArg::Typed(input) => take_constant(&mut input.attrs),
                FnArg::Receiver(_) => false,
            })
            .collect();
        let parsed = Self::of(&function, &constant);
        (function, parsed)
    }

    fn of(function: &ItemFn, constant: &[bool]) -> Result<Self> {
        check_form(function)?;
        let mut parameters = Vec::new();
        for (input, constant) in function.sig.inputs.iter().zip(constant) {
            parameters.push(parameter(input, *constant)?);
        }
        if !parameters.iter().any(|one| one.role == Role::Varying) {
            let text = "there is nothing to differentiate in: a parameter that is not `#[constant]` is needed";
            return Err(Error::new_spanned(&function.sig.ident, text));
        }
        let ReturnType::Type(_, result) = &function.sig.output else {
            let text = "a differentiable function returns a number, a tensor, or a tuple of them";
            return Err(Error::new_spanned(&function.sig.ident, text));
        };
        let (fails, result) = match inner_of_result(result) {
            Some(inner) => (true, inner),
            None => (false, (**result).clone()),
        };
        let (tuple, results) = match result {
            Type::Tuple(parts) if !parts.elems.is_empty() => {
                (true, parts.elems.into_iter().collect())
            }
            one => (false, vec![one]),
        };
        if let Some(reference) = results.iter().find(|ty| matches!(ty, Type::Reference(_))) {
            return Err(Error::new_spanned(
                reference,
                "a differentiable function returns what it computes by value",
            ));
        }
        check_elements(&parameters)?;
        let numbers = numbers(function, &parameters);
        let kinds = results.iter().map(Kind::of).collect();
        Ok(Self {
            function: function.clone(),
            parameters,
            results,
            kinds,
            tuple,
            fails,
            numbers,
        })
    }

    /// The one result, if it is a number: what has a gradient and second derivatives.
    pub(super) fn is_number(&self) -> bool {
        !self.tuple && self.kinds[0] == Kind::Number
    }

    /// Of a result whose type has a name of the user's, `is_number` tells what the function computes there.
    pub(super) fn look_at_results(&mut self, is_number: impl Fn(usize) -> bool) {
        for index in 0..self.results.len() {
            let unknown =
                self.kinds[index] == Kind::Number && !self.names_a_number(&self.results[index]);
            if unknown && !is_number(index) {
                self.kinds[index] = Kind::Tensor(None);
            }
        }
    }

    /// Whether a type can be nothing but a number: no alias of a tensor.
    pub(super) fn names_a_number(&self, ty: &Type) -> bool {
        let is_element = |name: String| match &self.numbers {
            Numbers::Generic(element) => *element == name,
            Numbers::Of(_) => false,
        };
        is_number(ty) || last_name(ty).is_some_and(is_element)
    }

    /// The parameters with a gradient, with their numbers among all.
    pub(super) fn varying(&self) -> impl Iterator<Item = (usize, &Parameter)> {
        self.parameters
            .iter()
            .enumerate()
            .filter(|(_, parameter)| parameter.role == Role::Varying)
    }

    /// The tensors and numbers, which are values of the graph in this order, with their numbers among all.
    pub(super) fn values(&self) -> impl Iterator<Item = (usize, &Parameter)> {
        self.parameters
            .iter()
            .enumerate()
            .filter(|(_, parameter)| parameter.role != Role::Plain)
    }

    /// The type of the numbers in the code that is generic in them.
    pub(super) fn element(&self) -> Ident {
        match &self.numbers {
            Numbers::Generic(name) => name.clone(),
            Numbers::Of(_) => format_ident!("__T"),
        }
    }

    /// `T`, or `Result<T, E>` if the function may fail.
    pub(super) fn fallible(&self, ty: &TokenStream) -> TokenStream {
        if !self.fails {
            return ty.clone();
        }
        let ReturnType::Type(_, declared) = &self.function.sig.output else {
            unreachable!("a function that fails returns a `Result`");
        };
        quote!(::core::result::Result<#ty, <#declared as ::typograd::calculus::run::Outcome>::Error>)
    }

    /// A value, or `Ok` of it.
    pub(super) fn succeeded(&self, value: &TokenStream) -> TokenStream {
        if self.fails {
            quote!(::core::result::Result::Ok(#value))
        } else {
            value.clone()
        }
    }

    /// Whether second derivatives can be had: the numbers may be dual ones.
    pub(super) fn admits_dual(&self) -> bool {
        let Numbers::Generic(name) = &self.numbers else {
            return true;
        };
        let bounds = self.function.sig.generics.type_params();
        bounds
            .filter(|parameter| parameter.ident == *name)
            .flat_map(|parameter| &parameter.bounds)
            .all(|bound| {
                let TypeParamBound::Trait(bound) = bound else {
                    return true;
                };
                let last = bound.path.segments.last();
                last.is_some_and(|last| {
                    ["Element", "Float", "Copy"]
                        .iter()
                        .any(|known| last.ident == known)
                })
            })
    }
}

fn check_form(function: &ItemFn) -> Result<()> {
    let signature = &function.sig;
    if let Some(FnArg::Receiver(receiver)) = signature.inputs.first() {
        return Err(Error::new_spanned(
            receiver,
            "`#[differentiable]` stands on a function, not on a method: give what varies as parameters",
        ));
    }
    let text = "a differentiable function is a plain `fn`, computed when it is called";
    if let Some(token) = &signature.asyncness {
        return Err(Error::new_spanned(token, text));
    }
    if let Some(token) = &signature.constness {
        return Err(Error::new_spanned(token, text));
    }
    for parameter in &signature.generics.params {
        if let GenericParam::Lifetime(lifetime) = parameter {
            return Err(Error::new_spanned(
                lifetime,
                "the references of a differentiable function need no names: it returns what it computes by value",
            ));
        }
    }
    Ok(())
}

fn parameter(input: &FnArg, constant: bool) -> Result<Parameter> {
    let FnArg::Typed(input) = input else {
        unreachable!("receivers are refused before");
    };
    let Pat::Ident(name) = &*input.pat else {
        return Err(Error::new_spanned(
            &input.pat,
            "a parameter of a differentiable function needs a name",
        ));
    };
    if let Some(token) = &name.mutability {
        return Err(Error::new_spanned(
            token,
            "`#[differentiable]` cannot differentiate a mutable parameter",
        ));
    }
    let (ty, borrowed) = match &*input.ty {
        Type::Reference(reference) => {
            if let Some(token) = &reference.mutability {
                let text =
                    "a differentiable function returns what it computes, and changes nothing";
                return Err(Error::new_spanned(token, text));
            }
            ((*reference.elem).clone(), true)
        }
        other => (other.clone(), false),
    };
    let kind = match Kind::of(&ty) {
        // A type of another name, by reference, is an alias of a tensor.
        Kind::Number if borrowed && !is_number(&ty) => Kind::Tensor(None),
        kind => kind,
    };
    let role = match (constant, kind) {
        (false, _) => Role::Varying,
        (true, Kind::Number) if !borrowed && !may_be_element(&ty) => Role::Plain,
        (true, _) => Role::Constant,
    };
    Ok(Parameter {
        name: name.ident.clone(),
        ty,
        borrowed,
        role,
        kind,
    })
}

pub(super) fn last_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}

fn is_number(ty: &Type) -> bool {
    last_name(ty).is_some_and(|name| name == "f32" || name == "f64")
}

/// Whether a type that is no tensor by name may be one of the numbers: not one of the language's other types.
fn may_be_element(ty: &Type) -> bool {
    const OTHERS: [&str; 14] = [
        "usize", "u8", "u16", "u32", "u64", "u128", "isize", "i8", "i16", "i32", "i64", "i128",
        "bool", "char",
    ];
    last_name(ty).is_some_and(|name| !OTHERS.contains(&name.as_str()))
}

/// `T` of `Result<T, …>`.
fn inner_of_result(ty: &Type) -> Option<Type> {
    (last_name(ty)? == "Result").then(|| arguments(ty).into_iter().next())?
}
