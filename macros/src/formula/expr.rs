//! A formula as a tree. It is built by the constructors of `normal/` alone, and so is always in normal form.

use std::fmt::Write;
use std::rc::Rc;

use super::ratio::Ratio;

/// The length of an axis: one, or that of a class of axes that were found equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Length {
    One,
    Class(usize),
}

/// Rows and columns: a vector has one column, a number one of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Shape {
    pub(crate) rows: Length,
    pub(crate) columns: Length,
}

impl Shape {
    pub(crate) const NUMBER: Self = Self {
        rows: Length::One,
        columns: Length::One,
    };

    pub(crate) fn column(rows: Length) -> Self {
        Self {
            rows,
            columns: Length::One,
        }
    }

    pub(crate) fn square(side: Length) -> Self {
        Self {
            rows: side,
            columns: side,
        }
    }

    pub(crate) fn transposed(self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
        }
    }

    pub(crate) fn is_number(self) -> bool {
        self == Self::NUMBER
    }

    pub(crate) fn is_column(self) -> bool {
        self.columns == Length::One && self.rows != Length::One
    }

    pub(crate) fn is_row(self) -> bool {
        self.rows == Length::One && self.columns != Length::One
    }

    pub(crate) fn is_matrix(self) -> bool {
        self.rows != Length::One && self.columns != Length::One
    }
}

/// What a symbol stands for, which orders factors: `2 δ x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// δ, the gradient of a result.
    Delta,
    /// A constant of the user's.
    Constant,
    /// A parameter of the function.
    Parameter,
    /// A name for a subexpression.
    Defined,
}

/// A letter: under which name it is evaluated, and how it is written.
#[derive(Clone, Debug)]
pub(crate) struct Symbol {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) latex: String,
    pub(crate) role: Role,
}

/// A coefficient, factors that are numbers, with exponents, and a chain of matrices and vectors.
#[derive(Clone, Debug)]
pub(crate) struct Product {
    pub(crate) coefficient: Ratio,
    pub(crate) scalars: Vec<(Expr, i32)>,
    pub(crate) chain: Vec<Expr>,
}

