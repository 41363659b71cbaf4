//! From the user's expression to straight-line values. What cannot be differentiated is refused here, on the token.

use std::collections::HashMap;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{BinOp, Block, Error, Expr, Ident, Member, Pat, Result, Stmt, UnOp};

use super::allowed::{self, ADD, QUOTIENT, Rule, SUBTRACT};
use super::ir::{Graph, Id, Source};
use super::signature::Signature;
use crate::place;

/// What an expression stands for.
#[derive(Clone)]
enum Meaning {
    /// A value; it may stand transposed, to be read in place by a product.
    Value { id: Id, transposed: bool },
    /// Something that depends on neither the input nor a parameter: the user's tokens.
    Constant(TokenStream),
}

struct Lowering {
    graph: Graph,
    names: Vec<HashMap<String, Meaning>>,
    parameters: HashMap<String, Id>,
}

/// What may stand in a forward expression, for messages.
const ALLOWED: &str = "a forward expression is made of `let` bindings, the operators `+ - * /`, the methods and functions of tensors, and `self.field.forward(…)`";

pub(super) fn lower(signature: &Signature) -> Result<Graph> {
    let mut lowering = Lowering {
        graph: Graph::default(),
        names: vec![HashMap::new()],
        parameters: HashMap::new(),
    };
    let input = lowering.graph.push(Source::Input, signature.input.span());
    lowering.bind(
        &signature.input,
        Meaning::Value {
            id: input,
            transposed: false,
        },
    );
    let meaning = lowering.block(signature.body())?;
    let last = result_span(signature.body());
    let id = match meaning {
        Meaning::Value { .. } => lowering.value(&meaning, last)?,
        Meaning::Constant(_) => {
            return Err(Error::new(
                last,
                "the output of a layer must depend on its input",
            ));
        }
    };
    if !lowering.graph.values[id].batched {
        return Err(Error::new(
            last,
            "the output of a layer must depend on its input",
        ));
    }
    if id != lowering.graph.output() || id == input {
        // The output is the last value, and never the input itself.
        lowering.graph.push(
            Source::Copy {
                x: id,
                factor: None,
                shape: None,
            },
            last,
        );
    }
    Ok(lowering.graph)
}

fn result_span(block: &Block) -> Span {
    block
        .stmts
        .last()
        .map_or_else(|| block.span(), Spanned::span)
}

impl Lowering {
    fn bind(&mut self, name: &Ident, meaning: Meaning) {
        let scope = self.names.last_mut().expect("there is always a scope");
        scope.insert(name.to_string(), meaning);
    }

    fn block(&mut self, block: &Block) -> Result<Meaning> {
        self.names.push(HashMap::new());
        let mut result = None;
        for (i, statement) in block.stmts.iter().enumerate() {
            match statement {
                Stmt::Local(local) => {
                    let name = match &local.pat {
                        Pat::Type(typed) => &typed.pat,
                        other => other,
                    };
                    if let (Pat::Wild(_), Some(init)) = (name, &local.init) {
                        self.expression(&init.expr)?;
                        continue;
                    }
                    let Pat::Ident(pattern) = name else {
                        return Err(refuse(name, "a pattern", "bind one name: `let z = …;`"));
                    };
                    if let Some(mutable) = &pattern.mutability {
                        return Err(refuse(
                            mutable,
                            "a mutable variable",
                            "bind a new name for each value",
                        ));
                    }
                    let Some(init) = &local.init else {
                        return Err(refuse(
                            local,
                            "a variable without a value",
                            "write `let z = …;`",
                        ));
                    };
                    if let Some((token, _)) = &init.diverge {
                        return Err(refuse(token, "`let … else`", ALLOWED));
                    }
                    let meaning = self.expression(&init.expr)?;
                    self.bind(&pattern.ident, meaning);
                }
                Stmt::Expr(expression, None) if i + 1 == block.stmts.len() => {
                    result = Some(self.expression(expression)?);
                }
                Stmt::Expr(expression, _) => {
                    // Refused for what it is, or as a value that nothing uses.
                    self.expression(expression)?;
                    return Err(refuse(
                        expression,
                        "a statement",
                        "the value of the last expression is the output",
                    ));
                }
                Stmt::Item(item) => return Err(refuse(item, "an item", ALLOWED)),
                Stmt::Macro(call) => return Err(refuse(&call.mac.path, "a macro", ALLOWED)),
                #[allow(unreachable_patterns)] // syn may add kinds of statements
                other => return Err(refuse(other, "this statement", ALLOWED)),
            }
        }
        self.names.pop();
        result.ok_or_else(|| {
            Error::new(
                block.span(),
                "the last expression of `forward` is its output; there is none",
            )
        })
    }

