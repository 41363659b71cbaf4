//! Formulas as data: what `#[differentiable]` prints, and what it means.
//!
//! `f::GRADIENTS` is text and `f::FORMULAS` the same formulas as trees, so that what is printed can be evaluated: by a test
//! that compares it with numbers, or by a program that writes it in another way.
//!
//! | sign | is |
//! |---|---|
//! | x yᵀ, A x | matrix products; numbers stand in front |
//! | a ⊙ b, a ⊘ b | product and quotient, element by element |
//! | tanh²(x) | the square of each tanh(xᵢ) |
//! | Xᵀ, X⁻¹, X⁻ᵀ, X⁺ | transpose, inverse, transpose of the inverse, pseudo-inverse |
//! | 1, I | a vector of ones, the identity matrix; in a sum, 1 − v is 1 − vᵢ |
//! | n | the number of elements that a mean is over |
//! | δ | the gradient of the result; of a number it is 1 and is not written; δ₁, δ₂ are those of a tuple |
//! | \[x > 0\] | 1 where x > 0, and 0 elsewhere |
//! | ‖x‖, tr, diag(v) | Euclidean or Frobenius norm, trace, the matrix with v on its diagonal |
//! | Φ(X) | the lower triangle of X with half of its diagonal; of numbers, the normal distribution |
//! | L_exp(X, E) | the derivative of the matrix exponential at X in the direction E |
//! | X ∗ K | the convolution of an image with a stack of kernels, as in deep learning: the kernels are not turned |
//! | δ ∗ᵀ K | its transpose in X: with a stride of 1 the convolution of δ, padded, with K turned by 180° |
//! | X ⋆ δ | its transpose in K: the correlation of X with δ |
//! | unpool(δ, argmax X) | each δ at the place that max pooling found it at |
//! | avg_poolᵀ(δ) | each δ, shared by its window |
//! | pad, crop; upsample, block_sums; concat, split₁, split₂ | each is the transpose of the other |
//! | J_f(x)ᵀ δ | what the Jacobian of a function f, known by its name alone, makes of δ |

/// The gradient of a function in one of its parameters, in closed form.
///
/// ```
/// use typograd::formula::{Expr, Formula};
///
/// // f(A, x) = Σ A x.
/// let formula = Formula {
///     parameter: "a",
///     of: "∇A",
///     text: "1 xᵀ",
///     latex: r"\mathbf{1} x^{\top}",
///     expression: Expr::Product(&[
///         Expr::Ones {
///             rows: typograd::formula::Length::Rows(&Expr::Parameter("a")),
///             columns: typograd::formula::Length::One,
///         },
///         Expr::Transpose(&Expr::Parameter("x")),
///     ]),
///     definitions: &[],
/// };
/// assert_eq!(format!("{formula}"), "∇A = 1 xᵀ");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Formula {
    /// The parameter's name in the source.
    pub parameter: &'static str,
    /// What the formula is of, as it is printed: `∇A`.
    pub of: &'static str,
    /// The formula in Unicode.
    pub text: &'static str,
    /// The formula in LaTeX.
    pub latex: &'static str,
    /// The formula as a tree.
    pub expression: Expr,
    /// What its letters stand for that are no parameters; each uses only those before it.
    pub definitions: &'static [Definition],
}

/// A letter in formulas, and what it stands for: `r = X w − y`.
///
/// ```
/// use typograd::formula::{Definition, Expr};
///
/// let r = Definition {
///     name: "r",
///     text: "x − y",
///     latex: "x - y",
///     expression: Expr::Sum(&[
///         Expr::Parameter("x"),
///         Expr::Product(&[Expr::Number(-1.0), Expr::Parameter("y")]),
///     ]),
/// };
/// assert_eq!(format!("{r}"), "r = x − y");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Definition {
    /// The letter, as it is printed.
    pub name: &'static str,
    /// What it stands for in Unicode.
    pub text: &'static str,
    /// What it stands for in LaTeX.
    pub latex: &'static str,
    /// What it stands for as a tree.
    pub expression: Expr,
}

