//! Functions by name.

use super::super::expr::{Expr, Form, Product, Shape};
use super::super::ratio::Ratio;

impl Expr {
    /// A function of any shapes.
    pub(crate) fn apply(name: &str, arguments: Vec<Self>, shape: Shape) -> Self {
        Self::raw(Form::Apply(name.to_owned(), arguments), shape)
    }

    /// An operation on images, or its transpose; linear in its argument `linear`, whose coefficient then stands in front.
    pub(crate) fn image(
        (name, sizes): (&'static str, &str),
        mut arguments: Vec<Self>,
        linear: Option<usize>,
        shape: Shape,
    ) -> Self {
        let coefficient = linear.map_or(Ratio::ONE, |i| {
            let (coefficient, rest) = arguments[i].split_coefficient();
            arguments[i] = rest;
            coefficient
        });
        let form = Form::Image {
            name,
            sizes: sizes.to_owned(),
            arguments,
        };
        Self::raw(form, shape).scaled(coefficient)
    }

    /// A function that keeps the shape.
    pub(crate) fn function(name: &str, x: &Self) -> Self {
        if x.shape().is_row() {
            // f(z)ᵀ rather than f(zᵀ).
            return Self::function(name, &x.transpose()).transpose();
        }
        match (name, x.form()) {
            ("Identity", _) => x.clone(),
            ("Recip", _) => Self::hadamard([(Self::ones(x.shape()), 1), (x.clone(), -1)]),
            ("Square", _) => Self::hadamard([(x.clone(), 2)]),
            // √(‖x‖²) = ‖x‖, which is never negative.
            ("Sqrt", Form::Product(product))
                if product.coefficient == Ratio::ONE
                    && product.chain.is_empty()
                    && product.scalars.len() == 1
                    && product.scalars[0].1 == 2
                    && is_norm(&product.scalars[0].0) =>
            {
                product.scalars[0].0.clone()
            }
            ("Ln", Form::Apply(inner, arguments)) if inner == "Softmax" => {
                Self::function("LogSoftmax", &arguments[0])
            }
            ("Exp", Form::Apply(inner, arguments)) if inner == "LogSoftmax" => {
                Self::function("Softmax", &arguments[0])
            }
            _ => Self::apply(name, vec![x.clone()], x.shape()),
        }
    }

    /// ‖x‖, of a matrix the Frobenius norm.
    pub(crate) fn norm(&self) -> Self {
        let (coefficient, x) = self.split_coefficient();
        if x.shape().is_number() {
            return Self::function("Abs", &x).scaled(coefficient.abs());
        }
        let turned = x.transpose();
        let x = if turned.transposes() < x.transposes() {
            turned
        } else {
            x
        };
        Self::apply("Norm", vec![x], Shape::NUMBER).scaled(coefficient.abs())
    }

    /// det X.
    pub(crate) fn determinant(&self) -> Self {
        let turned = self.transpose();
        let x = if turned.transposes() < self.transposes() {
            turned
        } else {
            self.clone()
        };
        if let Form::Power(base, exponent) = x.form() {
            return base.determinant().power(*exponent);
        }
        Self::apply("Det", vec![x], Shape::NUMBER)
    }

    /// The matrix with a vector on its diagonal.
    pub(crate) fn diagonal_matrix(&self) -> Self {
        if self.is_ones() {
            return Self::identity(self.shape().rows);
        }
        Self::apply("Diag", vec![self.clone()], Shape::square(self.shape().rows))
    }

    /// The diagonal of a matrix: diag(a bᵀ) = a ⊙ b.
    pub(crate) fn diagonal(&self) -> Self {
        if let Some(v) = self.diagonal_of() {
            return v.clone();
        }
        let factors = self.factors();
        let column = factors.chain.iter().position(|x| x.shape().is_column());
        if let Some(i) = column {
            let (left, right) = factors.chain.split_at(i + 1);
            let left = Self::product(left.iter().cloned());
            let right = Self::product(right.iter().cloned());
            let mut front = Product {
                chain: Vec::new(),
                ..factors.clone()
            };
            front.push(&Self::hadamard([(left, 1), (right.transpose(), 1)]));
            return front.assemble();
        }
        let shape = Shape::column(self.shape().rows);
        if matches!(self.form(), Form::Identity) {
            return Self::ones(shape);
        }
        Self::apply("Diagonal", vec![self.clone()], shape)
    }

    /// v of diag(v).
    pub(super) fn diagonal_of(&self) -> Option<&Self> {
        match self.form() {
            Form::Apply(name, arguments) if name == "Diag" => arguments.first(),
            _ => None,
        }
    }
}

fn is_norm(x: &Expr) -> bool {
    matches!(x.form(), Form::Apply(name, _) if name == "Norm")
}
