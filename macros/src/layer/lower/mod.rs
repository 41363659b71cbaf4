//! From the user's expression to straight-line values. What cannot be differentiated is refused here, on the token.
//!
//! Here: bindings, blocks, and what an expression may be; `operators`, `calls` and `constants` have its larger kinds.

mod calls;
mod constants;
mod operators;
mod refusal;

use std::collections::HashMap;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Block, Error, Expr, Ident, Member, Pat, Result, Stmt};

use super::allowed;
use super::ir::{Graph, Id, Source};
use super::signature::Signature;
use refusal::{ALLOWED, refuse, unsupported};

/// What an expression stands for.
#[derive(Clone)]
enum Meaning {
    /// A value; it may stand transposed, to be read in place by a product.
    Value { id: Id, transposed: bool },
    /// Something that depends on neither the input nor a parameter: the user's tokens.
    Constant(TokenStream),
}

impl Meaning {
    fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }
}

struct Lowering {
    graph: Graph,
    names: Vec<HashMap<String, Meaning>>,
    parameters: HashMap<String, Id>,
}

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
                    let (name, ty) = match &local.pat {
                        Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
                        other => (other, None),
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
                    self.bind(&pattern.ident, meaning.bound(ty));
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
                None => match self.expression(&inner.expr)? {
                    Meaning::Constant(_) => Ok(self.constant(expression)),
                    value @ Meaning::Value { .. } => Ok(value),
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
            Expr::Cast(cast) => match self.expression(&cast.expr)? {
                Meaning::Constant(_) => Ok(self.constant(cast)),
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
