//! Powers of square matrices and of numbers; inverses.

use super::super::expr::{Expr, Form, Product};

impl Expr {
    /// xᵏ; of a matrix, −1 is the inverse.
    pub(crate) fn power(&self, exponent: i32) -> Self {
        if self.shape().is_number() {
            let mut product = Product::one();
            product.push_scalar(self, exponent);
            return product.assemble();
        }
        match (exponent, self.form()) {
            (0, _) => Self::identity(self.shape().rows),
            (1, _) | (_, Form::Identity) => self.clone(),
            (_, Form::Power(x, e)) => x.power(e * exponent),
            (_, Form::Product(product)) => {
                let mut front = Product::one();
                let scalars = Product {
                    chain: Vec::new(),
                    ..product.clone()
                };
                front.push_scalar(&scalars.assemble(), exponent);
                let square = |x: &Self| x.shape().rows == x.shape().columns;
                if exponent == -1 && product.chain.iter().all(square) {
                    // (A B)⁻¹ = B⁻¹ A⁻¹, where both are square.
                    for factor in product.chain.iter().rev() {
                        front.push(&factor.power(-1));
                    }
                } else {
                    let chain = Product {
                        chain: product.chain.clone(),
                        ..Product::one()
                    };
                    let chain = chain.assemble();
                    if matches!(chain.form(), Form::Product(_)) {
                        front.push(&Self::raw(Form::Power(chain, exponent), self.shape()));
                    } else {
                        front.push(&chain.power(exponent));
                    }
                }
                front.assemble()
            }
            _ => Self::raw(Form::Power(self.clone(), exponent), self.shape()),
        }
    }

    pub(crate) fn inverse(&self) -> Self {
        self.power(-1)
    }

    /// The base and the exponent, 1 for what is no power.
    pub(crate) fn base(&self) -> (Self, i32) {
        match self.form() {
            Form::Power(x, exponent) => (x.clone(), *exponent),
            _ => (self.clone(), 1),
        }
    }
}
