//! Closed forms: the gradients of a function as a textbook prints them.
//!
//! A function comes as straight-line code (`program.rs`). Reverse mode runs on it once more, with formulas in the place of
//! numbers (`sweep.rs`, by the rules in `rules/`). Formulas are trees (`expr.rs`) that are in normal form from the start
//! (`normal/`); of equal ones, `style/` takes the one with the least to read; `naming.rs` gives letters to what is
//! repeated; `print/` writes it, in Unicode and in LaTeX, and `emit.rs` as `typograd::formula` data, so that what is
//! printed can be evaluated.
//!
//! What the macro does not see are lengths. It knows vectors from matrices, and which axes must be equal (`lengths.rs`).
//! What it has no rule for is written by its Jacobian: `J_f(x)ᵀ δ`.

mod constant;
mod emit;
mod expr;
mod lengths;
mod naming;
mod normal;
mod print;
mod program;
mod ratio;
mod rules;
mod style;
mod sweep;
mod symbol;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use expr::{Expr, Form, Symbol};
use naming::{Named, named};
use print::{Printer, Script};
pub(crate) use program::{Kind, Operation, Program, Step};

/// Whether an operation is one of images, by the name of its rule.
pub(crate) fn is_of_images(rule: &str) -> bool {
    rules::image(rule).is_some()
}

/// A function's gradients in closed form.
pub(crate) struct Formulas {
    /// `∇x = A y   ∇A = x yᵀ`
    pub(crate) text: String,
    /// The same in LaTeX.
    pub(crate) latex: String,
    /// The same as Markdown, a line a gradient.
    pub(crate) documentation: String,
    /// An expression of the type `&'static [typograd::formula::Formula]`.
    pub(crate) data: TokenStream,
}

/// One formula: what it is of, and what it is.
struct Line {
    of: String,
    is: String,
}

/// Differentiates a function.
pub(crate) fn formulas(program: &Program) -> Formulas {
    let derived = sweep::derive(program);
    let named = named(program, &derived);
    let text = Lines::new(Script::Unicode, program, &derived.values, &named);
    let latex = Lines::new(Script::Latex, program, &derived.values, &named);
    Formulas {
        documentation: documentation(&text),
        data: emit::data(program, &derived, &named, &text, &latex),
        text: text.joined(),
        latex: latex.joined(),
    }
}

/// All formulas of a function in one script.
struct Lines {
    script: Script,
    gradients: Vec<Line>,
    definitions: Vec<Line>,
}

impl Lines {
    fn new(script: Script, program: &Program, values: &[Expr], named: &Named) -> Self {
        let gradients = named.gradients.iter().map(|(_, x)| x);
        let definitions = named.definitions.iter().map(|(_, x)| x);
        let printer = Printer::new(script, gradients.chain(definitions).chain(values));
        debug_assert_eq!(values.len(), program.steps.len());
        let gradients = named.gradients.iter().map(|(i, x)| Line {
            of: script.gradient_of(symbol_of(&values[*i])),
            is: printer.print(x),
        });
        let definitions = named.definitions.iter().map(|(name, x)| Line {
            of: printer.print(name),
            is: printer.print(x),
        });
        Self {
            script,
            gradients: gradients.collect(),
            definitions: definitions.collect(),
        }
    }

    fn joined(&self) -> String {
        let mut text = joined(&self.gradients, self.script.separator());
        if !self.definitions.is_empty() {
            text.push_str(self.script.where_());
            text.push_str(&joined(&self.definitions, ", "));
        }
        text
    }
}

fn joined(lines: &[Line], separator: &str) -> String {
    let lines: Vec<String> = lines
        .iter()
        .map(|line| format!("{} = {}", line.of, line.is))
        .collect();
    lines.join(separator)
}

fn symbol_of(parameter: &Expr) -> &Symbol {
    match parameter.form() {
        Form::Symbol(symbol) => symbol,
        _ => unreachable!("parameters are symbols"),
    }
}

fn documentation(text: &Lines) -> String {
    let mut page = String::from("```text\n");
    page.push_str(&joined(&text.gradients, "\n"));
    for (i, line) in text.definitions.iter().enumerate() {
        page.push_str(if i == 0 { "\nwhere " } else { "\n      " });
        page.push_str(&joined(std::slice::from_ref(line), ""));
    }
    page.push_str("\n```\n");
    page
}
