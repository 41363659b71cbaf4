//! How functions are written.

use super::super::expr::{Expr, Form};
use super::script::Script;
use super::{Base, Factor, Printer, Sum, Written};

/// Name, text, LaTeX: written before its argument in parentheses.
const FUNCTIONS: &[(&str, &str, &str)] = &[
    ("Sigmoid", "σ", r"\sigma"),
    ("Tanh", "tanh", r"\tanh"),
    ("Relu", "relu", r"\operatorname{relu}"),
    ("LeakyRelu", "leaky_relu", r"\operatorname{leaky\_relu}"),
    ("Gelu", "gelu", r"\operatorname{gelu}"),
    ("GeluTanh", "gelu_tanh", r"\operatorname{gelu\_tanh}"),
    ("GeluTanh′", "gelu_tanh′", r"\operatorname{gelu\_tanh}'"),
    ("Silu", "silu", r"\operatorname{silu}"),
    ("Softplus", "softplus", r"\operatorname{softplus}"),
    ("Elu", "elu", r"\operatorname{elu}"),
    ("Selu", "selu", r"\operatorname{selu}"),
    ("Selu′", "selu′", r"\operatorname{selu}'"),
    ("Mish", "mish", r"\operatorname{mish}"),
    ("HardSwish", "hard_swish", r"\operatorname{hard\_swish}"),
    ("HardSwish′", "hard_swish′", r"\operatorname{hard\_swish}'"),
    (
        "HardSigmoid",
        "hard_sigmoid",
        r"\operatorname{hard\_sigmoid}",
    ),
    (
        "HardSigmoid′",
        "hard_sigmoid′",
        r"\operatorname{hard\_sigmoid}'",
    ),
    ("Softsign", "softsign", r"\operatorname{softsign}"),
    ("Step", "step", r"\operatorname{step}"),
    ("Sign", "sign", r"\operatorname{sign}"),
    ("Softmax", "softmax", r"\operatorname{softmax}"),
    ("Exp", "exp", r"\exp"),
    ("Ln", "ln", r"\ln"),
    ("Sin", "sin", r"\sin"),
    ("Cos", "cos", r"\cos"),
    ("NormalCdf", "Φ", r"\Phi"),
    ("NormalPdf", "φ", r"\varphi"),
    ("LogSumExp", "logsumexp", r"\operatorname{logsumexp}"),
    ("Trace", "tr", r"\operatorname{tr}"),
    ("Det", "det", r"\det"),
    ("Diag", "diag", r"\operatorname{diag}"),
    ("Diagonal", "diag", r"\operatorname{diag}"),
    ("Cholesky", "chol", r"\operatorname{chol}"),
    ("LowerHalf", "Φ", r"\Phi"),
    ("Expm", "exp", r"\exp"),
    ("ExpmFrechet", "L_exp", r"L_{\exp}"),
    ("Eigenvalues", "eigenvalues", r"\operatorname{eigenvalues}"),
    (
        "Eigenvectors",
        "eigenvectors",
        r"\operatorname{eigenvectors}",
    ),
    (
        "SingularValues",
        "singular_values",
        r"\operatorname{singular\_values}",
    ),
    (
        "LeftSingularVectors",
        "left_singular_vectors",
        r"\operatorname{left\_singular\_vectors}",
    ),
    (
        "RightSingularVectors",
        "right_singular_vectors",
        r"\operatorname{right\_singular\_vectors}",
    ),
    ("Reshape", "reshape", r"\operatorname{reshape}"),
];

/// Those whose powers are written at their names.
const WITH_POWERS: [&str; 3] = ["Tanh", "Sin", "Cos"];

impl Printer {
    /// tanh²(x), element by element.
    pub(super) fn function_power(&self, x: &Expr, exponent: i32) -> Option<String> {
        let Form::Apply(name, arguments) = x.form() else {
            return None;
        };
        if exponent < 2 || !WITH_POWERS.contains(&name.as_str()) {
            return None;
        }
        let (_, text, latex) = FUNCTIONS.iter().find(|(other, ..)| other == name)?;
        let function = match self.script {
            Script::Unicode => text,
            Script::Latex => latex,
        };
        let power = self.script.raised(function, exponent);
        let argument = self.script.parenthesised(&self.print(arguments.first()?));
        Some(format!("{power}{argument}"))
    }

    pub(super) fn apply(&self, name: &str, arguments: &[Expr]) -> Written {
        let script = &self.script;
        if let [x] = arguments {
            let plain = || self.at(x, Sum);
            match name {
                "Norm" => return Written(script.norm(&plain()), Base),
                "Abs" => return Written(script.bars(&plain()), Base),
                "Positive" => return Written(script.indicator(&plain(), true), Base),
                "NotPositive" => return Written(script.indicator(&plain(), false), Base),
                "Sqrt" => {
                    let text = match script {
                        Script::Unicode => format!("√{}", self.at(x, Base)),
                        Script::Latex => format!(r"\sqrt{{{}}}", plain()),
                    };
                    return Written(text, Factor);
                }
                "LogSoftmax" => {
                    let softmax = self.apply("Softmax", arguments).0;
                    return Written(format!("{}{softmax}", script.log()), Factor);
                }
                "LnAbsDet" => {
                    let determinant = self.apply("Det", arguments).0;
                    let bars = script.bars(&determinant);
                    return Written(format!("{}{bars}", script.ln()), Factor);
                }
                "PseudoInverse" => {
                    return Written(script.pseudo_inverse(&self.at(x, Base)), Factor);
                }
                _ => {}
            }
        }
        let known = FUNCTIONS.iter().find(|(other, ..)| *other == name);
        let function = match (known, script) {
            (Some((_, text, _)), Script::Unicode) => (*text).to_owned(),
            (Some((.., latex)), Script::Latex) => (*latex).to_owned(),
            (None, _) => script.function(name),
        };
        let arguments: Vec<String> = arguments.iter().map(|x| self.print(x)).collect();
        let arguments = script.parenthesised(&arguments.join(", "));
        Written(format!("{function}{arguments}"), Base)
    }
}
