//! The operators `+ - * /` and the unary minus, between values and with constants.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{BinOp, Result, UnOp};

use super::{Lowering, Meaning};
use crate::expression::allowed::{ADD, QUOTIENT, SUBTRACT};
use crate::expression::ir::{Id, Source};

fn negative_one() -> TokenStream {
    quote!(::typograd::__private::negative_one())
}

impl Lowering {
    pub(super) fn unary(&mut self, unary: &syn::ExprUnary) -> Result<Meaning> {
        match unary.op {
            UnOp::Deref(_) => match self.expression(&unary.expr)? {
                Meaning::Constant(_) => Ok(self.constant(unary)),
                value => Ok(value),
            },
            UnOp::Neg(token) => match self.expression(&unary.expr)? {
                Meaning::Constant(_) => Ok(self.constant(unary)),
                value => {
                    let x = self.value(&value, token.span)?;
                    Ok(self.scaled(x, negative_one(), token.span))
                }
            },
            _ => Err(self
                .form
                .refuse(&unary.op, "this operator", self.form.allowed())),
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

    pub(super) fn binary(&mut self, binary: &syn::ExprBinary) -> Result<Meaning> {
        if !matches!(
            binary.op,
            BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_)
        ) {
            return Err(self
                .form
                .refuse(&binary.op, "this operator", self.form.allowed()));
        }
        let span = binary.op.span();
        let left = self.expression(&binary.left)?;
        let right = self.expression(&binary.right)?;
        Ok(match (left, right) {
            (Meaning::Constant(_), Meaning::Constant(_)) => self.constant(binary),
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
}
