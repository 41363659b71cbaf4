//! How formulas are written, in Unicode or in LaTeX: what needs parentheses, and what stands where.

mod images;
mod notation;
mod script;

pub(super) use script::Script;

use super::expr::{Expr, Form, Product, Shape};
use super::ratio::Ratio;

/// How strongly what is written holds together: what holds less than its place asks for has parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    /// With a sign before it, or a fraction.
    Term,
    Hadamard,
    Chain,
    Factor,
    /// What may have a superscript.
    Base,
}

use Binding::{Base, Chain, Factor, Hadamard, Sum, Term};

/// A way to write, and letters for the numbers of elements.
pub(super) struct Printer {
    pub(super) script: Script,
    counts: Vec<(Shape, String)>,
}

/// What is written, and how it holds together.
struct Written(String, Binding);

impl Printer {
    /// For these formulas, whose letters mean nothing else.
    pub(super) fn new<'a>(script: Script, formulas: impl Iterator<Item = &'a Expr>) -> Self {
        let (mut shapes, mut taken) = (Vec::new(), Vec::new());
        for formula in formulas {
            survey(formula, &mut shapes, &mut taken);
        }
        let numbered = (1..).map(|i| format!("n{i}"));
        let letters = ["n", "m", "k"].map(str::to_owned).into_iter();
        let free = letters.chain(numbered).filter(|x| !taken.contains(x));
        let counts = shapes.into_iter().zip(free).collect();
        Self { script, counts }
    }

    pub(super) fn print(&self, x: &Expr) -> String {
        self.write(x).0
    }

    fn at(&self, x: &Expr, least: Binding) -> String {
        let Written(text, binding) = self.write(x);
        if binding < least {
            self.script.parenthesised(&text)
        } else {
            text
        }
    }

    fn write(&self, x: &Expr) -> Written {
        // (X w − y)ᵀ rather than wᵀ Xᵀ − yᵀ.
        if matches!(x.form(), Form::Sum(_) | Form::Hadamard(_)) {
            let turned = x.transpose();
            let is_turned = x.shape().is_matrix() && turned.transposes() == 0 && x.transposes() > 0;
            if x.shape().is_row() || is_turned {
                return Written(self.script.transposed(&self.at(&turned, Base)), Factor);
            }
        }
        match x.form() {
            Form::Zero => Written("0".to_owned(), Base),
            Form::Symbol(symbol) => Written(self.script.symbol(symbol), Base),
            Form::Ones => Written(self.script.ones().to_owned(), Base),
            Form::Identity => Written("I".to_owned(), Base),
            Form::Count(shape) => {
                let letter = self.counts.iter().find(|(other, _)| other == shape);
                let letter = letter.map_or("n", |(_, letter)| letter);
                Written(letter.to_owned(), Base)
            }
            Form::Sum(terms) => Written(self.sum(terms), Sum),
            Form::Product(product) => self.product(product),
            Form::Hadamard(factors) => Written(self.hadamard(factors), Hadamard),
            Form::Transpose(x) => Written(self.script.transposed(&self.at(x, Base)), Factor),
            Form::Power(x, exponent) => self.power(x, *exponent),
            Form::Apply(name, arguments) => self.apply(name, arguments),
            Form::Image {
                name, arguments, ..
            } => self.image(name, arguments),
            Form::PullBack {
                function,
                argument,
                arguments,
                delta,
            } => {
                let index = (arguments.len() > 1).then_some(*argument);
                let arguments: Vec<String> = arguments.iter().map(|x| self.print(x)).collect();
                let jacobian = self.script.jacobian(function, index, &arguments.join(", "));
                Written(format!("{jacobian} {}", self.at(delta, Factor)), Chain)
            }
        }
    }

    fn sum(&self, terms: &[Expr]) -> String {
        let mut text = String::new();
        for (i, term) in terms.iter().enumerate() {
            let (coefficient, rest) = term.split_coefficient();
            let size = coefficient.abs();
            let sign = match (i, coefficient.is_negative()) {
                (0, false) => "",
                (0, true) => self.script.minus(),
                (_, false) => " + ",
                (_, true) => self.script.spaced_minus(),
            };
            text.push_str(sign);
            if rest.is_ones() {
                // 1 − σ(z), where 1 is each element.
                text.push_str(&self.script.number(size));
            } else {
                text.push_str(&self.at(&rest.scaled(size), Term));
            }
        }
        text
    }

    fn product(&self, product: &Product) -> Written {
        let Product {
            coefficient,
            scalars,
            chain,
        } = product;
        let size = coefficient.abs();
        let (over, under): (Vec<_>, Vec<_>) = scalars.iter().partition(|(_, e)| *e > 0);
        // 1 / (2 √x) rather than ½ / √x, and 2 x / 3.
        let (front, divisor) = if under.is_empty() && size.decimal().is_some() {
            (size, Ratio::ONE)
        } else {
            let (numerator, denominator) = size.parts();
            let whole = |n| Ratio::new(n, 1).unwrap_or(Ratio::ONE);
            (whole(numerator), whole(denominator))
        };
        let alone = over.len() + chain.len() == 1;
        // A fraction bar holds together by itself.
        let barred = alone
            && front == Ratio::ONE
            && self.script == Script::Latex
            && (!under.is_empty() || divisor != Ratio::ONE);
        let mut above = Vec::new();
        if front != Ratio::ONE {
            above.push(self.script.number(front));
        }
        for (x, exponent) in over {
            let least = match (barred, alone) {
                (true, _) => Sum,
                (_, true) => Chain,
                _ => Factor,
            };
            above.push(self.number_power(x, *exponent, least));
        }
        for factor in chain {
            let least = match (barred, alone) {
                (true, _) => Sum,
                (_, true) => Hadamard,
                _ => Factor,
            };
            above.push(self.at(factor, least));
        }
        let mut below = Vec::new();
        if divisor != Ratio::ONE {
            below.push(self.script.number(divisor));
        }
        for (x, exponent) in &under {
            below.push(self.number_power(x, -exponent, Factor));
        }
        if above.is_empty() {
            above.push("1".to_owned());
        }
        let sign = if coefficient.is_negative() {
            self.script.minus()
        } else {
            ""
        };
        let above_is_one = above.len() == 1;
        let above = above.join(" ");
        if !below.is_empty() {
            let fraction = self.script.fraction(&above, &below);
            return Written(format!("{sign}{fraction}"), Term);
        }
        let binding = match (sign.is_empty(), alone, above_is_one) {
            (false, ..) => Term,
            (_, true, false) => self.binding(over_or_chain(scalars, chain)).min(Chain),
            (_, _, true) if chain.is_empty() => Factor,
            _ => Chain,
        };
        Written(format!("{sign}{above}"), binding)
    }

    fn binding(&self, x: Option<&Expr>) -> Binding {
        x.map_or(Base, |x| self.write(x).1)
    }

    fn number_power(&self, x: &Expr, exponent: i32, least: Binding) -> String {
        if exponent == 1 {
            self.at(x, least)
        } else if let Some(power) = self.function_power(x, exponent) {
            power
        } else {
            self.script.raised(&self.at(x, Base), exponent)
        }
    }

    fn hadamard(&self, factors: &[(Expr, i32)]) -> String {
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for (x, exponent) in factors {
            let side = if *exponent > 0 {
                &mut above
            } else {
                &mut below
            };
            let size = exponent.unsigned_abs();
            match self.function_power(x, i32::try_from(size).unwrap_or(1)) {
                Some(power) => side.push(power),
                None => side.extend((0..size).map(|_| self.at(x, Factor))),
            }
        }
        let times = self.script.hadamard();
        let mut text = if above.is_empty() {
            self.script.ones().to_owned()
        } else {
            above.join(times)
        };
        if let [one] = below.as_slice() {
            text.push_str(self.script.divided());
            text.push_str(one);
        } else if !below.is_empty() {
            text.push_str(self.script.divided());
            text.push_str(&self.script.parenthesised(&below.join(times)));
        }
        text
    }

    /// X⁻ᵀ for the inverse of Xᵀ, and (X²)ᵀ.
    fn power(&self, x: &Expr, exponent: i32) -> Written {
        let turned = x.transpose();
        if turned.transposes() >= x.transposes() {
            return Written(self.script.raised(&self.at(x, Base), exponent), Factor);
        }
        let base = self.at(&turned, Base);
        if exponent == -1 {
            return Written(self.script.inverse_transposed(&base), Factor);
        }
        let power = self.script.raised(&base, exponent);
        let power = self.script.parenthesised(&power);
        Written(self.script.transposed(&power), Factor)
    }
}

fn over_or_chain<'a>(scalars: &'a [(Expr, i32)], chain: &'a [Expr]) -> Option<&'a Expr> {
    chain.first().or_else(|| scalars.first().map(|(x, _)| x))
}

/// Shapes whose elements are counted, and letters in use.
fn survey(x: &Expr, shapes: &mut Vec<Shape>, taken: &mut Vec<String>) {
    match x.form() {
        Form::Count(shape) if !shapes.contains(shape) => shapes.push(*shape),
        Form::Symbol(symbol) => taken.push(symbol.text.clone()),
        _ => {}
    }
    for child in x.children() {
        survey(child, shapes, taken);
    }
}
