//! Traces: of a product, under any rotation and transposition the same.

use super::super::expr::{Expr, Form, Product, Shape};

impl Expr {
    pub(crate) fn trace(&self) -> Self {
        if self.shape().is_number() {
            return self.clone();
        }
        let factors = self.factors();
        let mut front = Product {
            chain: Vec::new(),
            ..factors.clone()
        };
        let chain = factors.chain;
        let n = chain.len();
        let rotations = (0..n).map(|k| {
            let mut turned = chain.clone();
            turned.rotate_left(k);
            turned
        });
        // tr(a bᵀ) = bᵀ a.
        if let Some(row_first) = rotations.clone().find(|x| x[0].shape().is_row()) {
            front.push_scalar(&Self::product(row_first), 1);
            return front.assemble();
        }
        if let [x] = chain.as_slice() {
            match x.form() {
                Form::Zero => return Self::zero(Shape::NUMBER),
                Form::Identity => {
                    front.push_scalar(&Self::count(Shape::column(x.shape().rows)), 1);
                    return front.assemble();
                }
                _ => {}
            }
        }
        // tr(Xᵀ X) = ‖X‖².
        if let [a, b] = chain.as_slice()
            && *a == b.transpose()
        {
            front.push_scalar(&b.norm(), 2);
            return front.assemble();
        }
        let turned = chain.iter().rev().map(Self::transpose).collect::<Vec<_>>();
        let all = rotations.chain((0..n).map(|k| {
            let mut turned = turned.clone();
            turned.rotate_left(k);
            turned
        }));
        let all: Vec<Self> = all
            .map(|chain| {
                let inner = Product {
                    chain,
                    ..Product::one()
                };
                let inner = if let [x] = inner.chain.as_slice() {
                    x.clone()
                } else {
                    let shape = Shape::square(inner.chain[0].shape().rows);
                    Self::raw(Form::Product(inner), shape)
                };
                Self::raw(Form::Apply("Trace".to_owned(), vec![inner]), Shape::NUMBER)
            })
            .collect();
        let key = all.iter().map(Self::key).min().unwrap_or_default();
        let best = all.iter().min_by_key(|x| x.transposes());
        if let Some(best) = best {
            let trace = Self::under(best.form().clone(), Shape::NUMBER, key.to_owned());
            front.push_scalar(&trace, 1);
        }
        front.assemble()
    }
}
