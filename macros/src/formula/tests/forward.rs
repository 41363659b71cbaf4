//! The value of a program, step by step on numbers: nothing of the engine takes part.

use super::super::program::{Operation, Program};
use super::numeric::{Numbers, inverse, number, of_matrix, of_number, power, reshaped};

/// The value of every step; `parameters` in their order.
pub(super) fn values(program: &Program, parameters: &[Numbers]) -> Vec<Numbers> {
    let mut given = parameters.iter();
    let mut values: Vec<Numbers> = Vec::new();
    for step in &program.steps {
        let value = match &step.operation {
            Operation::Parameter { .. } => given.next().expect("one for each").clone(),
            operation => value(operation, &values),
        };
        values.push(value);
    }
    values
}

fn spread(x: &Numbers, like: &Numbers) -> Numbers {
    if x.len() == 1 {
        like.map(|_| x[0])
    } else {
        x.clone()
    }
}

fn value(operation: &Operation, values: &[Numbers]) -> Numbers {
    match operation {
        Operation::Product {
            a,
            a_transposed,
            b,
            b_transposed,
        } => {
            let standing = |x: usize, transposed: bool| {
                if transposed {
                    values[x].transpose()
                } else {
                    values[x].clone()
                }
            };
            let (a, b) = (standing(*a, *a_transposed), standing(*b, *b_transposed));
            match (a.len(), b.len()) {
                (1, _) => b * a[0],
                (_, 1) => a * b[0],
                _ => a * b,
            }
        }
        Operation::Binary { rule, a, b } => {
            let (a, b) = (&values[*a], &values[*b]);
            if *rule == "Solve" {
                return inverse(a) * b;
            }
            let (a, b) = (spread(a, b), spread(b, a));
            match *rule {
                "Add" => a + b,
                "Subtract" => a - b,
                "Hadamard" => a.component_mul(&b),
                "Quotient" => a.component_div(&b),
                _ => unreachable!("{rule}"),
            }
        }
        Operation::Unary { rule, x } => {
            let x = &values[*x];
            match rule.as_str() {
                "Transpose" => x.transpose(),
                "Sum" => number(x.sum()),
                "Mean" => number(x.mean()),
                "NormSquared" => number(x.norm_squared()),
                "Inverse" => inverse(x),
                "Powi(2)" => power(x, 2),
                "Powi(3)" => power(x, 3),
                "Powi(-2)" => power(x, -2),
                "SymmetricEigenvalues" => of_matrix("Eigenvalues", x).expect("it is known"),
                "Diagonal" if x.ncols() == 1 => of_matrix("Diag", x).expect("it is known"),
                _ => of_matrix(rule, x).unwrap_or_else(|| unreachable!("{rule}")),
            }
        }
        Operation::Scale { factor, x } => {
            let factor: f64 = factor.parse().expect("a number");
            &values[*x] * factor
        }
        Operation::Shift { constant, x } => {
            let constant: f64 = constant.parse().expect("a number");
            values[*x].map(|x| x + constant)
        }
        Operation::Function { name, x } => {
            let x = &values[*x];
            match of_number(name) {
                Some(function) => x.map(function),
                None => of_matrix(name, x).unwrap_or_else(|| unreachable!("{name}")),
            }
        }
        Operation::Reshape { x, kind } => {
            use super::super::program::Kind;
            let x = &values[*x];
            match kind {
                Kind::Vector | Kind::Tensor => reshaped(x, x.len(), 1),
                Kind::Row => reshaped(x, 1, x.len()),
                _ => x.clone(),
            }
        }
        // The sizes of images are types: see `tests/suite/calculus/formulas/images.rs`.
        Operation::Parameter { .. } | Operation::Call { .. } | Operation::Image { .. } => {
            unreachable!("{operation:?}")
        }
    }
}
