//! Transposes, pushed in.

use super::super::expr::{Expr, Form};

impl Expr {
    pub(crate) fn transpose(&self) -> Self {
        let shape = self.shape().transposed();
        if self.shape().is_number() {
            return self.clone();
        }
        match self.form() {
            Form::Zero => Self::zero(shape),
            Form::Identity => self.clone(),
            Form::Transpose(x) => x.clone(),
            Form::Sum(terms) => Self::sum(terms.iter().map(Self::transpose)),
            Form::Product(product) => {
                let mut turned = product.clone();
                turned.chain = product.chain.iter().rev().map(Self::transpose).collect();
                turned.assemble()
            }
            Form::Hadamard(factors) => Self::hadamard(
                factors
                    .iter()
                    .map(|(x, exponent)| (x.transpose(), *exponent)),
            ),
            Form::Power(x, exponent) => x.transpose().power(*exponent),
            Form::Apply(..) if self.diagonal_of().is_some() => self.clone(),
            Form::Symbol(_)
            | Form::Ones
            | Form::Count(_)
            | Form::Apply(..)
            | Form::Image { .. }
            | Form::PullBack { .. } => Self::raw(Form::Transpose(self.clone()), shape),
        }
    }
}
