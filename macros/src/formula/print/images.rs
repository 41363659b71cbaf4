//! How operations on images are written.

use super::super::expr::Expr;
use super::script::Script;
use super::{Base, Chain, Factor, Printer, Sum, Written};

/// What stands between two operands: name, text, LaTeX.
const BETWEEN: &[(&str, &str, &str)] = &[
    ("Convolve", " ∗ ", " * "),
    ("ConvolveTransposed", " ∗ᵀ ", r" *^{\top} "),
    ("Correlate", " ⋆ ", r" \star "),
];

/// What stands before its first operand in parentheses: name, text, LaTeX.
const BEFORE: &[(&str, &str, &str)] = &[
    ("MaxPool", "max_pool", r"\operatorname{max\_pool}"),
    ("AveragePool", "avg_pool", r"\operatorname{avg\_pool}"),
    (
        "AverageUnpool",
        "avg_poolᵀ",
        r"\operatorname{avg\_pool}^{\top}",
    ),
    ("Pad", "pad", r"\operatorname{pad}"),
    ("Crop", "crop", r"\operatorname{crop}"),
    ("Upsample", "upsample", r"\operatorname{upsample}"),
    ("BlockSums", "block_sums", r"\operatorname{block\_sums}"),
    ("SplitFirst", "split₁", r"\operatorname{split}_{1}"),
    ("SplitSecond", "split₂", r"\operatorname{split}_{2}"),
];

impl Printer {
    pub(super) fn image(&self, name: &str, arguments: &[Expr]) -> Written {
        let script = self.script;
        let find = |table: &[(&str, &'static str, &'static str)]| {
            let found = table.iter().find(|(other, ..)| *other == name);
            found.map(|(_, text, latex)| match script {
                Script::Unicode => *text,
                Script::Latex => *latex,
            })
        };
        if let Some(sign) = find(BETWEEN) {
            let operands = arguments.iter().map(|x| self.at(x, Factor));
            return Written(operands.collect::<Vec<_>>().join(sign), Chain);
        }
        if let Some(function) = find(BEFORE) {
            let of = script.parenthesised(&self.at(&arguments[0], Sum));
            return Written(format!("{function}{of}"), Base);
        }
        let all: Vec<String> = arguments.iter().map(|x| self.at(x, Sum)).collect();
        let (function, of) = match (name, script) {
            ("MaxUnpool", Script::Unicode) => {
                let place = self.at(&arguments[1], Factor);
                ("unpool", format!("{}, argmax {place}", all[0]))
            }
            ("MaxUnpool", Script::Latex) => {
                let place = self.at(&arguments[1], Factor);
                let of = format!(r"{}, \operatorname{{argmax}} {place}", all[0]);
                (r"\operatorname{unpool}", of)
            }
            (_, Script::Unicode) => ("concat", all.join(", ")),
            (_, Script::Latex) => (r"\operatorname{concat}", all.join(", ")),
        };
        Written(format!("{function}{}", script.parenthesised(&of)), Base)
    }
}
