//! The impl of a layer: `fn forward(&self, x: &In) -> Out`, taken apart.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{
    Block, Error, FnArg, Generics, Ident, ImplItem, ImplItemFn, ItemImpl, Pat, ReceiverKind,
    Result, ReturnType, Type,
};

/// What `#[layer] impl` declares.
pub(super) struct Signature {
    pub(super) generics: Generics,
    /// The layer's type, with its arguments.
    pub(super) layer: Type,
    /// The function as the user wrote it.
    pub(super) forward: ImplItemFn,
    /// The name of the input.
    pub(super) input: Ident,
    pub(super) input_type: Type,
    pub(super) output_type: Type,
    /// What else stands in the impl, in an impl of its own.
    pub(super) rest: TokenStream,
}

const FORM: &str = "a layer's function is `fn forward(&self, x: &In) -> Out`";

impl Signature {
    /// The impl of a trait of ours for the layer, at the place of the layer's type: where notes that speak of it point.
    pub(super) fn implement(
        &self,
        layer_trait: &str,
        clause: &TokenStream,
        body: TokenStream,
    ) -> TokenStream {
        let layer = &self.layer;
        let span = layer.span();
        let layer_trait = Ident::new(layer_trait, span);
        let (of, ..) = self.generics.split_for_impl();
        let mut body = Group::new(Delimiter::Brace, body);
        body.set_span(span);
        quote_spanned!(span=> impl #of ::typograd::#layer_trait for #layer #clause #body)
    }

    pub(super) fn parse(item: &ItemImpl) -> Result<Self> {
        if let Some((path, _)) = &item.trait_ {
            return Err(Error::new_spanned(
                path,
                "`#[layer]` stands on the layer's own `impl`, not on that of a trait",
            ));
        }
        let mut rest = item.clone();
        rest.items.retain(|one| !is_forward(one));
        let mut functions = item.items.iter().filter(|one| is_forward(one));
        let Some(ImplItem::Fn(forward)) = functions.next() else {
            return Err(Error::new_spanned(
                &item.self_ty,
                "the `impl` of a layer needs `fn forward(&self, x: &In) -> Out`",
            ));
        };
        check_modifiers(forward)?;
        let (input, input_type) = parse_input(forward)?;
        let output_type = match &forward.sig.output {
            ReturnType::Type(_, ty) => (**ty).clone(),
            ReturnType::Default => return Err(Error::new_spanned(&forward.sig.ident, FORM)),
        };
        Ok(Self {
            generics: item.generics.clone(),
            layer: (*item.self_ty).clone(),
            forward: forward.clone(),
            input,
            input_type,
            output_type,
            rest: if rest.items.is_empty() {
                quote!()
            } else {
                quote!(#rest)
            },
        })
    }

    pub(super) fn body(&self) -> &Block {
        &self.forward.block
    }
}

fn is_forward(item: &ImplItem) -> bool {
    matches!(item, ImplItem::Fn(function) if function.sig.ident == "forward")
}

fn check_modifiers(forward: &ImplItemFn) -> Result<()> {
    let signature = &forward.sig;
    if let Some(generic) = signature.generics.params.first() {
        return Err(Error::new_spanned(
            generic,
            "`forward` has no parameters of its own; put them on the layer",
        ));
    }
    if let Some(clause) = &signature.generics.where_clause {
        return Err(Error::new_spanned(
            clause,
            "put bounds on the `impl` of the layer",
        ));
    }
    let modifiers = [
        signature.constness.map(|token| token.span),
        signature.asyncness.map(|token| token.span),
    ];
    if let Some(span) = modifiers.into_iter().flatten().next() {
        return Err(Error::new(span, FORM));
    }
    Ok(())
}

fn parse_input(forward: &ImplItemFn) -> Result<(Ident, Type)> {
    let inputs = &forward.sig.inputs;
    let mut arguments = inputs.iter();
    match arguments.next() {
        Some(FnArg::Receiver(receiver))
            if matches!(receiver.kind, ReceiverKind::Reference(_, _, None)) => {}
        Some(other) => return Err(Error::new_spanned(other, FORM)),
        None => return Err(Error::new_spanned(&forward.sig.ident, FORM)),
    }
    let Some(FnArg::Typed(argument)) = arguments.next() else {
        return Err(Error::new_spanned(&forward.sig.ident, FORM));
    };
    if let Some(more) = arguments.next() {
        return Err(Error::new_spanned(
            more,
            "a layer has one input; concatenate what belongs together",
        ));
    }
    let Pat::Ident(name) = &*argument.pat else {
        return Err(Error::new_spanned(
            &argument.pat,
            "the input needs a name, such as `x`",
        ));
    };
    match &*argument.ty {
        Type::Reference(reference) if reference.mutability.is_none() => {
            Ok((name.ident.clone(), (*reference.elem).clone()))
        }
        other => Err(Error::new_spanned(
            other,
            "a layer borrows its input: `x: &Vector<In>`",
        )),
    }
}