    fn expression(&mut self, expression: &Expr) -> Result<Meaning> {
        match expression {
            Expr::Paren(inner) => self.expression(&inner.expr),
            Expr::Group(inner) => self.expression(&inner.expr),
            Expr::Reference(inner) => match inner.mutability {
                Some(mutable) => Err(refuse(&mutable, "a mutable reference", ALLOWED)),
                None => self.expression(&inner.expr),
            },
            Expr::Block(block) if block.label.is_none() => self.block(&block.block),
            Expr::Lit(literal) => Ok(Meaning::Constant(literal.to_token_stream())),
            Expr::Path(path) => Ok(path
                .path
                .get_ident()
                .and_then(|name| self.lookup(name))
                .unwrap_or_else(|| Meaning::Constant(path.to_token_stream()))),
            Expr::Field(field) => self.field(field),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Binary(binary) => self.binary(binary),
            Expr::MethodCall(call) => self.method(call),
            Expr::Call(call) => self.call(call),
            Expr::Cast(cast) => match self.expression(&cast.expr)? {
                Meaning::Constant(_) => Ok(Meaning::Constant(cast.to_token_stream())),
                Meaning::Value { .. } => Err(refuse(&cast.as_token, "a cast of a value", ALLOWED)),
            },
            other => Err(unsupported(other)),
        }
    }

    fn lookup(&self, name: &Ident) -> Option<Meaning> {
        let name = name.to_string();
        self.names
            .iter()
            .rev()
            .find_map(|scope| scope.get(&name))
            .cloned()
    }

    /// A value that stands as it is: a transpose that no product reads in place is written out.
    fn value(&mut self, meaning: &Meaning, span: Span) -> Result<Id> {
        match *meaning {
            Meaning::Value {
                id,
                transposed: false,
            } => Ok(id),
            Meaning::Value {
                id,
                transposed: true,
            } => {
                let rule = allowed::Unary {
                    name: "Transpose",
                    needs: [false, false],
                };
                Ok(self.graph.push(Source::Unary { rule, x: id }, span))
            }
            Meaning::Constant(_) => Err(Error::new(
                span,
                "expected a value that depends on the input or on a parameter, found a constant",
            )),
        }
    }

    fn push(&mut self, source: Source, span: Span) -> Meaning {
        Meaning::Value {
            id: self.graph.push(source, span),
            transposed: false,
        }
    }

    fn field(&mut self, field: &syn::ExprField) -> Result<Meaning> {
        let name = own_field(&Expr::Field(field.clone()))?;
        let known = self.parameters.get(&name.to_string()).copied();
        let id = known.unwrap_or_else(|| {
            let id = self
                .graph
                .push(Source::Parameter(name.clone()), name.span());
            self.parameters.insert(name.to_string(), id);
            id
        });
        Ok(Meaning::Value {
            id,
            transposed: false,
        })
    }

    fn unary(&mut self, unary: &syn::ExprUnary) -> Result<Meaning> {
        match unary.op {
            UnOp::Deref(_) => self.expression(&unary.expr),
            UnOp::Neg(token) => match self.expression(&unary.expr)? {
                Meaning::Constant(_) => Ok(Meaning::Constant(unary.to_token_stream())),
                value @ Meaning::Value { .. } => {
                    let x = self.value(&value, token.span)?;
                    Ok(self.scaled(x, negative_one(), token.span))
                }
            },
            _ => Err(refuse(&unary.op, "this operator", ALLOWED)),
        }
    }

    /// c x.
    fn scaled(&mut self, x: Id, factor: TokenStream, span: Span) -> Meaning {
        self.push(
            Source::Copy {
                x,
                factor: Some(factor),
                shape: None,
            },
            span,
        )
    }

