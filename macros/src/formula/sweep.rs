//! Reverse mode on symbols: from the last step to the first, what each adds to the gradients of its operands.

use super::constant::constant;
use super::expr::{Expr, Form, Role, Shape};
use super::lengths::shapes;
use super::program::{Kind, Operation, Program};
use super::ratio::Ratio;
use super::rules::{self, Slope};
use super::style;
use super::symbol::{delta, subscript, symbol};

/// From this cost on an expression is named: what a reader could not follow, and what would grow without bounds.
const LONGEST: usize = 260;

/// A function's values and gradients as formulas.
pub(super) struct Derived {
    /// The value of each step.
    pub(super) values: Vec<Expr>,
    /// Each parameter's number among the steps, and its gradient.
    pub(super) gradients: Vec<(usize, Expr)>,
    /// Names for what is too long, in the order in which they follow from one another.
    pub(super) definitions: Vec<(Expr, Expr)>,
    /// One for each result: a number's is 1.
    pub(super) deltas: Vec<Expr>,
}

struct Sweep<'a> {
    program: &'a Program,
    shapes: Vec<Shape>,
    /// Which values have more than two axes.
    tensors: Vec<bool>,
    definitions: Vec<(Expr, Expr)>,
}

pub(super) fn derive(program: &Program) -> Derived {
    let mut sweep = Sweep {
        program,
        shapes: shapes(program),
        tensors: tensors(program),
        definitions: Vec::new(),
    };
    let values = sweep.values();
    let deltas = sweep.deltas();
    let gradients = sweep.gradients(&values, &deltas);
    Derived {
        values,
        gradients,
        definitions: sweep.definitions,
        deltas,
    }
}

fn tensors(program: &Program) -> Vec<bool> {
    let mut tensors: Vec<bool> = Vec::new();
    for step in &program.steps {
        tensors.push(match &step.operation {
            Operation::Parameter { kind, .. }
            | Operation::Call { kind, .. }
            | Operation::Reshape { kind, .. } => matches!(kind, Kind::Stack | Kind::Tensor),
            // Of kernels, which have an axis more, nothing follows for signals.
            Operation::Image { rule, operands, .. } => {
                *rule != "ChannelMeans" && tensors[operands[0]]
            }
            operation => operation.operands().iter().any(|x| tensors[*x]),
        });
    }
    tensors
}

