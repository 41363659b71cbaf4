//! The signs of Unicode text and of LaTeX.

use super::super::expr::Symbol;
use super::super::ratio::Ratio;
use super::super::symbol::{subscript, superscript};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Script {
    Unicode,
    Latex,
}

use Script::{Latex, Unicode};

impl Script {
    fn choose<'a>(self, text: &'a str, latex: &'a str) -> &'a str {
        match self {
            Unicode => text,
            Latex => latex,
        }
    }

    pub(super) fn symbol(self, symbol: &Symbol) -> String {
        self.choose(&symbol.text, &symbol.latex).to_owned()
    }

    pub(super) fn ones(self) -> &'static str {
        self.choose("1", r"\mathbf{1}")
    }

    pub(super) fn minus(self) -> &'static str {
        self.choose("−", "-")
    }

    pub(super) fn spaced_minus(self) -> &'static str {
        self.choose(" − ", " - ")
    }

    pub(super) fn hadamard(self) -> &'static str {
        self.choose(" ⊙ ", r" \odot ")
    }

    pub(super) fn divided(self) -> &'static str {
        self.choose(" ⊘ ", r" \oslash ")
    }

    pub(super) fn log(self) -> &'static str {
        self.choose("log ", r"\log ")
    }

    pub(super) fn ln(self) -> &'static str {
        self.choose("ln ", r"\ln ")
    }

    pub(super) fn parenthesised(self, x: &str) -> String {
        match self {
            Unicode => format!("({x})"),
            Latex => format!(r"\left( {x} \right)"),
        }
    }

    pub(super) fn transposed(self, x: &str) -> String {
        match self {
            Unicode => format!("{x}ᵀ"),
            Latex => format!(r"{x}^{{\top}}"),
        }
    }

    pub(super) fn inverse_transposed(self, x: &str) -> String {
        match self {
            Unicode => format!("{x}⁻ᵀ"),
            Latex => format!(r"{x}^{{-\top}}"),
        }
    }

    pub(super) fn pseudo_inverse(self, x: &str) -> String {
        match self {
            Unicode => format!("{x}⁺"),
            Latex => format!("{x}^{{+}}"),
        }
    }

    pub(super) fn raised(self, x: &str, exponent: i32) -> String {
        match self {
            Unicode => format!("{x}{}", superscript(exponent)),
            Latex => format!("{x}^{{{exponent}}}"),
        }
    }

    pub(super) fn norm(self, x: &str) -> String {
        match self {
            Unicode => format!("‖{x}‖"),
            Latex => format!(r"\left\lVert {x} \right\rVert"),
        }
    }

    pub(super) fn bars(self, x: &str) -> String {
        match self {
            Unicode => format!("|{x}|"),
            Latex => format!(r"\left\lvert {x} \right\rvert"),
        }
    }

    /// [x > 0], which is 1 or 0.
    pub(super) fn indicator(self, x: &str, positive: bool) -> String {
        match (self, positive) {
            (Unicode, true) => format!("[{x} > 0]"),
            (Unicode, false) => format!("[{x} ≤ 0]"),
            (Latex, true) => format!(r"\left[ {x} > 0 \right]"),
            (Latex, false) => format!(r"\left[ {x} \le 0 \right]"),
        }
    }

    /// A positive number.
    pub(super) fn number(self, x: Ratio) -> String {
        let (over, under) = x.parts();
        match (self, over, under) {
            (_, _, 1) => over.to_string(),
            (Unicode, 1, 2) => "½".to_owned(),
            (Unicode, 1, 4) => "¼".to_owned(),
            (Unicode, 3, 4) => "¾".to_owned(),
            (Latex, 1, 2) | (Latex, 1 | 3, 4) => format!(r"\tfrac{{{over}}}{{{under}}}"),
            _ => match (x.decimal(), self) {
                (Some(decimal), _) => decimal,
                (None, Unicode) => format!("{over}/{under}"),
                (None, Latex) => format!(r"\tfrac{{{over}}}{{{under}}}"),
            },
        }
    }

    pub(super) fn fraction(self, above: &str, below: &[String]) -> String {
        let together = below.join(" ");
        match self {
            Latex => format!(r"\frac{{{above}}}{{{together}}}"),
            Unicode if below.len() == 1 => format!("{above} / {together}"),
            Unicode => format!("{above} / ({together})"),
        }
    }

    /// The user's function, by its path.
    pub(super) fn function(self, path: &str) -> String {
        let path = path.replace(' ', "");
        match self {
            Unicode => path,
            Latex => {
                let path = path.replace('_', r"\_");
                match path.strip_prefix('∇') {
                    Some(name) => format!(r"\nabla \operatorname{{{name}}}"),
                    None => format!(r"\operatorname{{{path}}}"),
                }
            }
        }
    }

    /// `J_f(x)ᵀ`, in the argument of a number if there are several.
    pub(super) fn jacobian(
        self,
        function: &str,
        argument: Option<usize>,
        arguments: &str,
    ) -> String {
        let index = argument.map(|i| (i + 1).to_string());
        let function = function.replace(' ', "");
        match self {
            Unicode => {
                let index = index.map(|i| format!(",{}", subscript(&i)));
                format!("J_{function}{}({arguments})ᵀ", index.unwrap_or_default())
            }
            Latex => {
                let index = index.map(|i| format!(", {i}"));
                let name = function.replace('_', r"\_");
                format!(
                    r"J_{{\mathrm{{{name}}}{}}}\left( {arguments} \right)^{{\top}}",
                    index.unwrap_or_default()
                )
            }
        }
    }

    /// ∇x.
    pub(in super::super) fn gradient_of(self, symbol: &Symbol) -> String {
        match self {
            Unicode => format!("∇{}", symbol.text),
            Latex => format!(r"\nabla_{{{}}}", symbol.latex),
        }
    }

    /// What is between formulas, and before definitions.
    pub(in super::super) fn separator(self) -> &'static str {
        self.choose("   ", r" \qquad ")
    }

    pub(in super::super) fn where_(self) -> &'static str {
        self.choose("   where ", r" \qquad \text{where } ")
    }
}
