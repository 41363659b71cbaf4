//! The struct of a layer: its parameters, how they begin, and how they are visited.

use crate::place;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, Expr, Field, Fields, Ident, ItemStruct, Result, Token};

/// The initialisers that `#[init(…)]` knows, with the number of their arguments.
const INITIALIZERS: [(&str, &str, usize); 11] = [
    ("zeros", "Zeros", 0),
    ("ones", "Ones", 0),
    ("constant", "Constant", 1),
    ("uniform", "Uniform", 2),
    ("normal", "Normal", 2),
    ("glorot_uniform", "GlorotUniform", 0),
    ("glorot_normal", "GlorotNormal", 0),
    ("he_uniform", "HeUniform", 0),
    ("he_normal", "HeNormal", 0),
    ("lecun_uniform", "LecunUniform", 0),
    ("lecun_normal", "LecunNormal", 0),
];

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
            take_initializer(field).unwrap_or_else(|error| {
                errors.extend(error.into_compile_error());
                None
            })
        })
        .collect();
    let implementations =
        implementations(&item, &initializers).unwrap_or_else(Error::into_compile_error);
    quote! {
        #errors
        #align
        #item
        #implementations
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

fn implementations(item: &ItemStruct, initializers: &[Option<TokenStream>]) -> Result<TokenStream> {
    let named = match &item.fields {
        Fields::Named(fields) => fields.named.iter().collect(),
        Fields::Unit => Vec::new(),
        Fields::Unnamed(fields) => {
            return Err(Error::new_spanned(
                fields,
                "a layer's parameters have names: `struct Dense { w: Matrix<Out, In>, b: Vector<Out> }`",
            ));
        }
    };
    let parameters = Structure::new(item, &named).parameters(initializers);
    let types = types(item, &named)?;
    Ok(quote! {
        #parameters
        #types
    })
}

/// Removes `#[init(…)]` from a field and returns the initialiser it names.
fn take_initializer(field: &mut Field) -> Result<Option<TokenStream>> {
    let mut found = None;
    let mut kept = Vec::new();
    for attribute in field.attrs.drain(..) {
        if attribute.path().is_ident("init") {
            found = Some(attribute);
        } else {
            kept.push(attribute);
        }
    }
    field.attrs = kept;
    let Some(attribute) = found else {
        return Ok(None);
    };
    let expression: Expr = attribute.parse_args()?;
    let initializer = quote!(::typograd::init::Initializer);
    let (path, arguments): (&syn::Path, Option<&Punctuated<Expr, Token![,]>>) = match &expression {
        Expr::Path(path) => (&path.path, None),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => (&path.path, Some(&call.args)),
            other => return Err(unknown(other)),
        },
        other => return Err(unknown(other)),
    };
    let Some(name) = path.get_ident() else {
        // A path such as `F::INITIALIZER`: an expression of the user's.
        return Ok(Some(quote!(#expression)));
    };
    let known = INITIALIZERS.iter().find(|(known, ..)| name == known);
    let Some((_, variant, wanted)) = known else {
        return Err(unknown(name));
    };
    let given = arguments.map_or(0, Punctuated::len);
    if given != *wanted {
        return Err(Error::new_spanned(
            &expression,
            format!("`{name}` takes {wanted} numbers, {given} are given"),
        ));
    }
    let variant = Ident::new(variant, place::of(name));
    let arguments = arguments.map(|numbers| quote!((#numbers)));
    Ok(Some(quote!(#initializer::#variant #arguments)))
}

fn unknown(what: &impl quote::ToTokens) -> Error {
    let names: Vec<String> = INITIALIZERS
        .iter()
        .map(|(name, _, count)| {
            let arguments = ["", "(a)", "(a, b)"][*count];
            format!("`{name}{arguments}`")
        })
        .collect();
    Error::new_spanned(
        what,
        format!("unknown initialiser; expected one of {}", names.join(", ")),
    )
}

/// A struct whose fields are parameters or hold some: a layer, or a network.
///
/// Every line of what is derived asks the same of a field's type, at that type: a field that is none yields one error.
pub(crate) struct Structure<'a> {
    name: &'a Ident,
    generics: &'a syn::Generics,
    fields: &'a [&'a Field],
}

impl<'a> Structure<'a> {
    pub(crate) fn new(item: &'a ItemStruct, fields: &'a [&'a Field]) -> Self {
        Self {
            name: &item.ident,
            generics: &item.generics,
            fields,
        }
    }

    /// `impl Parameters` for a layer: fields are tensors, layers and `PhantomData`.
    fn parameters(&self, initializers: &[Option<TokenStream>]) -> TokenStream {
        let of = |field: &Field| {
            let ty = &field.ty;
            quote_spanned!(place::of(ty)=> <#ty as ::typograd::network::Parameters>)
        };
        let lines = self.fields.iter().zip(initializers).map(|(field, own)| {
            let (name, part) = (&field.ident, of(field));
            match own {
                Some(initializer) => quote!(#initializer.fill(&mut self.#name, rng);),
                None => quote!(#part::initialize(&mut self.#name, rng);),
            }
        });
        self.implement(&quote!(#(#lines)*), &of, "")
    }

    /// `impl Parameters` for a network: fields are layers.
    pub(crate) fn network_parameters(&self) -> TokenStream {
        let of = |field: &Field| {
            let ty = &field.ty;
            quote_spanned!(place::of(ty)=> <#ty as ::typograd::Layer>)
        };
        let lines = self.fields.iter().map(|field| {
            let (name, part) = (&field.ident, of(field));
            quote!(#part::initialize_layer(&mut self.#name, rng);)
        });
        self.implement(&quote!(#(#lines)*), &of, "_layer")
    }

    fn implement(
        &self,
        initialize: &TokenStream,
        of: &dyn Fn(&Field) -> TokenStream,
        suffix: &str,
    ) -> TokenStream {
        let Self {
            name,
            generics,
            fields,
        } = self;
        let (impl_generics, types, clause) = generics.split_for_impl();
        let names: Vec<_> = fields.iter().map(|field| field.ident.as_ref()).collect();
        let texts = names.iter().map(|name| name.map(Ident::to_string));
        let parts: Vec<_> = fields.iter().map(|field| of(field)).collect();
        let (visit, zip) = (format_ident!("visit{suffix}"), format_ident!("zip{suffix}"));
        let count = if suffix.is_empty() {
            quote!(COUNT)
        } else {
            quote!(PARAMS)
        };
        quote! {
            // SAFETY: each field may be zero bytes: it is used as one of `Parameters` or `Layer` below, which are
            // `Zeroed`. Padding is not read.
            #[allow(unsafe_code)]
            unsafe impl #impl_generics ::typograd::Zeroed for #name #types #clause {}

            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #impl_generics ::typograd::network::Parameters for #name #types #clause {
                const COUNT: usize = 0 #(+ #parts::#count)*;

                #[allow(unused_variables)]
                fn initialize(&mut self, rng: &mut ::typograd::Rng) {
                    #initialize
                }

                #[allow(unused_variables)]
                fn visit<__T: ::typograd::Element>(
                    &self,
                    path: &::typograd::network::Path<'_>,
                    visitor: &mut dyn ::core::ops::FnMut(::typograd::network::Parameter<'_, __T>),
                ) {
                    #(#parts::#visit::<__T>(&self.#names, &path.field(#texts), visitor);)*
                }

                #[allow(unused_variables, unused_mut)]
                fn zip<__T: ::typograd::Element, const __K: usize>(
                    mut parts: [&mut Self; __K],
                    each: &mut dyn ::core::ops::FnMut([&mut [__T]; __K]),
                ) {
                    #(#parts::#zip::<__T, __K>(parts.each_mut().map(|part| &mut part.#names), each);)*
                }
            }
        }
    }
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
