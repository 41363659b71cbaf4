//! The value of a printed formula, by nalgebra.

use typograd::formula::{Expr, Formula, Length};
use typograd::prelude::*;

use super::numeric::{Numbers, expm_frechet, number, of_matrix, of_number, power, reshaped};
use super::windows::{Sizes, of_channels};

/// What can stand for a letter: a vector has one column, a number one row and one column.
pub(super) trait AsNumbers {
    fn as_numbers(&self) -> Numbers;
}

impl AsNumbers for f64 {
    fn as_numbers(&self) -> Numbers {
        number(*self)
    }
}

impl<N: Dim> AsNumbers for Vector<N, f64> {
    fn as_numbers(&self) -> Numbers {
        Numbers::from_row_slice(N::LEN, 1, self.as_slice())
    }
}

impl<N: Dim> AsNumbers for RowVector<N, f64> {
    fn as_numbers(&self) -> Numbers {
        Numbers::from_row_slice(1, N::LEN, self.as_slice())
    }
}

impl<R: Dim, C: Dim> AsNumbers for Matrix<R, C, f64> {
    fn as_numbers(&self) -> Numbers {
        Numbers::from_row_slice(R::LEN, C::LEN, self.as_slice())
    }
}

/// Images and kernels: their first dimension × the others.
macro_rules! stacks {
    ($($($dim:ident)*;)*) => {
        $(impl<$($dim: Dim),*> AsNumbers for Tensor<($($dim),*), f64> {
            fn as_numbers(&self) -> Numbers {
                let (rows, columns) = <($($dim),*)>::MATRIX;
                Numbers::from_row_slice(rows, columns, self.as_slice())
            }
        })*
    };
}

stacks! {
    A B C;
    A B C E;
}

/// What the letters of a formula stand for.
pub(super) struct Meaning<'a> {
    /// By name.
    parameters: &'a [(&'static str, Numbers)],
    /// δ, or δ₁, δ₂…
    deltas: &'a [Numbers],
    /// What the type arguments of calls say.
    sizes: &'a [(&'static str, Sizes)],
    /// As they become known.
    defined: Vec<(&'static str, Numbers)>,
}

/// The value of a gradient's formula.
pub(super) fn evaluate(
    formula: &Formula,
    parameters: &[(&'static str, Numbers)],
    deltas: &[Numbers],
) -> Numbers {
    evaluate_with(formula, parameters, deltas, &[])
}

/// The same, where the type arguments of calls mean these sizes.
pub(super) fn evaluate_with(
    formula: &Formula,
    parameters: &[(&'static str, Numbers)],
    deltas: &[Numbers],
    sizes: &[(&'static str, Sizes)],
) -> Numbers {
    let mut meaning = Meaning {
        parameters,
        deltas,
        sizes,
        defined: Vec::new(),
    };
    for definition in formula.definitions {
        let value = meaning.value(&definition.expression);
        meaning.defined.push((definition.name, value));
    }
    meaning.value(&formula.expression)
}

fn known(letters: &[(&'static str, Numbers)], name: &str) -> Numbers {
    let found = letters.iter().find(|(letter, _)| *letter == name);
    found.expect("a letter that is known").1.clone()
}

fn is_number(x: &Numbers) -> bool {
    x.shape() == (1, 1)
}

/// A matrix product, or a number times what it stands before.
fn times(a: Numbers, b: Numbers) -> Numbers {
    match (is_number(&a), is_number(&b)) {
        (true, _) => b * a[0],
        (_, true) => a * b[0],
        _ => a * b,
    }
}

impl Meaning<'_> {
    fn length(&self, length: &Length) -> usize {
        match length {
            Length::One => 1,
            Length::Rows(x) => self.value(x).nrows(),
            Length::Columns(x) => self.value(x).ncols(),
        }
    }

    fn values<'a>(&'a self, parts: &'a [Expr]) -> impl Iterator<Item = Numbers> + 'a {
        parts.iter().map(|x| self.value(x))
    }

    fn value(&self, x: &Expr) -> Numbers {
        let sized = |rows, columns| (self.length(rows), self.length(columns));
        match x {
            Expr::Parameter(name) => known(self.parameters, name),
            Expr::Defined(name) => known(&self.defined, name),
            Expr::Constant(tokens) => panic!("{tokens} has no value here"),
            Expr::Delta(i) => self.deltas[*i].clone(),
            Expr::Number(x) => number(*x),
            Expr::Ones { rows, columns } => {
                let (rows, columns) = sized(rows, columns);
                Numbers::from_element(rows, columns, 1.0)
            }
            Expr::Identity(side) => {
                let side = self.length(side);
                Numbers::identity(side, side)
            }
            Expr::Count { rows, columns } => {
                let (rows, columns) = sized(rows, columns);
                number((rows * columns) as f64)
            }
            Expr::Sum(terms) => self
                .values(terms)
                .reduce(|a, b| a + b)
                .expect("sums have terms"),
            Expr::Product(factors) => self.values(factors).fold(number(1.0), times),
            Expr::Hadamard(factors) => self
                .values(factors)
                .reduce(|a, b| a.component_mul(&b))
                .expect("products have factors"),
            Expr::Quotient(a, b) => {
                let (a, b) = (self.value(a), self.value(b));
                if is_number(&b) {
                    a / b[0]
                } else {
                    a.component_div(&b)
                }
            }
            Expr::Power(x, exponent) => power(&self.value(x), *exponent),
            Expr::Transpose(x) => self.value(x).transpose(),
            Expr::Function { name, arguments } => {
                let arguments: Vec<Numbers> = self.values(arguments).collect();
                function(name, &arguments)
            }
            Expr::Image {
                name,
                sizes,
                arguments,
            } => {
                let arguments: Vec<Numbers> = self.values(arguments).collect();
                of_channels(name, &arguments).unwrap_or_else(|| {
                    let known = self.sizes.iter().find(|(other, _)| other == sizes);
                    let (_, known) = known.unwrap_or_else(|| panic!("what is {sizes}?"));
                    known.value(name, &arguments)
                })
            }
            Expr::Reshape { of, rows, columns } => {
                let (rows, columns) = sized(rows, columns);
                reshaped(&self.value(of), rows, columns)
            }
            Expr::PullBack { function, .. } => panic!("{function} is known by its name alone"),
        }
    }
}

fn function(name: &str, arguments: &[Numbers]) -> Numbers {
    match (name, arguments) {
        ("ExpmFrechet", [x, direction]) => expm_frechet(x, direction),
        (_, [x]) => match of_number(name) {
            Some(function) => x.map(function),
            None => of_matrix(name, x).unwrap_or_else(|| panic!("{name} is not known")),
        },
        _ => panic!("{name} of {} arguments", arguments.len()),
    }
}

/// Compares elements, relative to the largest.
#[track_caller]
pub(super) fn assert_near(what: &str, found: &Numbers, expected: &Numbers, tolerance: f64) {
    assert_eq!(found.shape(), expected.shape(), "{what}");
    let largest = expected.amax().max(1.0);
    let error = (found - expected).amax() / largest;
    assert!(
        error <= tolerance,
        "{what}: {found} where {expected} is right, error {error:.1e}"
    );
}
