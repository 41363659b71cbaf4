//! The normal form: every expression is built here, and equal ones come out equal.
//!
//! Transposes are pushed in to the symbols, products and sums are flat, numbers stand in front and are multiplied, what
//! is a number within a chain of factors (xᵀ y) is one of the numbers, inverses cancel, equal terms are collected. What is
//! a matter of taste, such as common factors, is left to `style/`.

mod apply;
mod hadamard;
mod logistic;
mod power;
mod product;
mod sum;
mod trace;
mod transpose;

use super::expr::{Expr, Form, Length, Product, Role, Shape, Symbol};
use super::ratio::Ratio;

impl Expr {
    pub(crate) fn zero(shape: Shape) -> Self {
        Self::raw(Form::Zero, shape)
    }

    pub(crate) fn number(value: Ratio) -> Self {
        Self::one().scaled(value)
    }

    pub(crate) fn one() -> Self {
        let product = Product {
            coefficient: Ratio::ONE,
            scalars: Vec::new(),
            chain: Vec::new(),
        };
        Self::raw(Form::Product(product), Shape::NUMBER)
    }

    /// A number that stands as a letter does, where coefficients have become too long.
    pub(super) fn literal(value: Ratio) -> Self {
        let text = format!("{}", value.to_f64());
        let symbol = Symbol {
            name: text.clone(),
            latex: text.clone(),
            text,
            role: Role::Constant,
        };
        Self::symbol(symbol, Shape::NUMBER)
    }

    pub(crate) fn symbol(symbol: Symbol, shape: Shape) -> Self {
        Self::raw(Form::Symbol(symbol), shape)
    }

    pub(crate) fn identity(side: Length) -> Self {
        if side == Length::One {
            Self::one()
        } else {
            Self::raw(Form::Identity, Shape::square(side))
        }
    }

    /// A one at every element.
    pub(crate) fn ones(shape: Shape) -> Self {
        let column = |rows| Self::raw(Form::Ones, Shape::column(rows));
        match (shape.rows, shape.columns) {
            (Length::One, Length::One) => Self::one(),
            (rows, Length::One) => column(rows),
            (Length::One, columns) => column(columns).transpose(),
            (rows, columns) => Self::product([column(rows), column(columns).transpose()]),
        }
    }

    /// The number of elements.
    pub(crate) fn count(shape: Shape) -> Self {
        if shape.is_number() {
            Self::one()
        } else {
            Self::raw(Form::Count(shape), Shape::NUMBER)
        }
    }

    pub(crate) fn is_ones(&self) -> bool {
        *self == Self::ones(self.shape())
    }

    /// The factors: of what is no product, itself.
    pub(crate) fn factors(&self) -> Product {
        let mut product = Product {
            coefficient: Ratio::ONE,
            scalars: Vec::new(),
            chain: Vec::new(),
        };
        match self.form() {
            // A dot product is a number, whatever it is made of.
            Form::Product(product) if !self.shape().is_number() || product.chain.is_empty() => {
                return product.clone();
            }
            Form::Zero => {
                product.coefficient = Ratio::ZERO;
                product.chain.push(self.clone());
            }
            _ if self.shape().is_number() => product.scalars.push((self.clone(), 1)),
            _ => product.chain.push(self.clone()),
        }
        product
    }

    /// The coefficient, and what it stands before.
    pub(crate) fn split_coefficient(&self) -> (Ratio, Self) {
        let mut product = self.factors();
        let coefficient = std::mem::replace(&mut product.coefficient, Ratio::ONE);
        if coefficient == Ratio::ONE || coefficient.is_zero() {
            (coefficient, self.clone())
        } else {
            (coefficient, product.assemble())
        }
    }

    pub(crate) fn scaled(&self, factor: Ratio) -> Self {
        let mut product = self.factors();
        product.multiply(factor);
        product.assemble()
    }

    pub(crate) fn negated(&self) -> Self {
        self.scaled(Ratio::MINUS_ONE)
    }

    /// Σ of all elements, 1ᵀ x.
    pub(crate) fn total(&self) -> Self {
        let Shape { rows, columns } = self.shape();
        Self::product([
            Self::ones(Shape::column(rows)).transpose(),
            self.clone(),
            Self::ones(Shape::column(columns)),
        ])
    }

    /// A number at every element of a shape; what has that shape already, as it is.
    pub(crate) fn spread(&self, shape: Shape) -> Self {
        if self.shape().is_number() {
            Self::product([self.clone(), Self::ones(shape)])
        } else {
            self.clone()
        }
    }

    /// The transpose of [`spread`](Self::spread).
    pub(crate) fn gathered(&self, shape: Shape) -> Self {
        if shape.is_number() {
            self.total()
        } else {
            self.clone()
        }
    }

    /// ⟨a, b⟩, the sum of the products of their elements.
    pub(crate) fn inner(&self, other: &Self) -> Self {
        if self.shape().is_matrix() {
            Self::product([self.transpose(), other.clone()]).trace()
        } else if self.shape().is_row() {
            Self::product([self.clone(), other.transpose()])
        } else {
            Self::product([self.transpose(), other.clone()])
        }
    }
}