impl Sweep<'_> {
    fn values(&mut self) -> Vec<Expr> {
        let mut values: Vec<Expr> = Vec::new();
        for (i, step) in self.program.steps.iter().enumerate() {
            let value = Self::value(&step.operation, &values, self.shapes[i]);
            let value = self.shortened(value);
            values.push(value);
        }
        values
    }

    /// The expression, or a name for it.
    fn shortened(&mut self, value: Expr) -> Expr {
        if value.cost() <= LONGEST {
            return value;
        }
        if value.shape().is_row() {
            return self.shortened(value.transpose()).transpose();
        }
        let known = self
            .definitions
            .iter()
            .find(|(_, definition)| *definition == value);
        if let Some((name, _)) = known {
            return name.clone();
        }
        // Letters are given in `naming.rs`, to those that are still there.
        let name = format!("#{}", self.definitions.len());
        let name = Expr::symbol(symbol(&name, false, Role::Defined), value.shape());
        self.definitions.push((name.clone(), value));
        name
    }

    /// One step, from the values before it.
    fn value(operation: &Operation, values: &[Expr], shape: Shape) -> Expr {
        match operation {
            Operation::Parameter { name, kind, .. } => {
                let matrix = matches!(kind, Kind::Matrix | Kind::Stack);
                let mut letter = symbol(name, matrix, Role::Parameter);
                // `a: &Matrix` beside `A: &Matrix`.
                if matrix && values.iter().any(|x| is_written(x, &letter.text)) {
                    letter = symbol(name, false, Role::Parameter);
                }
                Expr::symbol(letter, shape)
            }
            Operation::Product {
                a,
                a_transposed,
                b,
                b_transposed,
            } => Expr::product([
                turned(&values[*a], *a_transposed),
                turned(&values[*b], *b_transposed),
            ]),
            Operation::Binary { rule, a, b } => match rules::binary(rule) {
                Some(rule) => (rule.value)(&values[*a], &values[*b]),
                None => Expr::apply(rule, vec![values[*a].clone(), values[*b].clone()], shape),
            },
            Operation::Unary { rule, x } => {
                let x = &values[*x];
                match (rules::unary(rule), rules::power_of(rule)) {
                    (Some(rule), _) => (rule.value)(x, shape),
                    (_, Some(exponent)) if x.shape().is_number() || x.shape().is_matrix() => {
                        x.power(exponent)
                    }
                    _ => Expr::apply(rule, vec![x.clone()], shape),
                }
            }
            Operation::Image {
                rule,
                sizes,
                operands,
            } => {
                let operands: Vec<Expr> = operands.iter().map(|x| values[*x].clone()).collect();
                let known = rules::image(rule);
                known
                    .and_then(|known| (known.value)(&operands, sizes, shape))
                    .unwrap_or_else(|| Expr::apply(rule, operands, shape))
            }
            Operation::Scale { factor, x } => Expr::product([constant(factor), values[*x].clone()]),
            Operation::Shift { constant: c, x } => {
                let x = &values[*x];
                x.plus(&constant(c).spread(x.shape()))
            }
            Operation::Function { name, x } => {
                let name = rules::function_name(name);
                match rules::power_of(&name) {
                    Some(exponent) => Expr::hadamard([(values[*x].clone(), exponent)]),
                    None => Expr::function(&name, &values[*x]),
                }
            }
            Operation::Reshape { x, .. } => reshape(&values[*x], shape),
            Operation::Call {
                name,
                arguments,
                output,
                ..
            } => {
                let arguments = arguments.iter().map(|x| values[*x].clone()).collect();
                Expr::apply(&called(name, *output), arguments, shape)
            }
        }
    }

    fn deltas(&self) -> Vec<Expr> {
        let outputs = &self.program.outputs;
        outputs
            .iter()
            .enumerate()
            .map(|(i, output)| {
                let shape = self.shapes[*output];
                if self.program.tuple {
                    Expr::symbol(delta(Some(i)), shape)
                } else if shape.is_number() {
                    Expr::one()
                } else {
                    Expr::symbol(delta(None), shape)
                }
            })
            .collect()
    }

    fn gradients(&mut self, values: &[Expr], deltas: &[Expr]) -> Vec<(usize, Expr)> {
        let steps = &self.program.steps;
        let mut parts: Vec<Vec<Expr>> = vec![Vec::new(); steps.len()];
        for (output, delta) in self.program.outputs.iter().zip(deltas) {
            parts[*output].push(delta.clone());
        }
        let needed = self.needed();
        let mut gradients = Vec::new();
        for (i, step) in steps.iter().enumerate().rev() {
            let mut here = std::mem::take(&mut parts[i]);
            // Results in order: δ₁ before δ₂.
            if self.program.tuple {
                here.sort_by_key(|x| deltas.iter().position(|delta| x.contains(delta)));
            }
            if !needed[i] {
                continue;
            }
            let is_parameter = matches!(step.operation, Operation::Parameter { .. });
            if here.is_empty() && !is_parameter {
                continue;
            }
            let sum = match here.as_slice() {
                [] => Expr::zero(self.shapes[i]),
                _ => style::styled(&Expr::sum(here)),
            };
            if is_parameter {
                gradients.push((i, sum));
            } else if !sum.is_zero() {
                let sum = self.shortened(sum);
                for (operand, part) in self.pulled_back(i, values, &sum) {
                    if needed[operand] {
                        parts[operand].push(part);
                    }
                }
            }
        }
        gradients.reverse();
        gradients
    }

    /// Which steps a parameter with a gradient leads to.
    fn needed(&self) -> Vec<bool> {
        let mut needed: Vec<bool> = Vec::new();
        for step in &self.program.steps {
            needed.push(match &step.operation {
                Operation::Parameter { constant, .. } => !constant,
                operation => operation.operands().iter().any(|x| needed[*x]),
            });
        }
        needed
    }

    /// What step `i` adds to the gradients of its operands.
    fn pulled_back(&self, i: usize, values: &[Expr], delta: &Expr) -> Vec<(usize, Expr)> {
        let y = &values[i];
        match &self.program.steps[i].operation {
            Operation::Parameter { .. } => Vec::new(),
            Operation::Product {
                a,
                a_transposed,
                b,
                b_transposed,
            } => {
                let left = turned(&values[*a], *a_transposed);
                let right = turned(&values[*b], *b_transposed);
                let (da, db) = if left.shape().is_number() {
                    let scaled = Expr::product([left.clone(), delta.clone()]);
                    (delta.inner(&right), scaled)
                } else if right.shape().is_number() {
                    let scaled = Expr::product([right.clone(), delta.clone()]);
                    (scaled, delta.inner(&left))
                } else {
                    (
                        Expr::product([delta.clone(), right.transpose()]),
                        Expr::product([left.transpose(), delta.clone()]),
                    )
                };
                vec![
                    (*a, turned(&da, *a_transposed)),
                    (*b, turned(&db, *b_transposed)),
                ]
            }
            Operation::Binary { rule, a, b } => match rules::binary(rule) {
                Some(known) => {
                    let [da, db] = (known.gradients)(&values[*a], &values[*b], y, delta);
                    vec![(*a, da), (*b, db)]
                }
                None => opaque(rule, &[*a, *b], values, delta),
            },
            Operation::Unary { rule, x } => {
                let known = rules::unary(rule);
                let gradient = match (known, rules::power_of(rule)) {
                    (Some(known), _) => Some((known.gradient)(&values[*x], y, delta)),
                    (_, Some(exponent)) if !values[*x].shape().is_column() => {
                        rules::power_gradient(&values[*x], exponent, delta)
                    }
                    _ => None,
                };
                match gradient {
                    Some(gradient) => vec![(*x, gradient)],
                    None => opaque(rule, &[*x], values, delta),
                }
            }
            Operation::Image {
                rule,
                sizes,
                operands,
            } => {
                let of: Vec<Expr> = operands.iter().map(|x| values[*x].clone()).collect();
                let known = rules::image(rule);
                match known.and_then(|known| (known.gradients)(&of, sizes, delta)) {
                    Some(gradients) => operands.iter().copied().zip(gradients).collect(),
                    None => opaque(rule, operands, values, delta),
                }
            }
            Operation::Scale { factor, x } => {
                vec![(*x, Expr::product([constant(factor), delta.clone()]))]
            }
            Operation::Shift { x, .. } => vec![(*x, delta.clone())],
            Operation::Function { name, x } => {
                let name = &rules::function_name(name);
                let known = rules::function(name).map(|rule| &rule.slope);
                let of = &values[*x];
                if let Some(exponent) = rules::power_of(name) {
                    let slope = Expr::hadamard([(of.clone(), exponent - 1)]);
                    let slope = slope.scaled(Ratio::whole(exponent));
                    return vec![(*x, Expr::hadamard([(delta.clone(), 1), (slope, 1)]))];
                }
                match known {
                    Some(Slope::Elements(slope)) => {
                        let slope = slope(of, y);
                        vec![(*x, Expr::hadamard([(delta.clone(), 1), (slope, 1)]))]
                    }
                    Some(Slope::Rows(gradient)) if !self.tensors[*x] && !of.shape().is_number() => {
                        vec![(*x, gradient(y, delta))]
                    }
                    _ => opaque(name, &[*x], values, delta),
                }
            }
            Operation::Reshape { x, .. } => vec![(*x, reshape(delta, self.shapes[*x]))],
            Operation::Call {
                name,
                arguments,
                output,
                ..
            } => opaque(&called(name, *output), arguments, values, delta),
        }
    }
}