/// A formula as a tree. Its values are matrices: a vector has one column, a number one row and one column, an image a row for
/// each channel, and a stack of kernels one for each filter.
///
/// ```
/// use typograd::formula::Expr;
///
/// /// The formula where all parameters are numbers.
/// fn value(x: &Expr, parameter: fn(&str) -> f64) -> f64 {
///     match x {
///         Expr::Number(number) => *number,
///         Expr::Parameter(name) => parameter(name),
///         Expr::Sum(terms) => terms.iter().map(|x| value(x, parameter)).sum(),
///         Expr::Product(factors) => factors.iter().map(|x| value(x, parameter)).product(),
///         Expr::Power(x, exponent) => value(x, parameter).powi(*exponent),
///         _ => unimplemented!(),
///     }
/// }
///
/// // 3 x² + y
/// const FORMULA: Expr = Expr::Sum(&[
///     Expr::Product(&[Expr::Number(3.0), Expr::Power(&Expr::Parameter("x"), 2)]),
///     Expr::Parameter("y"),
/// ]);
/// assert_eq!(value(&FORMULA, |name| if name == "x" { 2.0 } else { 5.0 }), 17.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expr {
    /// A parameter of the function, by its name in the source.
    Parameter(&'static str),
    /// A letter that is defined beside the formula.
    Defined(&'static str),
    /// A constant of the user's, in the tokens of the source.
    Constant(&'static str),
    /// δ of a result, by its place in the tuple.
    Delta(usize),
    /// A number.
    Number(f64),
    /// A one at every element.
    Ones {
        /// How many rows.
        rows: Length,
        /// How many columns.
        columns: Length,
    },
    /// The identity matrix.
    Identity(Length),
    /// The number of elements of a matrix of that shape.
    Count {
        /// How many rows.
        rows: Length,
        /// How many columns.
        columns: Length,
    },
    /// The sum of values of one shape.
    Sum(&'static [Expr]),
    /// The product of matrices, vectors and numbers, in their order.
    Product(&'static [Expr]),
    /// The product element by element.
    Hadamard(&'static [Expr]),
    /// The quotient element by element, or by a number.
    Quotient(&'static Expr, &'static Expr),
    /// A power of a number or of a square matrix; −1 is the inverse.
    Power(&'static Expr, i32),
    /// The transpose.
    Transpose(&'static Expr),
    /// A function by its name.
    ///
    /// What acts element by element has the name of its type in [`op`](crate::op) (`Sigmoid`, `Exp`…), or is `Positive`
    /// (`[x > 0]`), `NotPositive`, `Sign`, `NormalCdf`, `NormalPdf`, or a derivative, `Selu′`. The others are `Softmax` and
    /// `LogSoftmax` (over rows; a vector is one), `LogSumExp`, `Norm`, `Trace`, `Det`, `LnAbsDet`, `Diag` (a vector on the
    /// diagonal of a matrix), `Diagonal` (the diagonal of a matrix), `Cholesky`, `LowerHalf`, `Expm`, `ExpmFrechet`,
    /// `PseudoInverse`, `Eigenvalues` and `Eigenvectors` (of a symmetric matrix), `SingularValues`,
    /// `LeftSingularVectors`, `RightSingularVectors`; and another differentiable function by its path, with `∇` before it
    /// for its gradient.
    Function {
        /// Its name.
        name: &'static str,
        /// What it is applied to.
        arguments: &'static [Expr],
    },
    /// An operation on images or signals, or the transpose of one in one of its operands.
    ///
    /// | name | arguments | what it is |
    /// |---|---|---|
    /// | `Convolve` | X, K | Σ X\[c, i + k, j + l\] K\[o, c, k, l\] |
    /// | `ConvolveTransposed` | δ, K | the transpose in X: each δ\[o, i, j\] spread over its window, weighed by K\[o\] |
    /// | `Correlate` | X, δ | the transpose in K: Σ X\[c, i + k, j + l\] δ\[o, i, j\] |
    /// | `MaxPool` | X | the largest element of each window |
    /// | `MaxUnpool` | δ, X | each δ at the place of that element, the first of several |
    /// | `AveragePool`, `AverageUnpool` | X; δ | the mean of each window; its transpose |
    /// | `Pad`, `Crop` | X | with a margin of zeros; without it: each is the other's transpose |
    /// | `Upsample`, `BlockSums` | X; δ | each element as a block; its transpose |
    /// | `Concat` | A, B | the channels of both |
    /// | `SplitFirst`, `SplitSecond` | δ, X | the first channels of δ, the last ones: as many as X has |
    Image {
        /// Its name.
        name: &'static str,
        /// The type arguments of the call, in the tokens of the source; empty if it has none.
        sizes: &'static str,
        /// What it is applied to.
        arguments: &'static [Expr],
    },
    /// The same elements, row by row, under another shape.
    Reshape {
        /// What is given another shape.
        of: &'static Expr,
        /// How many rows.
        rows: Length,
        /// How many columns.
        columns: Length,
    },
    /// Jᵀ δ, where J is the Jacobian of a function in one of its arguments.
    PullBack {
        /// The function, by its path in the source.
        function: &'static str,
        /// The argument that the Jacobian is in, by its place.
        argument: usize,
        /// Where the Jacobian is taken.
        arguments: &'static [Expr],
        /// What it is multiplied with.
        delta: &'static Expr,
    },
}

/// A length in a formula: one, or that of another value.
///
/// ```
/// use typograd::formula::{Expr, Length};
///
/// // 1 of as many elements as x has.
/// let ones = Expr::Ones {
///     rows: Length::Rows(&Expr::Parameter("x")),
///     columns: Length::One,
/// };
/// assert_ne!(ones, Expr::Number(1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Length {
    /// 1.
    One,
    /// As many as a value has rows.
    Rows(&'static Expr),
    /// As many as a value has columns.
    Columns(&'static Expr),
}

impl core::fmt::Display for Formula {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} = {}", self.of, self.text)?;
        for (i, definition) in self.definitions.iter().enumerate() {
            f.write_str(if i == 0 { "   where " } else { ", " })?;
            write!(f, "{definition}")?;
        }
        Ok(())
    }
}

impl core::fmt::Display for Definition {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} = {}", self.name, self.text)
    }
}
