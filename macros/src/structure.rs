//! Structs whose fields are parameters or hold some: layers, and networks.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Field, Generics, Index, ItemStruct, Type};

use crate::place;

/// What the fields of a struct are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    /// Tensors, layers and `PhantomData`.
    Parameters,
    /// Layers.
    Layers,
}

/// What is visited one after another: a field, or an element of a field that is a tuple of layers, so that a message about
/// it speaks of the element.
pub(crate) struct Part {
    /// Behind `self.`: `hidden`, or `encoder.0`.
    pub(crate) place: TokenStream,
    /// The names on the way: `["encoder", "0"]`.
    pub(crate) names: Vec<String>,
    /// What it is called in files, if that is something else.
    pub(crate) stored: Option<String>,
    pub(crate) ty: Type,
}

impl Part {
    fn whole(field: &Field, stored: Option<String>) -> Option<Self> {
        let name = field.ident.as_ref()?;
        Some(Self {
            place: quote!(#name),
            names: vec![name.to_string()],
            stored,
            ty: field.ty.clone(),
        })
    }

    /// The layers in a row that the part stands for.
    fn layers(self) -> Vec<Self> {
        match &self.ty {
            Type::Tuple(tuple) if !tuple.elems.is_empty() => {
                let elements = tuple.elems.iter().enumerate().map(|(i, ty)| {
                    let (place, index) = (&self.place, Index::from(i));
                    Self {
                        place: quote!(#place.#index),
                        names: [&self.names[..], &[i.to_string()]].concat(),
                        stored: self.stored.as_ref().map(|name| format!("{name}.{i}")),
                        ty: ty.clone(),
                    }
                });
                elements.flat_map(Self::layers).collect()
            }
            _ => vec![self],
        }
    }

    /// How messages call it: `encoder.0`.
    pub(crate) fn name(&self) -> String {
        self.names.join(".")
    }

    /// How files call it.
    fn stored_name(&self) -> String {
        self.stored.clone().unwrap_or_else(|| self.name())
    }

    /// The path of the part: `path.field("encoder").field("0")`.
    pub(crate) fn path(&self, from: &TokenStream) -> TokenStream {
        let names = &self.names;
        quote!(#from #(.field(#names))*)
    }
}

/// A struct with such fields.
pub(crate) struct Structure<'a> {
    name: &'a Ident,
    generics: &'a Generics,
    names: Vec<&'a Ident>,
    parts: Vec<Part>,
    kind: Parts,
}

impl<'a> Structure<'a> {
    /// With the fields that have names, and what they are called in files.
    pub(crate) fn new(
        item: &'a ItemStruct,
        fields: &[&'a Field],
        stored: &[Option<String>],
        kind: Parts,
    ) -> Self {
        let stored = |i: usize| stored.get(i).cloned().flatten();
        let parts = fields.iter().enumerate();
        let parts = parts.filter_map(|(i, field)| Part::whole(field, stored(i)));
        Self {
            name: &item.ident,
            generics: &item.generics,
            names: fields
                .iter()
                .filter_map(|field| field.ident.as_ref())
                .collect(),
            parts: match kind {
                Parts::Parameters => parts.collect(),
                Parts::Layers => parts.flat_map(Part::layers).collect(),
            },
            kind,
        }
    }

    pub(crate) fn into_parts(self) -> Vec<Part> {
        self.parts
    }

    /// `<Matrix<…> as ::typograd::Parameters>::visit::<__T>`, at the place of the field's type.
    fn of(&self, part: &Part, name: &str, arguments: &TokenStream) -> TokenStream {
        match self.kind {
            Parts::Parameters => {
                let name = format_ident!("{name}");
                place::member(&part.ty, "Parameters", quote!(#name #arguments))
            }
            Parts::Layers => {
                let name = format_ident!("{name}_layer");
                place::member(&part.ty, "Layer", quote!(#name #arguments))
            }
        }
    }

    /// `impl Parameters` and `impl Zeroed`, field by field. A field may have an initialiser of its own.
    pub(crate) fn parameters(&self, initializers: &[Option<TokenStream>]) -> TokenStream {
        let Self {
            name,
            names,
            parts,
            kind,
            ..
        } = self;
        let (of, types, clause) = self.generics.split_for_impl();
        let places: Vec<_> = parts.iter().map(|part| &part.place).collect();
        let path = quote!(path);
        let paths = parts.iter().map(|part| part.path(&path));
        let every = |item: &str, arguments: &TokenStream| -> Vec<TokenStream> {
            parts
                .iter()
                .map(|part| self.of(part, item, arguments))
                .collect()
        };
        let counts = parts.iter().map(|part| match kind {
            Parts::Parameters => self.of(part, "COUNT", &quote!()),
            Parts::Layers => place::member(&part.ty, "Layer", quote!(PARAMS)),
        });
        let layouts = parts.iter().map(|part| {
            let (place, name) = (&part.place, part.stored_name());
            let layout = match kind {
                Parts::Parameters => self.of(part, "LAYOUT", &quote!()),
                Parts::Layers => place::member(&part.ty, "Layer", quote!(PARTS)),
            };
            quote!(::typograd::network::Part::new(#name, ::core::mem::offset_of!(Self, #place), #layout))
        });
        let begin = parts.iter().enumerate().map(|(i, part)| {
            let place = &part.place;
            if let Some(Some(initializer)) = initializers.get(i) {
                return quote!(#initializer.fill(&mut self.#place, rng););
            }
            let initialize = self.of(part, "initialize", &quote!());
            quote!(#initialize(&mut self.#place, rng);)
        });
        let all = (!names.is_empty()).then(|| quote!(let Self { #(#names: _),* } = self;));
        let element = format_ident!("__T");
        let visit = every("visit", &quote!(::<#element>));
        let zip = every("zip", &quote!(::<#element, __K>));
        quote! {
            // SAFETY: each field, or element of a tuple, is `Zeroed`, being used as one of `Parameters` or `Layer` below, and
            // `visit` names all fields; padding is not read.
            #[allow(unsafe_code)] // parts that may be zero make a whole that may
            unsafe impl #of ::typograd::Zeroed for #name #types #clause {}

            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #of ::typograd::network::Parameters for #name #types #clause {
                const COUNT: ::core::primitive::usize = 0 #(+ #counts)*;

                #[allow(unsafe_code)] // the field's own type is named beside its own place
                const LAYOUT: ::typograd::network::Layout<Self> =
                    // SAFETY: each part is a field, or an element of one, by its name.
                    unsafe { ::typograd::network::Layout::of_parts(const { &[#(#layouts),*] }) };

                #[allow(unused_variables)] // generated for any number of fields
                fn initialize(&mut self, rng: &mut ::typograd::Rng) {
                    #(#begin)*
                }

                #[allow(unused_variables)] // generated for any number of fields
                fn visit<__T: ::typograd::Element>(
                    &self,
                    path: &::typograd::network::Path<'_>,
                    visitor: &mut dyn ::core::ops::FnMut(::typograd::network::Parameter<'_, __T>),
                ) {
                    #all
                    #(#visit(&self.#places, &#paths, visitor);)*
                }

                #[allow(unused_variables, unused_mut)] // generated for any number of fields
                fn zip<__T: ::typograd::Element, const __K: ::core::primitive::usize>(
                    mut parts: [&mut Self; __K],
                    each: &mut dyn ::core::ops::FnMut([&mut [__T]; __K]),
                ) {
                    #(#zip(parts.each_mut().map(|part| &mut part.#places), each);)*
                }
            }
        }
    }
}
