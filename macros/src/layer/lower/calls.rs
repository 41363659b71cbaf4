//! Methods, functions, and layers within the layer.

use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Error, Expr, Ident, PathArguments, Result, Token};

use super::super::allowed::{self, Rule};
use super::super::ir::Source;
use super::refusal::unsupported;
use super::{Lowering, Meaning, own_field};
use crate::place;

impl Lowering {
    fn arguments(&mut self, arguments: &Punctuated<Expr, Token![,]>) -> Result<Vec<Meaning>> {
        arguments
            .iter()
            .map(|argument| self.expression(argument))
            .collect()
    }

    pub(super) fn method(&mut self, call: &syn::ExprMethodCall) -> Result<Meaning> {
        let span = call.method.span();
        if call.method == "forward" {
            return self.layer(call);
        }
        let receiver = self.expression(&call.receiver)?;
        let arguments = self.arguments(&call.args)?;
        if receiver.is_constant() && arguments.iter().all(Meaning::is_constant) {
            return Ok(self.constant(call));
        }
        let known = allowed::METHODS
            .iter()
            .find(|(name, ..)| call.method == name);
        let Some((name, count, rule)) = known else {
            let names = allowed::method_names();
            return Err(Error::new(
                span,
                format!(
                    "`#[layer]` does not know the derivative of `{}`; the methods it knows are {names}",
                    call.method
                ),
            ));
        };
        if arguments.len() != *count {
            let text = format!(
                "`{name}` takes {count} arguments, {} are given",
                arguments.len()
            );
            return Err(Error::new(span, text));
        }
        let mut arguments = arguments.into_iter();
        let mut argument = || arguments.next().expect("as many as were counted");
        match rule {
            Rule::Same => Ok(receiver),
            Rule::Transposed => match receiver {
                Meaning::Value { id, transposed } => Ok(Meaning::Value {
                    id,
                    transposed: !transposed,
                }),
                Meaning::Constant(_) => Ok(self.constant(call)),
            },
            Rule::Product {
                left_transposed,
                right_transposed,
            } => {
                let (a, b) = (self.value(&receiver, span)?, self.value(&argument(), span)?);
                let (a_transposed, b_transposed) = (*left_transposed, *right_transposed);
                Ok(self.push(
                    Source::Product {
                        a,
                        a_transposed,
                        b,
                        b_transposed,
                    },
                    span,
                ))
            }
            Rule::Binary(rule) => {
                let (a, b) = (self.value(&receiver, span)?, self.value(&argument(), span)?);
                Ok(self.push(Source::Binary { rule: *rule, a, b }, span))
            }
            Rule::Unary(rule) => {
                let x = self.value(&receiver, span)?;
                Ok(self.push(Source::Unary { rule: *rule, x }, span))
            }
            Rule::Activation(function) => {
                let x = self.value(&receiver, span)?;
                let function = Ident::new(function, place::at(span));
                let function = quote!(::typograd::op::#function);
                Ok(self.push(Source::Activation { function, x }, span))
            }
            Rule::Renamed => {
                let shape =
                    call.turbofish
                        .as_ref()
                        .and_then(|generics| match generics.args.first() {
                            Some(syn::GenericArgument::Type(shape)) => {
                                Some(shape.to_token_stream())
                            }
                            _ => None,
                        });
                let Some(shape) = shape else {
                    let text =
                        format!("name the shape that results: `.{name}::<(Rows, Columns)>()`");
                    return Err(Error::new(span, text));
                };
                let x = self.value(&receiver, span)?;
                Ok(self.push(
                    Source::Copy {
                        x,
                        factor: None,
                        shape: Some(shape),
                    },
                    span,
                ))
            }
        }
    }

    /// `self.field.forward(x)`: a layer within the layer.
    fn layer(&mut self, call: &syn::ExprMethodCall) -> Result<Meaning> {
        let span = call.method.span();
        let field = own_field(&call.receiver).map_err(|_| {
            Error::new_spanned(
                &call.receiver,
                "only a field's layer can be applied: `self.field.forward(x)`",
            )
        })?;
        let [argument] = &call.args.iter().collect::<Vec<_>>()[..] else {
            return Err(Error::new(span, "`forward` takes one input"));
        };
        let meaning = self.expression(argument)?;
        let x = self.value(&meaning, argument.span())?;
        if !self.graph.values[x].batched {
            return Err(Error::new_spanned(
                argument,
                "a layer is applied to what depends on the input; this depends on parameters alone",
            ));
        }
        Ok(self.push(Source::Layer { field, x }, span))
    }

    pub(super) fn call(&mut self, call: &syn::ExprCall) -> Result<Meaning> {
        let arguments = self.arguments(&call.args)?;
        if arguments.iter().all(Meaning::is_constant) {
            return Ok(self.constant(call));
        }
        let Expr::Path(function) = &*call.func else {
            return Err(unsupported(&call.func));
        };
        let last = &function
            .path
            .segments
            .last()
            .expect("a path has segments")
            .ident;
        let span = last.span();
        let refused = || {
            let names = allowed::function_names();
            let text = format!(
                "`#[layer]` does not know the derivative of `{last}`; the functions it knows are {names}, \
                 and `F::of` for an activation `F`",
            );
            Err(Error::new(span, text))
        };
        let activation = if last == "of" && function.path.segments.len() > 1 {
            // `F::of`: the path without its last segment is the activation.
            let mut path = function.path.clone();
            path.segments.pop();
            path.segments.pop_punct();
            quote!(#path)
        } else if let Some((_, known)) = allowed::FUNCTIONS.iter().find(|(name, _)| last == name) {
            let mut path = function.path.clone();
            if let Some(segment) = path.segments.last_mut() {
                segment.arguments = PathArguments::None;
            }
            self.graph.functions.push((path, last.clone()));
            let known = Ident::new(known, place::at(span));
            quote!(::typograd::op::#known)
        } else {
            return refused();
        };
        let [argument] = <[Meaning; 1]>::try_from(arguments).map_err(|all| {
            Error::new(
                span,
                format!("`{last}` takes one argument, {} are given", all.len()),
            )
        })?;
        let x = self.value(&argument, span)?;
        Ok(self.push(
            Source::Activation {
                function: activation,
                x,
            },
            span,
        ))
    }
}
