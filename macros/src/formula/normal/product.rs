//! Products: coefficient, numbers, chain.

use super::super::expr::{Expr, Form, Product, Role, Shape};
use super::super::ratio::Ratio;
use super::logistic;

impl Expr {
    /// The product of matrices, vectors and numbers, which may stand anywhere.
    pub(crate) fn product(factors: impl IntoIterator<Item = Self>) -> Self {
        let mut product = Product::one();
        for factor in factors {
            product.push(&factor);
        }
        product.assemble()
    }

    /// x / n for a number n.
    pub(crate) fn over(&self, divisor: &Self) -> Self {
        let mut product = self.factors();
        product.push_scalar(divisor, -1);
        product.assemble()
    }
}

impl Product {
    pub(crate) fn one() -> Self {
        Self {
            coefficient: Ratio::ONE,
            scalars: Vec::new(),
            chain: Vec::new(),
        }
    }

    /// A coefficient that would not fit stands as a factor of its own.
    pub(crate) fn multiply(&mut self, factor: Ratio) {
        match self.coefficient.times(factor) {
            Some(product) => self.coefficient = product,
            None => merge(&mut self.scalars, &Expr::literal(factor), 1),
        }
    }

    pub(crate) fn push(&mut self, factor: &Expr) {
        if factor.shape().is_number() {
            self.push_scalar(factor, 1);
            return;
        }
        let other = factor.factors();
        self.multiply(other.coefficient);
        for (scalar, exponent) in &other.scalars {
            self.push_scalar(scalar, *exponent);
        }
        self.chain.extend(other.chain);
    }

    pub(crate) fn push_scalar(&mut self, scalar: &Expr, exponent: i32) {
        match scalar.form() {
            Form::Zero if exponent > 0 => self.coefficient = Ratio::ZERO,
            Form::Product(product) if product.chain.is_empty() => {
                match product.coefficient.power(exponent) {
                    Some(factor) => self.multiply(factor),
                    None => merge(&mut self.scalars, scalar, exponent),
                }
                for (x, e) in &product.scalars {
                    self.push_scalar(x, e * exponent);
                }
            }
            _ => merge(&mut self.scalars, scalar, exponent),
        }
    }

    fn shape(&self) -> Shape {
        match (self.chain.first(), self.chain.last()) {
            (Some(first), Some(last)) => Shape {
                rows: first.shape().rows,
                columns: last.shape().columns,
            },
            _ => Shape::NUMBER,
        }
    }

    pub(crate) fn assemble(mut self) -> Expr {
        let shape = self.shape();
        if self.coefficient.is_zero() {
            return Expr::zero(shape);
        }
        while self.drop_identity() || self.cancel() || self.scale_rows() || self.extract_dot() {}
        square_roots(&mut self.scalars);
        logistic::recognise(&mut self.scalars);
        self.softmax();
        if self.chain.is_empty() && !shape.is_number() {
            self.chain.push(Expr::identity(shape.rows));
        }
        self.scalars.sort_by_key(|(x, _)| rank(x));
        if self.coefficient == Ratio::ONE {
            match (self.scalars.as_slice(), self.chain.as_slice()) {
                ([], [factor]) => return factor.clone(),
                ([(scalar, 1)], []) => return scalar.clone(),
                _ => {}
            }
        }
        Expr::raw(Form::Product(self), shape)
    }

    fn drop_identity(&mut self) -> bool {
        let identity = self
            .chain
            .iter()
            .position(|x| matches!(x.form(), Form::Identity));
        match identity {
            Some(i) if self.chain.len() > 1 => {
                self.chain.remove(i);
                true
            }
            _ => false,
        }
    }

    /// X² X⁻¹ = X, and (Xᵀ X) (Xᵀ X)⁻¹ = I.
    fn cancel(&mut self) -> bool {
        for i in 0..self.chain.len() {
            if let Some(next) = self.chain.get(i + 1) {
                let ((a, m), (b, n)) = (self.chain[i].base(), next.base());
                if a == b && a.shape().rows == a.shape().columns {
                    let power = a.power(m + n);
                    self.replace(i, 2, &power);
                    return true;
                }
            }
            if let Form::Power(base, -1) = self.chain[i].form()
                && let Form::Product(product) = base.form()
            {
                let n = product.chain.len();
                let before = i.checked_sub(n).map(|start| start..i);
                let after = i + 1..i + 1 + n;
                for range in before.into_iter().chain([after]) {
                    if self.chain.get(range.clone()) == Some(product.chain.as_slice()) {
                        let identity = Expr::identity(base.shape().rows);
                        self.replace(range.start.min(i), n + 1, &identity);
                        return true;
                    }
                }
            }
        }
        false
    }

    /// diag(v) x = v ⊙ x.
    fn scale_rows(&mut self) -> bool {
        for i in 1..self.chain.len() {
            let (left, right) = (&self.chain[i - 1], &self.chain[i]);
            let product = match (left.diagonal_of(), right.diagonal_of()) {
                (Some(v), _) if right.shape().is_column() => {
                    Expr::hadamard([(v.clone(), 1), (right.clone(), 1)])
                }
                (_, Some(v)) if left.shape().is_row() => {
                    Expr::hadamard([(left.clone(), 1), (v.transpose(), 1)])
                }
                _ => continue,
            };
            self.replace(i - 1, 2, &product);
            return true;
        }
        false
    }