#[derive(Clone, Debug)]
pub(crate) enum Form {
    Zero,
    Symbol(Symbol),
    /// A column of ones.
    Ones,
    Identity,
    /// How many elements a value of this shape has.
    Count(Shape),
    Sum(Vec<Expr>),
    Product(Product),
    /// Element by element, with exponents.
    Hadamard(Vec<(Expr, i32)>),
    /// Of what transposes are not pushed into: symbols and functions.
    Transpose(Expr),
    /// Of a square matrix; −1 is the inverse.
    Power(Expr, i32),
    /// A function by name: one of `functions.rs`, or one that is known by its name alone.
    Apply(String, Vec<Expr>),
    /// An operation on images or signals, or the transpose of one: `rules/images.rs`. The sizes are the type arguments of
    /// the call.
    Image {
        name: &'static str,
        sizes: String,
        arguments: Vec<Expr>,
    },
    /// Jᵀ δ, with J the Jacobian of a function known by its name alone in one of its arguments.
    PullBack {
        function: String,
        argument: usize,
        arguments: Vec<Expr>,
        delta: Expr,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Expr(Rc<Node>);

#[derive(Debug)]
struct Node {
    form: Form,
    shape: Shape,
    /// The same for equal expressions.
    key: String,
    /// How much there is to read, for the choice among equal expressions.
    cost: usize,
    transposes: usize,
}

impl Expr {
    /// For `normal/`: the parts must be in normal form already.
    pub(crate) fn raw(form: Form, shape: Shape) -> Self {
        let key = key(&form, shape);
        let cost = cost(&form);
        let transposes = usize::from(matches!(form, Form::Transpose(_)))
            + children(&form)
                .iter()
                .map(|x| x.0.transposes)
                .sum::<usize>();
        Self(Rc::new(Node {
            form,
            shape,
            key,
            cost,
            transposes,
        }))
    }

    /// The same under the key of an equal expression.
    pub(crate) fn under(form: Form, shape: Shape, key: String) -> Self {
        let expression = Self::raw(form, shape);
        let Node {
            form,
            cost,
            transposes,
            ..
        } = Rc::into_inner(expression.0).expect("it was just made");
        Self(Rc::new(Node {
            form,
            shape,
            key,
            cost,
            transposes,
        }))
    }

    pub(crate) fn form(&self) -> &Form {
        &self.0.form
    }

    pub(crate) fn shape(&self) -> Shape {
        self.0.shape
    }

    pub(crate) fn key(&self) -> &str {
        &self.0.key
    }

    pub(crate) fn cost(&self) -> usize {
        self.0.cost
    }

    /// How many transposes it is written with.
    pub(crate) fn transposes(&self) -> usize {
        self.0.transposes
    }

    pub(crate) fn is_zero(&self) -> bool {
        matches!(self.form(), Form::Zero)
    }

    pub(crate) fn contains(&self, part: &Self) -> bool {
        self == part || self.children().iter().any(|x| x.contains(part))
    }

    /// The expressions it is made of.
    pub(crate) fn children(&self) -> Vec<&Self> {
        children(self.form())
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

fn children(form: &Form) -> Vec<&Expr> {
    match form {
        Form::Zero | Form::Symbol(_) | Form::Ones | Form::Identity | Form::Count(_) => Vec::new(),
        Form::Sum(terms) => terms.iter().collect(),
        Form::Product(product) => product
            .scalars
            .iter()
            .map(|(x, _)| x)
            .chain(&product.chain)
            .collect(),
        Form::Hadamard(factors) => factors.iter().map(|(x, _)| x).collect(),
        Form::Transpose(x) | Form::Power(x, _) => vec![x],
        Form::Apply(_, arguments) | Form::Image { arguments, .. } => arguments.iter().collect(),
        Form::PullBack {
            arguments, delta, ..
        } => arguments.iter().chain([delta]).collect(),
    }
}

/// The parts of a commutative operation, in an order that does not depend on how they were found.
fn sorted(mut parts: Vec<String>) -> String {
    parts.sort();
    parts.join(" ")
}

fn powers(factors: &[(Expr, i32)]) -> String {
    sorted(
        factors
            .iter()
            .map(|(x, exponent)| format!("{}^{exponent}", x.key()))
            .collect(),
    )
}

fn key(form: &Form, shape: Shape) -> String {
    let keys = |x: &[Expr]| x.iter().map(Expr::key).collect::<Vec<_>>().join(" ");
    match form {
        Form::Zero => format!("0{shape:?}"),
        Form::Symbol(symbol) => format!("{:?}:{}", symbol.role, symbol.name),
        Form::Ones => format!("ones{:?}", shape.rows),
        Form::Identity => format!("identity{:?}", shape.rows),
        Form::Count(shape) => format!("count{shape:?}"),
        Form::Sum(terms) => {
            let terms = terms.iter().map(|x| x.key().to_owned()).collect();
            format!("(+ {})", sorted(terms))
        }
        Form::Product(Product {
            coefficient,
            scalars,
            chain,
        }) => {
            let (over, under) = coefficient.parts();
            let mut key = format!("(* {over}/{under} {{{}}}", powers(scalars));
            let _ = write!(key, " {})", keys(chain));
            key
        }
        Form::Hadamard(factors) => format!("(. {})", powers(factors)),
        Form::Transpose(x) => format!("{}'", x.key()),
        Form::Power(x, exponent) => format!("(^{exponent} {})", x.key()),
        Form::Apply(name, arguments) => format!("({name} {})", keys(arguments)),
        Form::Image {
            name,
            sizes,
            arguments,
        } => format!("({name}<{sizes}> {})", keys(arguments)),
        Form::PullBack {
            function,
            argument,
            arguments,
            delta,
        } => format!(
            "(J{argument} {function} {} of {})",
            keys(arguments),
            delta.key()
        ),
    }
}

/// A letter costs 10; what is read with it, less.
fn cost(form: &Form) -> usize {
    let parts: usize = children(form).into_iter().map(Expr::cost).sum();
    let exponents = |factors: &[(Expr, i32)]| {
        let beyond_one = |(_, exponent): &(Expr, i32)| exponent.unsigned_abs() as usize - 1;
        factors.iter().map(beyond_one).sum::<usize>()
    };
    parts
        + match form {
            Form::Zero | Form::Ones | Form::Transpose(_) => 1,
            Form::Symbol(_)
            | Form::Count(_)
            | Form::Power(..)
            | Form::Apply(..)
            | Form::Image { .. } => 10,
            Form::PullBack { .. } => 20,
            // I stands rarely in what textbooks print: (I − x xᵀ) S is rather S − x xᵀ S.
            Form::Identity => 25,
            Form::Sum(terms) => terms.len() - 1,
            Form::Product(product) => {
                exponents(&product.scalars)
                    + match product.coefficient {
                        Ratio::ONE => 0,
                        Ratio::MINUS_ONE => 1,
                        _ => 6,
                    }
            }
            Form::Hadamard(factors) => exponents(factors),
        }
}
