//! What the engine is given: a function as straight-line code, a list of steps, each of earlier ones.

use super::lengths::shapes;

/// What shape a value has, as far as it decides how formulas with it are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Vector,
    Row,
    Matrix,
    /// Three or four axes, such as an image and a stack of kernels: the matrix of its first axis × the others in a row.
    Stack,
    /// Anything else: its elements stand in one column, and operations act element by element.
    Tensor,
}

/// An operation, by the name of its rule in `typograd::op`.
#[derive(Clone, Debug)]
pub(crate) enum Operation {
    Parameter {
        name: String,
        kind: Kind,
        constant: bool,
    },
    /// The product of matrices; each operand may stand transposed, and numbers scale.
    Product {
        a: usize,
        a_transposed: bool,
        b: usize,
        b_transposed: bool,
    },
    /// `Add`, `Subtract`, `Hadamard`, `Quotient`, `Solve`.
    Binary {
        rule: &'static str,
        a: usize,
        b: usize,
    },
    /// `Transpose`, `Sum`, `Inverse`…, or `Powi(3)`, the power of a square matrix.
    Unary { rule: String, x: usize },
    /// A constant times x, in the user's tokens.
    Scale { factor: String, x: usize },
    /// x plus a constant, in the user's tokens, at every element.
    Shift { constant: String, x: usize },
    /// A function that keeps the shape, by its type: `Sigmoid`, or a path of the user's.
    Function { name: String, x: usize },
    /// An operation on images or signals, with the type arguments of its call in the user's tokens.
    Image {
        rule: &'static str,
        sizes: String,
        operands: Vec<usize>,
    },
    /// The same elements under another shape.
    Reshape { x: usize, kind: Kind },
    /// Another differentiable function; of a tuple of results, the one numbered `output`.
    Call {
        name: String,
        arguments: Vec<usize>,
        output: Option<usize>,
        kind: Kind,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) operation: Operation,
    /// The name that the user bound it to.
    pub(crate) name: Option<String>,
}

/// A function: its steps in order, and which of them it returns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    pub(crate) steps: Vec<Step>,
    pub(crate) outputs: Vec<usize>,
    pub(crate) tuple: bool,
}

impl Program {
    /// Whether the value of a step is a number.
    pub(crate) fn is_number(&self, step: usize) -> bool {
        shapes(self)[step].is_number()
    }
}

impl Operation {
    /// The steps it is computed from.
    pub(crate) fn operands(&self) -> Vec<usize> {
        match self {
            Self::Parameter { .. } => Vec::new(),
            Self::Product { a, b, .. } | Self::Binary { a, b, .. } => vec![*a, *b],
            Self::Unary { x, .. }
            | Self::Scale { x, .. }
            | Self::Shift { x, .. }
            | Self::Function { x, .. }
            | Self::Reshape { x, .. } => vec![*x],
            Self::Image { operands, .. } => operands.clone(),
            Self::Call { arguments, .. } => arguments.clone(),
        }
    }
}
