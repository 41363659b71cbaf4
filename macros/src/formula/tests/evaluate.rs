//! The value of a formula, on numbers.

use std::collections::HashMap;

use super::super::expr::{Expr, Form, Length, Product, Shape};
use super::numeric::{Numbers, expm_frechet, number, of_matrix, of_number, power, reshaped};

/// What letters and lengths are.
#[derive(Default)]
pub(super) struct Meaning {
    letters: HashMap<String, Numbers>,
    lengths: HashMap<Length, usize>,
}

impl Meaning {
    /// Says what a letter is, and so what its lengths are.
    pub(super) fn of(&mut self, symbol: &Expr, value: &Numbers) {
        self.letters.insert(symbol.key().to_owned(), value.clone());
        self.of_shape(symbol.shape(), value);
    }

    pub(super) fn of_shape(&mut self, shape: Shape, value: &Numbers) {
        for (length, n) in [(shape.rows, value.nrows()), (shape.columns, value.ncols())] {
            let known = self.lengths.insert(length, n);
            assert!(known.is_none_or(|known| known == n), "{length:?} is {n}");
        }
    }

    fn length(&self, length: Length) -> usize {
        match length {
            Length::One => 1,
            Length::Class(_) => self.lengths[&length],
        }
    }

    pub(super) fn evaluate(&self, x: &Expr) -> Numbers {
        let (rows, columns) = (self.length(x.shape().rows), self.length(x.shape().columns));
        let value = match x.form() {
            Form::Zero => Numbers::zeros(rows, columns),
            Form::Symbol(symbol) => match self.letters.get(x.key()) {
                Some(value) => value.clone(),
                None => number(symbol.name.parse().expect("a letter that is known")),
            },
            Form::Ones => Numbers::from_element(rows, 1, 1.0),
            Form::Identity => Numbers::identity(rows, rows),
            Form::Count(shape) => {
                let count = self.length(shape.rows) * self.length(shape.columns);
                number(f64::from(u32::try_from(count).expect("few")))
            }
            Form::Sum(terms) => terms
                .iter()
                .map(|x| self.evaluate(x))
                .reduce(|a, b| a + b)
                .expect("sums have terms"),
            Form::Product(product) => self.product(product),
            Form::Hadamard(factors) => {
                let mut value = Numbers::from_element(rows, columns, 1.0);
                for (x, exponent) in factors {
                    let powers = self.evaluate(x).map(|x| x.powi(*exponent));
                    value.component_mul_assign(&powers);
                }
                value
            }
            Form::Transpose(x) => self.evaluate(x).transpose(),
            Form::Power(x, exponent) => power(&self.evaluate(x), *exponent),
            Form::Apply(name, arguments) => {
                let arguments: Vec<Numbers> = arguments.iter().map(|x| self.evaluate(x)).collect();
                match (name.as_str(), arguments.as_slice()) {
                    ("ExpmFrechet", [x, e]) => expm_frechet(x, e),
                    ("Reshape", [x]) => reshaped(x, rows, columns),
                    (name, [x]) => match of_number(name) {
                        Some(function) => x.map(function),
                        None => of_matrix(name, x).unwrap_or_else(|| unreachable!("{name}")),
                    },
                    (name, _) => unreachable!("{name}"),
                }
            }
            Form::Image { name, .. } => unreachable!("{name} needs sizes"),
            Form::PullBack { function, .. } => unreachable!("{function} is not known"),
        };
        assert_eq!(value.shape(), (rows, columns), "{x:?}");
        value
    }

    fn product(&self, product: &Product) -> Numbers {
        let mut front = product.coefficient.to_f64();
        for (x, exponent) in &product.scalars {
            front *= self.evaluate(x)[0].powi(*exponent);
        }
        let chain = product.chain.iter().map(|x| self.evaluate(x));
        match chain.reduce(|a, b| a * b) {
            Some(value) => value * front,
            None => number(front),
        }
    }
}
