//! From the user's expression to straight-line values. What cannot be differentiated is refused here, on the token.
//!
//! Here: what an expression may be, and what its names stand for; `bindings`, `operators`, `calls` and `constants` have its
//! larger kinds.

mod bindings;
mod calls;
mod constants;
mod functions;
mod operators;
mod refusal;

use std::collections::HashMap;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Block, Error, Expr, Ident, Member, Result};

use super::allowed;
use super::ir::{Graph, Id, Source};
use refusal::Form;

/// What an expression stands for.
#[derive(Clone)]
enum Meaning {
    /// A value; it may stand transposed, to be read in place by a product.
    Value { id: Id, transposed: bool },
    /// Something that depends on neither the input nor a parameter: the user's tokens.
    Constant(TokenStream),
    /// Several values.
    Tuple(Vec<Meaning>),
    /// What the operator `?` turns into the meaning within.
    Fallible(Box<Meaning>),
}

impl Meaning {
    fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }
}

struct Lowering {
    form: Form,
    graph: Graph,
    names: Vec<HashMap<String, Meaning>>,
    parameters: HashMap<String, Id>,
}

impl Lowering {
    fn new(form: Form) -> Self {
        Self {
            form,
            graph: Graph::default(),
            names: vec![HashMap::new()],
            parameters: HashMap::new(),
        }
    }

    /// A value that is given, under its name.
    fn given(&mut self, name: &Ident, source: Source) -> Id {
        let id = self.graph.push(source, name.span());
        let meaning = Meaning::Value {
            id,
            transposed: false,
        };
        self.bind(name, meaning);
        id
    }
}

/// A layer's forward expression; the last value is the output.
pub(crate) fn layer(input: &Ident, body: &Block) -> Result<Graph> {
    let mut lowering = Lowering::new(Form::Layer);
    let input = lowering.given(input, Source::Input);
    let meaning = lowering.block(body)?;
    let last = result_span(body);
    let independent = || Error::new(last, "the output of a layer must depend on its input");
    if meaning.is_constant() {
        return Err(independent());
    }
    let id = lowering.value(&meaning, last)?;
    if !lowering.graph.values[id].batched {
        return Err(independent());
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

pub(crate) use functions::function;

fn result_span(block: &Block) -> Span {
    block
        .stmts
        .last()
        .map_or_else(|| block.span(), Spanned::span)
}

impl Lowering {
    fn expression(&mut self, expression: &Expr) -> Result<Meaning> {
        match expression {
            Expr::Paren(inner) => self.expression(&inner.expr),
            Expr::Group(inner) => self.expression(&inner.expr),
            Expr::Reference(inner) => match inner.mutability {
                Some(mutable) => {
                    let allowed = self.form.allowed();
                    Err(self.form.refuse(&mutable, "a mutable reference", allowed))
                }
                None => match self.expression(&inner.expr)? {
                    Meaning::Constant(_) => Ok(self.constant(expression)),
                    meaning => Ok(meaning),
                },
            },
            Expr::Block(block) if block.label.is_none() => self.block(&block.block),
            Expr::Lit(literal) => Ok(Meaning::Constant(literal.to_token_stream())),
            Expr::Path(path) => Ok(path
                .path
                .get_ident()
                .and_then(|name| self.lookup(name))
                .unwrap_or_else(|| self.constant(path))),
            Expr::Field(field) => self.field(field),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Binary(binary) => self.binary(binary),
            Expr::MethodCall(call) => self.method(call),
            Expr::Call(call) => self.call(call),
            Expr::Tuple(tuple) => self.tuple(tuple),
            Expr::Try(inner) => self.attempt(inner),
            Expr::Cast(cast) if self.expression(&cast.expr)?.is_constant() => {
                Ok(self.constant(cast))
            }
            Expr::Cast(cast) => {
                let allowed = self.form.allowed();
                Err(self
                    .form
                    .refuse(&cast.as_token, "a cast of a value", allowed))
            }
            other => Err(self.form.unsupported(other)),
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
        match meaning {
            Meaning::Value {
                id,
                transposed: false,
            } => Ok(*id),
            Meaning::Value {
                id,
                transposed: true,
            } => {
                let rule = allowed::Unary {
                    name: "Transpose",
                    needs: [false, false],
                    of: allowed::Of::Nothing,
                };
                Ok(self.graph.push(Source::Unary { rule, x: *id }, span))
            }
            Meaning::Constant(_) => Err(Error::new(
                span,
                "expected a value that depends on the input or on a parameter, found a constant",
            )),
            Meaning::Tuple(_) => Err(Error::new(
                span,
                "expected one value, found several: give each a name with `let (a, b) = …;`",
            )),
            Meaning::Fallible(_) => Err(Error::new(
                span,
                "this may fail: put `?` behind it, in a function that returns a `Result`",
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
        if self.form != Form::Layer {
            let whole = Expr::Field(field.clone());
            if let Expr::Path(base) = strip(&field.base)
                && base
                    .path
                    .get_ident()
                    .is_some_and(|name| self.lookup(name).is_none())
            {
                return Ok(self.constant(&whole)); // a field of something constant
            }
            let allowed = self.form.allowed();
            return Err(self.form.refuse(&whole, "a field", allowed));
        }
        let name = self.own_field(&Expr::Field(field.clone()))?;
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

    /// The field in `self.field`.
    fn own_field(&self, expression: &Expr) -> Result<Ident> {
        let refused = || {
            self.form.refuse(
                expression,
                "this field",
                "parameters are fields of the layer itself: `self.w`",
            )
        };
        let Expr::Field(field) = strip(expression) else {
            return Err(refused());
        };
        match (strip(&field.base), &field.member) {
            (Expr::Path(base), Member::Named(name)) if base.path.is_ident("self") => {
                Ok(name.clone())
            }
            _ => Err(refused()),
        }
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