    fn binary(&mut self, binary: &syn::ExprBinary) -> Result<Meaning> {
        if !matches!(
            binary.op,
            BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_)
        ) {
            return Err(refuse(&binary.op, "this operator", ALLOWED));
        }
        let span = binary.op.span();
        let left = self.expression(&binary.left)?;
        let right = self.expression(&binary.right)?;
        Ok(match (left, right) {
            (Meaning::Constant(_), Meaning::Constant(_)) => {
                Meaning::Constant(binary.to_token_stream())
            }
            (Meaning::Constant(c), value) => {
                let x = self.value(&value, span)?;
                match binary.op {
                    BinOp::Mul(_) => self.scaled(x, c, span),
                    BinOp::Add(_) => self.push(Source::Shift { x, constant: c }, span),
                    BinOp::Sub(_) => {
                        let minus = self.scaled(x, negative_one(), span);
                        let x = self.value(&minus, span)?;
                        self.push(Source::Shift { x, constant: c }, span)
                    }
                    _ => {
                        let function = quote!(::typograd::op::Recip);
                        let x = self.graph.push(Source::Activation { function, x }, span);
                        self.scaled(x, c, span)
                    }
                }
            }
            (value, Meaning::Constant(c)) => {
                let x = self.value(&value, span)?;
                match binary.op {
                    BinOp::Mul(_) => self.scaled(x, c, span),
                    BinOp::Add(_) => self.push(Source::Shift { x, constant: c }, span),
                    BinOp::Sub(_) => self.push(
                        Source::Shift {
                            x,
                            constant: quote!(-(#c)),
                        },
                        span,
                    ),
                    _ => self.scaled(x, quote!(::typograd::__private::recip(#c)), span),
                }
            }
            (
                Meaning::Value {
                    id: a,
                    transposed: a_transposed,
                },
                Meaning::Value {
                    id: b,
                    transposed: b_transposed,
                },
            ) if matches!(binary.op, BinOp::Mul(_)) => self.push(
                Source::Product {
                    a,
                    a_transposed,
                    b,
                    b_transposed,
                },
                span,
            ),
            (left, right) => {
                let (a, b) = (self.value(&left, span)?, self.value(&right, span)?);
                let rule = match binary.op {
                    BinOp::Add(_) => ADD,
                    BinOp::Sub(_) => SUBTRACT,
                    _ => QUOTIENT,
                };
                self.push(Source::Binary { rule, a, b }, span)
            }
        })
    }

    fn method(&mut self, call: &syn::ExprMethodCall) -> Result<Meaning> {
        let span = call.method.span();
        if call.method == "forward" {
            return self.layer(call);
        }
        let receiver = self.expression(&call.receiver)?;
        let arguments: Vec<Meaning> = call
            .args
            .iter()
            .map(|argument| self.expression(argument))
            .collect::<Result<_>>()?;
        let constants = |all: &[Meaning]| all.iter().all(|one| matches!(one, Meaning::Constant(_)));
        if matches!(receiver, Meaning::Constant(_)) && constants(&arguments) {
            return Ok(Meaning::Constant(call.to_token_stream()));
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
                Meaning::Constant(_) => Ok(Meaning::Constant(call.to_token_stream())),
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

    fn call(&mut self, call: &syn::ExprCall) -> Result<Meaning> {
        let arguments: Vec<Meaning> = call
            .args
            .iter()
            .map(|argument| self.expression(argument))
            .collect::<Result<_>>()?;
        if arguments
            .iter()
            .all(|one| matches!(one, Meaning::Constant(_)))
        {
            return Ok(Meaning::Constant(call.to_token_stream()));
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

/// The field in `self.field`.
fn own_field(expression: &Expr) -> Result<Ident> {
    let refused = || {
        refuse(
            expression,
            "this field",
            "parameters are fields of the layer itself: `self.w`",
        )
    };
    let Expr::Field(field) = strip(expression) else {
        return Err(refused());
    };
    match (strip(&field.base), &field.member) {
        (Expr::Path(base), Member::Named(name)) if base.path.is_ident("self") => Ok(name.clone()),
        _ => Err(refused()),
    }
}

/// An expression without parentheses and borrows.
fn strip(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(inner) => strip(&inner.expr),
        Expr::Group(inner) => strip(&inner.expr),
        Expr::Reference(inner) if inner.mutability.is_none() => strip(&inner.expr),
        other => other,
    }
}

fn negative_one() -> TokenStream {
    quote!(::typograd::__private::negative_one())
}

fn refuse(what: &impl ToTokens, name: &str, instead: &str) -> Error {
    let text = format!("`#[layer]` cannot differentiate {name}: {instead}");
    // The first token: a whole loop underlined says less than its keyword.
    match what.to_token_stream().into_iter().next() {
        Some(token) => Error::new(token.span(), text),
        None => Error::new(Span::call_site(), text),
    }
}

fn unsupported(expression: &Expr) -> Error {
    let name = match expression {
        Expr::ForLoop(_) => "a `for` loop",
        Expr::While(_) => "a `while` loop",
        Expr::Loop(_) => "a `loop`",
        Expr::If(_) => "an `if`",
        Expr::Match(_) => "a `match`",
        Expr::Closure(_) => "a closure",
        Expr::Macro(_) => "a macro",
        Expr::Assign(_) => "an assignment",
        Expr::Return(_) => "a `return`",
        Expr::Try(_) => "the `?` operator",
        Expr::Index(_) => "an indexing",
        Expr::Array(_) | Expr::Repeat(_) => "an array",
        Expr::Tuple(_) => "a tuple",
        Expr::Struct(_) => "a struct literal",
        Expr::Range(_) => "a range",
        Expr::Unsafe(_) => "an `unsafe` block",
        Expr::Async(_) | Expr::Await(_) => "async code",
        Expr::Break(_) => "a `break`",
        Expr::Continue(_) => "a `continue`",
        Expr::Let(_) => "a `let` condition",
        _ => "this expression",
    };
    refuse(expression, name, ALLOWED)
}