fn turned(x: &Expr, transposed: bool) -> Expr {
    if transposed { x.transpose() } else { x.clone() }
}

fn is_written(x: &Expr, text: &str) -> bool {
    matches!(x.form(), Form::Symbol(symbol) if symbol.text == text)
}

/// g₁ of a function with a tuple of results.
fn called(name: &str, output: Option<usize>) -> String {
    let index = output.map(|i| subscript(&(i + 1).to_string()));
    format!("{name}{}", index.unwrap_or_default())
}

/// Between vectors and rows, the elements have one order; else it is a function.
fn reshape(x: &Expr, shape: Shape) -> Expr {
    if x.shape() == shape && !shape.is_matrix() {
        x.clone()
    } else if x.shape().transposed() == shape && !shape.is_matrix() {
        x.transpose()
    } else {
        match x.form() {
            Form::Apply(name, arguments) if name == "Reshape" => {
                if arguments[0].shape() == shape {
                    return arguments[0].clone();
                }
                reshape(&arguments[0], shape)
            }
            _ => Expr::apply("Reshape", vec![x.clone()], shape),
        }
    }
}

/// Jᵀ δ for each operand, or δ ∇f where the result is a number.
fn opaque(name: &str, operands: &[usize], values: &[Expr], delta: &Expr) -> Vec<(usize, Expr)> {
    let arguments: Vec<Expr> = operands.iter().map(|x| values[*x].clone()).collect();
    let pulled_back = |argument: usize, shape: Shape| {
        if delta.shape().is_number() {
            let index = if arguments.len() > 1 {
                subscript(&(argument + 1).to_string())
            } else {
                String::new()
            };
            let gradient = Expr::apply(&format!("∇{index}{name}"), arguments.clone(), shape);
            return Expr::product([delta.clone(), gradient]);
        }
        let (coefficient, delta) = delta.split_coefficient();
        let form = Form::PullBack {
            function: name.to_owned(),
            argument,
            arguments: arguments.clone(),
            delta,
        };
        Expr::raw(form, shape).scaled(coefficient)
    };
    operands
        .iter()
        .enumerate()
        .map(|(argument, x)| (*x, pulled_back(argument, values[*x].shape())))
        .collect()
}
