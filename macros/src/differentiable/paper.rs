//! The function on paper: its closed forms, as text, in LaTeX, and as data.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Path, Type};

use super::core::Body;
use super::signature::{self, Role, Signature};
use crate::expression::ir::{Argument, Id, Source};
use crate::formula::{Formulas, Kind, Operation, Program, Step, formulas, is_of_images};

/// The closed forms of a function's gradients.
pub(super) fn paper(signature: &Signature, body: &Body) -> Formulas {
    formulas(&program(signature, body))
}

/// Whether a result is a number, by what it is computed from.
pub(super) fn is_number(signature: &Signature, body: &Body, result: usize) -> bool {
    program(signature, body).is_number(body.outputs[result])
}

fn program(signature: &Signature, body: &Body) -> Program {
    let steps = (0..body.graph.values.len()).map(|id| Step {
        operation: operation(signature, body, id),
        name: body.graph.values[id].name.clone(),
    });
    Program {
        steps: steps.collect(),
        outputs: body.outputs.clone(),
        tuple: signature.tuple,
    }
}

/// The constants and the documentation that show them.
pub(super) fn constants(signature: &Signature, formulas: &Formulas) -> TokenStream {
    let visibility = &signature.function.vis;
    let Formulas {
        text, latex, data, ..
    } = formulas;
    quote! {
        /// The gradients in closed form.
        #visibility const GRADIENTS: &'static str = #text;
        /// The gradients in closed form, in LaTeX.
        #visibility const LATEX: &'static str = #latex;
        /// The gradients in closed form, as expressions that can be evaluated.
        #visibility const FORMULAS: &'static [::typograd::formula::Formula] = #data;
    }
}

fn kind(kind: signature::Kind) -> Kind {
    match kind {
        signature::Kind::Number | signature::Kind::Tensor(Some(0)) => Kind::Number,
        signature::Kind::Vector => Kind::Vector,
        signature::Kind::Row => Kind::Row,
        signature::Kind::Matrix => Kind::Matrix,
        signature::Kind::Tensor(Some(_)) => Kind::Stack,
        signature::Kind::Tensor(None) => Kind::Tensor,
    }
}

/// The kind of a parameter. One whose type has a name of the user's is a stack where it is used as an image, or as kernels.
fn kind_of_parameter(body: &Body, id: Id, declared: signature::Kind) -> Kind {
    let kind = kind(declared);
    let is_image = |source: &Source| match source {
        Source::Unary { rule, x } => {
            (is_of_images(rule.name) || rule.name == "Flattened") && *x == id
        }
        Source::Binary { rule, a, b } => {
            let is_bias = rule.name == "AddPerChannel" && *b == id;
            is_of_images(rule.name) && (*a == id || *b == id) && !is_bias
        }
        _ => false,
    };
    let mut values = body.graph.values.iter();
    if kind == Kind::Tensor && values.any(|value| is_image(&value.source)) {
        Kind::Stack
    } else {
        kind
    }
}

/// The kind of a shape: `(Rows, Columns)`.
fn kind_of_shape(shape: &TokenStream) -> Kind {
    match syn::parse2::<Type>(shape.clone()) {
        Ok(Type::Tuple(dims)) => match dims.elems.len() {
            0 => Kind::Number,
            1 => Kind::Vector,
            2 => Kind::Matrix,
            _ => Kind::Stack,
        },
        Ok(Type::Path(path))
            if path
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == "Row") =>
        {
            Kind::Row
        }
        _ => Kind::Tensor,
    }
}

/// What another function returns is not seen from here: a result of ours has its declared kind, and else it is taken for a
/// vector.
fn kind_of_call(signature: &Signature, body: &Body, id: Id) -> Kind {
    let declared = body.outputs.iter().position(|output| *output == id);
    declared.map_or(Kind::Vector, |index| kind(signature.kinds[index]))
}

/// The name of a function, without the path to it.
fn name(path: &Path) -> String {
    let last = path.segments.last();
    last.map_or_else(String::new, |last| last.ident.to_string())
}

fn operation(signature: &Signature, body: &Body, id: Id) -> Operation {
    let graph = &body.graph;
    match &graph.values[id].source {
        Source::Parameter(field) => {
            let (_, parameter) = signature.values().nth(id).expect("parameters come first");
            Operation::Parameter {
                name: field.to_string(),
                kind: kind_of_parameter(body, id, parameter.kind),
                constant: parameter.role != Role::Varying,
            }
        }
        Source::Product {
            a,
            a_transposed,
            b,
            b_transposed,
        } => Operation::Product {
            a: *a,
            a_transposed: *a_transposed,
            b: *b,
            b_transposed: *b_transposed,
        },
        Source::Binary { rule, a, b } if is_of_images(rule.name) => Operation::Image {
            rule: rule.name,
            sizes: sizes(body, id),
            operands: vec![*a, *b],
        },
        Source::Unary { rule, x } if rule.name == "Flattened" => Operation::Reshape {
            x: *x,
            kind: Kind::Vector,
        },
        Source::Unary { rule, x } if is_of_images(rule.name) => Operation::Image {
            rule: rule.name,
            sizes: sizes(body, id),
            operands: vec![*x],
        },
        Source::Binary { rule, a, b } => Operation::Binary {
            rule: rule.name,
            a: *a,
            b: *b,
        },
        Source::Unary { rule, x } => Operation::Unary {
            rule: rule.name.to_string(),
            x: *x,
        },
        Source::Copy {
            x,
            shape: Some(shape),
            ..
        } => Operation::Reshape {
            x: *x,
            kind: kind_of_shape(shape),
        },
        Source::Copy { x, factor, .. } => Operation::Scale {
            factor: factor
                .as_ref()
                .map_or_else(|| "1".to_string(), ToString::to_string),
            x: *x,
        },
        Source::Shift { x, constant } => Operation::Shift {
            constant: constant.to_string(),
            x: *x,
        },
        Source::Activation { function, x } => Operation::Function {
            name: function.to_token_stream().to_string(),
            x: *x,
        },
        Source::Attempt {
            rule,
            exponent,
            operands,
        } => attempt(rule, exponent.as_ref(), operands),
        Source::Call {
            function,
            arguments,
            ..
        } => call(function, arguments, None, kind_of_call(signature, body, id)),
        Source::Part { call: of, index } => {
            let Source::Call {
                function,
                arguments,
                ..
            } = &graph.values[*of].source
            else {
                unreachable!("a part is of a call");
            };
            let kind = kind_of_call(signature, body, id);
            call(function, arguments, Some(*index), kind)
        }
        Source::Input | Source::Layer { .. } => unreachable!("a function has no layers"),
    }
}

/// The type arguments of a call.
fn sizes(body: &Body, id: Id) -> String {
    let arguments = body.graph.arguments.get(&id);
    arguments.map_or_else(String::new, |tokens| {
        tokens.to_string().split_whitespace().collect()
    })
}

fn attempt(rule: &'static str, exponent: Option<&TokenStream>, operands: &[Id]) -> Operation {
    if let [a, b] = operands {
        return Operation::Binary { rule, a: *a, b: *b };
    }
    let rule = exponent.map_or_else(|| rule.to_string(), |exponent| format!("Powi({exponent})"));
    Operation::Unary {
        rule,
        x: operands[0],
    }
}

fn call(function: &Path, arguments: &[Argument], output: Option<usize>, kind: Kind) -> Operation {
    let values = super::activity::values_of(arguments).flatten();
    Operation::Call {
        name: name(function),
        arguments: values.collect(),
        output,
        kind,
    }
}
