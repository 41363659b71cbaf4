//! What a forward expression may hold: one line an operation.
//!
//! A new primitive is a file in typograd's `src/op/` and a line here.

/// How a method or function is lowered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// One of typograd's binary operations, `receiver.method(&argument)`.
    Binary(Binary),
    /// The matrix product with operands standing as they are, or transposed.
    Product {
        left_transposed: bool,
        right_transposed: bool,
    },
    /// One of typograd's unary operations.
    Unary(Unary),
    /// A function that keeps the shape: an activation, by its type.
    Activation(&'static str),
    /// `.max(c)` for a constant c.
    Maximum,
    /// `.powi(n)` of a number; with `?` behind it, of a matrix.
    Power,
    /// One of typograd's operations of one operand that may fail.
    TryUnary(&'static str),
    /// One of two operands that may fail.
    TryBinary(&'static str),
    /// `.t()`: read in place by a product.
    Transposed,
    /// The same elements under another shape, which stands as a type argument.
    Renamed,
    /// The value itself.
    Same,
}

impl Rule {
    /// Whether the operation returns a `Result`, as only a `#[differentiable]` function may.
    pub(crate) fn fails(&self) -> bool {
        matches!(self, Self::TryUnary(_) | Self::TryBinary(_))
    }

    /// Whether it is called with type arguments.
    pub(crate) fn needs_types(&self) -> bool {
        let (Self::Binary(Binary { of, .. }) | Self::Unary(Unary { of, .. })) = self else {
            return false;
        };
        matches!(of, Of::Call)
    }
}

/// A binary operation: its type in `typograd::op`, and what its derivatives need.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binary {
    pub(crate) name: &'static str,
    /// What the gradient of the first operand is computed from, beside δ: of (a, b, y). Where from nothing, it is δ itself.
    pub(crate) for_a: [bool; 3],
    /// What the gradient of the second operand is computed from.
    pub(crate) for_b: [bool; 3],
    /// Whether b divides: gradients are then finite where δ and y are. Infinite divisors do no harm, and zeros show in y.
    pub(crate) divides: bool,
    /// Whether it may be computed in a's place.
    pub(crate) in_place: bool,
    pub(crate) of: Of,
}

impl Binary {
    /// Whether the gradient of the first operand is δ itself, which may then be handed on.
    pub(crate) fn passes_on(&self) -> bool {
        self.in_place && self.for_a == NONE
    }

    /// Whether an element of the result depends on the same element of each operand alone.
    pub(crate) fn is_elementwise(&self) -> bool {
        ["Add", "Subtract", "Hadamard", "Quotient"].contains(&self.name)
    }
}

/// The arguments of an operation's type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    /// It has none.
    Nothing,
    /// Those of the call: `x.convolve::<Sizes>(&w)`.
    Call,
    /// Those of the call, if any: it only names the operation, which the shapes of its operands decide upon.
    Operands,
}

/// A unary operation: its type in `typograd::op`, and whether its derivative needs x and y.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unary {
    pub(crate) name: &'static str,
    pub(crate) needs: [bool; 2],
    pub(crate) of: Of,
}

const fn binary(name: &'static str, for_a: [bool; 3], for_b: [bool; 3]) -> Binary {
    Binary {
        name,
        for_a,
        for_b,
        divides: false,
        in_place: true,
        of: Of::Nothing,
    }
}

/// An operation whose type has arguments, and whose result has a shape of its own.
const fn binary_of(name: &'static str, of: Of, for_a: [bool; 3], for_b: [bool; 3]) -> Rule {
    Rule::Binary(Binary {
        in_place: false,
        of,
        ..binary(name, for_a, for_b)
    })
}

const fn unary(name: &'static str, needs: [bool; 2]) -> Rule {
    unary_of(name, Of::Nothing, needs)
}

const fn unary_of(name: &'static str, of: Of, needs: [bool; 2]) -> Rule {
    Rule::Unary(Unary { name, needs, of })
}

const NONE: [bool; 3] = [false, false, false];
const A: [bool; 3] = [true, false, false];
const B: [bool; 3] = [false, true, false];
const B_Y: [bool; 3] = [false, true, true];

pub(crate) const ADD: Binary = binary("Add", NONE, NONE);
pub(crate) const SUBTRACT: Binary = binary("Subtract", NONE, NONE);
pub(crate) const HADAMARD: Binary = binary("Hadamard", B, A);
pub(crate) const QUOTIENT: Binary = Binary {
    divides: true,
    ..binary("Quotient", B, B_Y)
};