    /// Puts a factor in the place of several.
    fn replace(&mut self, start: usize, count: usize, factor: &Expr) {
        let tail = self.chain.split_off(start + count);
        self.chain.truncate(start);
        self.push(factor);
        self.chain.extend(tail);
    }

    /// What begins with a row and ends with a column is a number: a (bᵀ c) dᵀ = (bᵀ c) a dᵀ.
    fn extract_dot(&mut self) -> bool {
        for start in 0..self.chain.len() {
            if !self.chain[start].shape().is_row() {
                continue;
            }
            let end = (start + 1..self.chain.len()).find(|i| self.chain[*i].shape().is_column());
            if let Some(end) = end {
                let within: Vec<Expr> = self.chain.drain(start..=end).collect();
                self.push_scalar(&dot(&within), 1);
                return true;
            }
        }
        false
    }

    /// eᶻ / 1ᵀ eᶻ = softmax(z).
    fn softmax(&mut self) {
        for (scalar, exponent) in &mut self.scalars {
            let Form::Product(Product { chain, .. }) = scalar.form() else {
                continue;
            };
            let [ones, powers] = chain.as_slice() else {
                continue;
            };
            if *exponent >= 0 || !ones.is_ones() {
                continue;
            }
            let Form::Apply(name, arguments) = powers.form() else {
                continue;
            };
            if name != "Exp" {
                continue;
            }
            let softmax = Expr::function("Softmax", &arguments[0]);
            for factor in &mut self.chain {
                if *factor == *powers {
                    *factor = softmax.clone();
                } else if *factor == powers.transpose() {
                    *factor = softmax.transpose();
                } else {
                    continue;
                }
                *exponent += 1;
                break;
            }
        }
        self.scalars.retain(|(_, exponent)| *exponent != 0);
    }
}

/// The factor of equal base, or a new one.
pub(super) fn merge(factors: &mut Vec<(Expr, i32)>, x: &Expr, exponent: i32) {
    match factors.iter_mut().find(|(y, _)| y == x) {
        Some((_, e)) => *e += exponent,
        None => factors.push((x.clone(), exponent)),
    }
    factors.retain(|(_, e)| *e != 0);
}

/// (√x)² = x.
pub(super) fn square_roots(factors: &mut Vec<(Expr, i32)>) {
    let square = factors.iter().position(|(x, e)| {
        matches!(x.form(), Form::Apply(name, _) if name == "Sqrt") && e.abs() >= 2
    });
    if let Some(i) = square {
        let (root, exponent) = factors[i].clone();
        let x = root.children()[0].clone();
        merge(factors, &root, exponent % 2 - exponent);
        merge(factors, &x, exponent / 2);
        square_roots(factors);
    }
}

/// δ, then what is a letter, then what is a function, then what is in parentheses.
fn rank(x: &Expr) -> usize {
    match x.form() {
        Form::Symbol(symbol) if symbol.role == Role::Delta => 0,
        Form::Symbol(symbol) if symbol.role == Role::Constant => 1,
        Form::Symbol(_) | Form::Count(_) => 2,
        Form::Product(_) => 4,
        Form::Sum(_) => 5,
        _ => 3,
    }
}

/// The number that a chain from a row to a column is: xᵀ x = ‖x‖², 1ᵀ (a ⊙ b) = aᵀ b.
fn dot(chain: &[Expr]) -> Expr {
    let reversed: Vec<Expr> = chain.iter().rev().map(Expr::transpose).collect();
    match chain {
        [row, column] => {
            if *row == column.transpose() {
                if column.is_ones() {
                    return Expr::count(column.shape());
                }
                return Expr::product([column.norm(), column.norm()]);
            }
            if row.is_ones()
                && let Some((a, b)) = column.halves()
            {
                return a.inner(&b);
            }
            if column.is_ones()
                && let Some((a, b)) = row.halves()
            {
                return a.inner(&b);
            }
        }
        [row, matrix, column] if row.is_ones() && column.is_ones() => {
            if let Some((a, b)) = matrix.halves() {
                return a.inner(&b);
            }
        }
        _ => {}
    }
    let transposes = |chain: &[Expr]| chain.iter().map(Expr::transposes).sum::<usize>();
    let make = |chain: Vec<Expr>| {
        Form::Product(Product {
            chain,
            ..Product::one()
        })
    };
    let (standing, turned) = (make(chain.to_vec()), make(reversed.clone()));
    let standing = Expr::raw(standing, Shape::NUMBER);
    let turned = Expr::raw(turned, Shape::NUMBER);
    let key = standing.key().min(turned.key()).to_owned();
    let better = if transposes(&reversed) < transposes(chain) {
        turned
    } else {
        standing
    };
    Expr::under(better.form().clone(), Shape::NUMBER, key)
}
