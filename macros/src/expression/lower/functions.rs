//! What only a `#[differentiable]` function may hold: tuples, `?`, and calls of other such functions.

use proc_macro2::{Span, TokenStream};
use syn::spanned::Spanned;
use syn::{Block, Error, Expr, Ident, Result, Stmt};

use super::refusal::Form;
use super::{Lowering, Meaning, result_span, strip};
use crate::expression::ir::{Argument, Graph, Id, Source};

/// The values of a function of these parameters, and those that are its results: `count` of them, if they stand in a tuple.
/// `fails` tells whether it returns a `Result`.
pub(crate) fn function<'a>(
    parameters: impl IntoIterator<Item = &'a Ident>,
    body: &Block,
    count: Option<usize>,
    fails: bool,
) -> Result<(Graph, Vec<Id>)> {
    let mut lowering = Lowering::new(Form::Function { fails });
    for name in parameters {
        lowering.given(name, Source::Parameter(name.clone()));
    }
    let last = result_span(body);
    let mut meaning = lowering.block(body)?;
    if fails {
        meaning = match (meaning, body.stmts.last()) {
            (Meaning::Fallible(inner), _) => *inner,
            // `other(x)` and `x.powi(2)`, without `Ok(…?)` around them.
            (Meaning::Value { id, transposed }, Some(Stmt::Expr(tail, None)))
                if lowering.can_fail(id, tail) =>
            {
                Meaning::Value { id, transposed }
            }
            _ => {
                return Err(Error::new(
                    last,
                    "a function that returns a `Result` ends with `Ok(…)`",
                ));
            }
        };
    }
    let results = match (meaning, count) {
        (Meaning::Tuple(parts), _) => parts,
        // All that another function returns.
        (Meaning::Value { id, .. }, Some(count)) if lowering.is_call(id) => {
            lowering.parts(id, count)
        }
        (one, _) => vec![one],
    };
    let outputs = results
        .iter()
        .map(|result| match result {
            Meaning::Constant(_) => Err(Error::new(
                last,
                "the value of a differentiable function must depend on a parameter",
            )),
            other => lowering.value(other, last),
        })
        .collect::<Result<_>>()?;
    Ok((lowering.graph, outputs))
}

/// The exponent in `x.powi(n)`.
fn power(expression: &Expr) -> Option<TokenStream> {
    match strip(expression) {
        Expr::MethodCall(call) if call.method == "powi" => {
            call.args.first().map(quote::ToTokens::to_token_stream)
        }
        _ => None,
    }
}

impl Lowering {
    pub(super) fn tuple(&mut self, tuple: &syn::ExprTuple) -> Result<Meaning> {
        if self.form == Form::Layer || tuple.elems.is_empty() {
            return Err(self.form.unsupported(&Expr::Tuple(tuple.clone())));
        }
        let parts = tuple.elems.iter().map(|part| self.expression(part));
        Ok(Meaning::Tuple(parts.collect::<Result<_>>()?))
    }

    pub(super) fn is_call(&self, id: Id) -> bool {
        matches!(self.graph.values[id].source, Source::Call { .. })
    }

    /// The results of a call that has several.
    pub(super) fn parts(&mut self, call: Id, count: usize) -> Vec<Meaning> {
        if let Source::Call { parts, .. } = &mut self.graph.values[call].source {
            *parts = Some(count);
        }
        let span = self.graph.values[call].span;
        (0..count)
            .map(|index| self.push(Source::Part { call, index }, span))
            .collect()
    }

    /// `expression?`.
    pub(super) fn attempt(&mut self, attempt: &syn::ExprTry) -> Result<Meaning> {
        let Form::Function { fails } = self.form else {
            return Err(self.form.unsupported(&Expr::Try(attempt.clone())));
        };
        let span = attempt.question_token.span();
        if !fails {
            return Err(Error::new(
                span,
                "`?` needs a function that returns a `Result`",
            ));
        }
        match self.expression(&attempt.expr)? {
            Meaning::Fallible(inner) => Ok(*inner),
            Meaning::Constant(_) => Ok(self.constant(attempt)),
            Meaning::Value { id, transposed } if self.can_fail(id, &attempt.expr) => {
                Ok(Meaning::Value { id, transposed })
            }
            _ => Err(Error::new(span, "nothing here can fail")),
        }
    }

    /// Makes of a call, or of a power of a matrix, what its place says that it is: one that can fail.
    fn can_fail(&mut self, id: Id, expression: &Expr) -> bool {
        let source = &mut self.graph.values[id].source;
        if let Source::Call { fails, .. } = source {
            *fails = true;
            return true;
        }
        if let (Source::Activation { x, .. }, Some(exponent)) = (&*source, power(expression)) {
            *source = Source::Attempt {
                rule: "MatrixPower",
                exponent: Some(exponent),
                operands: vec![*x],
            };
            return true;
        }
        false
    }

    /// `Ok(value)`.
    pub(super) fn success(&mut self, call: &syn::ExprCall) -> Result<Meaning> {
        let [value] = &call.args.iter().collect::<Vec<_>>()[..] else {
            return Err(Error::new(call.func.span(), "`Ok` takes one value"));
        };
        Ok(Meaning::Fallible(Box::new(self.expression(value)?)))
    }

    /// A call of another differentiable function.
    pub(super) fn other_function(
        &mut self,
        path: &syn::Path,
        arguments: Vec<Meaning>,
        span: Span,
    ) -> Result<Meaning> {
        let arguments = arguments
            .into_iter()
            .map(|argument| match argument {
                Meaning::Constant(tokens) => Ok(Argument::Constant(tokens)),
                other => self.value(&other, span).map(Argument::Value),
            })
            .collect::<Result<_>>()?;
        let source = Source::Call {
            function: path.clone(),
            arguments,
            parts: None,
            fails: false,
        };
        Ok(self.push(source, span))
    }
}