/// Methods by name, with the number of their arguments.
pub(crate) const METHODS: &[(&str, usize, Rule)] = &[
    ("hadamard", 1, Rule::Binary(HADAMARD)),
    ("hadamard_div", 1, Rule::Binary(QUOTIENT)),
    (
        "dot",
        1,
        Rule::Product {
            left_transposed: true,
            right_transposed: false,
        },
    ),
    (
        "outer",
        1,
        Rule::Product {
            left_transposed: false,
            right_transposed: true,
        },
    ),
    ("t", 0, Rule::Transposed),
    ("transpose", 0, unary("Transpose", [false, false])),
    ("sum", 0, unary("Sum", [false, false])),
    ("mean", 0, unary("Mean", [false, false])),
    ("trace", 0, unary("Trace", [false, false])),
    ("norm", 0, unary("Norm", [true, true])),
    ("norm_squared", 0, unary("NormSquared", [true, false])),
    ("log_sum_exp", 0, unary("LogSumExp", [true, false])),
    ("reshape", 0, Rule::Renamed),
    ("relabel", 0, Rule::Renamed),
    ("same", 0, Rule::Renamed),
    ("clone", 0, Rule::Same),
    // Of images and signals.
    ("convolve", 1, binary_of("Convolve", Of::Call, B, A)),
    (
        "convolve_transposed",
        1,
        binary_of("ConvolveTransposed", Of::Call, B, A),
    ),
    (
        "add_per_channel",
        1,
        Rule::Binary(binary("AddPerChannel", NONE, NONE)),
    ),
    ("max_pool", 0, unary_of("MaxPool", Of::Call, [true, false])),
    (
        "average_pool",
        0,
        unary_of("AveragePool", Of::Call, [false, false]),
    ),
    ("channel_means", 0, unary("ChannelMeans", [false, false])),
    ("pad", 0, unary_of("PadBy", Of::Operands, [false, false])),
    ("crop", 0, unary_of("CropBy", Of::Operands, [false, false])),
    (
        "upsample",
        0,
        unary_of("UpsampleBy", Of::Operands, [false, false]),
    ),
    (
        "concat_channels",
        1,
        binary_of("JoinChannels", Of::Operands, NONE, NONE),
    ),
    ("unflatten", 0, Rule::Renamed),
    (
        "flatten",
        0,
        unary_of("Flattened", Of::Operands, [false, false]),
    ),
    // Of numbers, such as a dot product.
    ("exp", 0, Rule::Activation("Exp")),
    ("ln", 0, Rule::Activation("Ln")),
    ("sqrt", 0, Rule::Activation("Sqrt")),
    ("abs", 0, Rule::Activation("Abs")),
    ("recip", 0, Rule::Activation("Recip")),
    ("sin", 0, Rule::Activation("Sin")),
    ("cos", 0, Rule::Activation("Cos")),
    ("tanh", 0, Rule::Activation("Tanh")),
    ("powi", 1, Rule::Power),
    ("max", 1, Rule::Maximum),
    // Linear algebra, which may fail.
    ("inverse", 0, Rule::TryUnary("Inverse")),
    ("solve", 1, Rule::TryBinary("Solve")),
    ("det", 0, Rule::TryUnary("Det")),
    ("ln_abs_det", 0, Rule::TryUnary("LnAbsDet")),
    ("cholesky", 0, Rule::TryUnary("Cholesky")),
    ("expm", 0, Rule::TryUnary("Expm")),
    ("pinv", 0, Rule::TryUnary("PseudoInverse")),
    ("eigenvalues", 0, Rule::TryUnary("SymmetricEigenvalues")),
    ("singular_values", 0, Rule::TryUnary("SingularValues")),
];

/// Functions of one argument by name.
pub(crate) const FUNCTIONS: &[(&str, &str)] = &[
    ("step", "Step"),
    ("sigmoid", "Sigmoid"),
    ("tanh", "Tanh"),
    ("relu", "Relu"),
    ("leaky_relu", "LeakyRelu"),
    ("gelu", "Gelu"),
    ("gelu_tanh", "GeluTanh"),
    ("silu", "Silu"),
    ("softplus", "Softplus"),
    ("elu", "Elu"),
    ("selu", "Selu"),
    ("mish", "Mish"),
    ("hard_swish", "HardSwish"),
    ("hard_sigmoid", "HardSigmoid"),
    ("softsign", "Softsign"),
    ("softmax", "Softmax"),
    ("log_softmax", "LogSoftmax"),
    ("exp", "Exp"),
    ("ln", "Ln"),
    ("sqrt", "Sqrt"),
    ("square", "Square"),
    ("abs", "Abs"),
    ("recip", "Recip"),
    ("sin", "Sin"),
    ("cos", "Cos"),
];

/// The names of all methods, for an error message; those that may fail are for functions alone.
pub(crate) fn method_names(functions: bool) -> String {
    let known = METHODS
        .iter()
        .filter(|(.., rule)| functions || !rule.fails());
    let names: Vec<&str> = known.map(|(name, ..)| *name).collect();
    names.join(", ")
}

/// The names of all functions, for an error message.
pub(crate) fn function_names() -> String {
    let names: Vec<&str> = FUNCTIONS.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}
