//! Methods, functions, and layers within the layer.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Error, Expr, Ident, PathArguments, Result, Token};

use super::refusal::Form;
use super::{Lowering, Meaning};
use crate::expression::allowed::{self, Rule};
use crate::expression::ir::{Id, Source};
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
        if call.method == "forward" && self.form == Form::Layer {
            return self.layer(call);
        }
        let receiver = self.expression(&call.receiver)?;
        let arguments = self.arguments(&call.args)?;
        if receiver.is_constant() && arguments.iter().all(Meaning::is_constant) {
            return Ok(self.constant(call));
        }
        let in_layer = self.form == Form::Layer;
        let known = allowed::METHODS
            .iter()
            .find(|(name, ..)| call.method == name);
        let Some((name, count, rule)) = known else {
            return Err(self.form.unknown_method(&call.method));
        };
        if rule.fails() && in_layer {
            return Err(self.form.unknown_method(&call.method));
        }
        if arguments.len() != *count {
            let text = format!(
                "`{name}` takes {count} arguments, {} are given",
                arguments.len()
            );
            return Err(Error::new(span, text));
        }
        self.applied(rule, call, receiver, arguments)
    }

    /// A method that is known.
    fn applied(
        &mut self,
        rule: &Rule,
        call: &syn::ExprMethodCall,
        receiver: Meaning,
        arguments: Vec<Meaning>,
    ) -> Result<Meaning> {
        let (name, span) = (&call.method, call.method.span());
        let types = call.turbofish.as_ref();
        let types = types.map(|types| types.args.to_token_stream());
        if rule.needs_types() && types.is_none() {
            let text = format!("name the sizes: `.{name}::<Sizes>(…)`");
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
                other => self.value(&other, span).map(|_| other),
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
                Ok(self.push_of(Source::Binary { rule: *rule, a, b }, types, span))
            }
            Rule::Unary(rule) => {
                let x = self.value(&receiver, span)?;
                Ok(self.push_of(Source::Unary { rule: *rule, x }, types, span))
            }
            Rule::Activation(function) => {
                let x = self.value(&receiver, span)?;
                Ok(self.function(function, x, span))
            }
            Rule::Maximum => {
                let x = self.value(&receiver, span)?;
                let Meaning::Constant(bound) = argument() else {
                    let text = "`max` is differentiated with a constant argument: `z.max(0.0)`";
                    return Err(Error::new(span, text));
                };
                Ok(self.maximum(x, &bound, span))
            }
            Rule::Power => {
                let x = self.value(&receiver, span)?;
                let exponent = &call.args[0];
                Ok(self.function_of(quote!(::typograd::op::Powi::<{ #exponent }>), x, span))
            }
            Rule::TryUnary(rule) => {
                let operands = vec![self.value(&receiver, span)?];
                Ok(self.attempted(rule, operands, span))
            }
            Rule::TryBinary(rule) => {
                let operands = vec![self.value(&receiver, span)?, self.value(&argument(), span)?];
                Ok(self.attempted(rule, operands, span))
            }
            Rule::Renamed => {
                let shape = types.filter(|types| !types.is_empty());
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

    /// A function of ours that keeps the shape.
    fn function(&mut self, name: &str, x: Id, span: Span) -> Meaning {
        let function = Ident::new(name, span);
        let function = place::moved(quote!(::typograd::op::#function), place::at(span));
        self.function_of(function, x, span)
    }

    fn function_of(&mut self, function: TokenStream, x: Id, span: Span) -> Meaning {
        self.push(Source::Activation { function, x }, span)
    }

    /// max(x, c) = max(0, x − c) + c.
    fn maximum(&mut self, x: Id, bound: &TokenStream, span: Span) -> Meaning {
        let is_zero = ["0.0", "0.", "0.0f32", "0.0_f32", "0.0f64", "0.0_f64"]
            .contains(&bound.to_string().as_str());
        if is_zero {
            return self.function("Relu", x, span);
        }
        let constant = quote!(-(#bound));
        let x = self.graph.push(Source::Shift { x, constant }, span);
        let function = quote!(::typograd::op::Relu);
        let x = self.graph.push(Source::Activation { function, x }, span);
        let constant = bound.clone();
        self.push(Source::Shift { x, constant }, span)
    }

    fn attempted(&mut self, rule: &'static str, operands: Vec<Id>, span: Span) -> Meaning {
        let source = Source::Attempt {
            rule,
            exponent: None,
            operands,
        };
        let value = self.push(source, span);
        Meaning::Fallible(Box::new(value))
    }

    /// An operation's value, and the type arguments of its call.
    fn push_of(&mut self, source: Source, types: Option<TokenStream>, span: Span) -> Meaning {
        let id = self.graph.push(source, span);
        if let Some(types) = types {
            self.graph.arguments.insert(id, types);
        }
        Meaning::Value {
            id,
            transposed: false,
        }
    }

    /// `self.field.forward(x)`: a layer within the layer.
    fn layer(&mut self, call: &syn::ExprMethodCall) -> Result<Meaning> {
        let span = call.method.span();
        let field = self.own_field(&call.receiver).map_err(|_| {
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
        if self.form != Form::Layer
            && matches!(&*call.func, Expr::Path(path) if path.path.is_ident("Ok"))
        {
            return self.success(call);
        }
        let arguments = self.arguments(&call.args)?;
        if arguments.iter().all(Meaning::is_constant) {
            return Ok(self.constant(call));
        }
        let Expr::Path(function) = &*call.func else {
            return Err(self.form.unsupported(&call.func));
        };
        let last = &function
            .path
            .segments
            .last()
            .expect("a path has segments")
            .ident;
        let span = last.span();
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
            if *known == "Step" && self.form != Form::Layer {
                let text = "the unit step has no gradient to follow: it is 0 wherever there is one; `sigmoid` is its smooth form";
                return Err(Error::new(span, text));
            }
            let known = Ident::new(known, place::at(span));
            place::moved(quote!(::typograd::op::#known), place::at(span))
        } else if self.form == Form::Layer {
            return Err(self.form.unknown_function(last));
        } else {
            return self.other_function(&function.path, arguments, span);
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
