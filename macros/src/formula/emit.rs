//! Formulas as data of the program that uses them: `typograd::formula`.

use proc_macro2::TokenStream;
use quote::quote;

use super::expr::{Expr, Form, Length, Product, Role, Shape};
use super::naming::{Named, symbols};
use super::program::{Operation, Program};
use super::sweep::Derived;
use super::{Line, Lines, symbol_of};

struct Emitter<'a> {
    derived: &'a Derived,
}

pub(super) fn data(
    program: &Program,
    derived: &Derived,
    named: &Named,
    text: &Lines,
    latex: &Lines,
) -> TokenStream {
    let emitter = Emitter { derived };
    let formulas = named.gradients.iter().enumerate().map(|(i, (step, x))| {
        let Operation::Parameter { name, .. } = &program.steps[*step].operation else {
            unreachable!("gradients are those of parameters");
        };
        let (text_line, latex_line) = (&text.gradients[i], &latex.gradients[i]);
        let definitions = emitter.definitions(x, named, &text.definitions, &latex.definitions);
        let expression = emitter.expression(x);
        let (of, is, latex) = (&text_line.of, &text_line.is, &latex_line.is);
        quote! {
            ::typograd::formula::Formula {
                parameter: #name,
                of: #of,
                text: #is,
                latex: #latex,
                expression: #expression,
                definitions: &[#(#definitions),*],
            }
        }
    });
    quote!(&[#(#formulas),*])
}

impl Emitter<'_> {
    /// What a formula uses, in the order in which it can be evaluated.
    fn definitions(
        &self,
        x: &Expr,
        named: &Named,
        text: &[Line],
        latex: &[Line],
    ) -> Vec<TokenStream> {
        let mut used = symbols(x);
        // Each uses only those before it.
        for (name, value) in named.definitions.iter().rev() {
            if used.contains(name) {
                used.extend(symbols(value));
            }
        }
        let all = named.definitions.iter().enumerate();
        all.filter(|(_, (name, _))| used.contains(name))
            .map(|(i, (name, value))| {
                let letter = &symbol_of(name).name;
                let expression = self.expression(value);
                let (text, latex) = (&text[i].is, &latex[i].is);
                quote! {
                    ::typograd::formula::Definition {
                        name: #letter,
                        text: #text,
                        latex: #latex,
                        expression: #expression,
                    }
                }
            })
            .collect()
    }

    fn expression(&self, x: &Expr) -> TokenStream {
        let node = quote!(::typograd::formula::Expr);
        match x.form() {
            Form::Zero => {
                let ones = self.sized(&quote!(Ones), x.shape());
                quote!(#node::Product(&[#node::Number(0.0), #ones]))
            }
            Form::Symbol(symbol) => {
                let name = &symbol.name;
                match symbol.role {
                    Role::Delta => {
                        let deltas = &self.derived.deltas;
                        let index = deltas.iter().position(|delta| delta == x).unwrap_or(0);
                        quote!(#node::Delta(#index))
                    }
                    Role::Constant => quote!(#node::Constant(#name)),
                    Role::Parameter => quote!(#node::Parameter(#name)),
                    Role::Defined => quote!(#node::Defined(#name)),
                }
            }
            Form::Ones => self.sized(&quote!(Ones), x.shape()),
            Form::Identity => {
                let side = self.length(x.shape().rows);
                quote!(#node::Identity(#side))
            }
            Form::Count(shape) => self.sized(&quote!(Count), *shape),
            Form::Sum(terms) => {
                let terms = terms.iter().map(|x| self.expression(x));
                quote!(#node::Sum(&[#(#terms),*]))
            }
            Form::Product(product) => self.product(product),
            Form::Hadamard(factors) => {
                let side = |above: bool| {
                    let factors = factors.iter().filter(|(_, e)| (*e > 0) == above);
                    let factors: Vec<TokenStream> = factors
                        .flat_map(|(x, e)| vec![self.expression(x); e.unsigned_abs() as usize])
                        .collect();
                    factors
                };
                let (mut above, below) = (side(true), side(false));
                if above.is_empty() {
                    above.push(self.sized(&quote!(Ones), x.shape()));
                }
                let above = quote!(#node::Hadamard(&[#(#above),*]));
                if below.is_empty() {
                    return above;
                }
                let below = quote!(#node::Hadamard(&[#(#below),*]));
                quote!(#node::Quotient(&#above, &#below))
            }
            Form::Transpose(x) => {
                let x = self.expression(x);
                quote!(#node::Transpose(&#x))
            }
            Form::Power(x, exponent) => {
                let x = self.expression(x);
                quote!(#node::Power(&#x, #exponent))
            }
            Form::Apply(name, arguments) => {
                if name == "Reshape" {
                    let of = self.expression(&arguments[0]);
                    let Shape { rows, columns } = x.shape();
                    let (rows, columns) = (self.length(rows), self.length(columns));
                    return quote!(#node::Reshape { of: &#of, rows: #rows, columns: #columns });
                }
                let arguments = arguments.iter().map(|x| self.expression(x));
                quote!(#node::Function { name: #name, arguments: &[#(#arguments),*] })
            }
            Form::Image {
                name,
                sizes,
                arguments,
            } => {
                let arguments = arguments.iter().map(|x| self.expression(x));
                quote! {
                    #node::Image {
                        name: #name,
                        sizes: #sizes,
                        arguments: &[#(#arguments),*],
                    }
                }
            }
            Form::PullBack {
                function,
                argument,
                arguments,
                delta,
            } => {
                let arguments = arguments.iter().map(|x| self.expression(x));
                let delta = self.expression(delta);
                quote! {
                    #node::PullBack {
                        function: #function,
                        argument: #argument,
                        arguments: &[#(#arguments),*],
                        delta: &#delta,
                    }
                }
            }
        }
    }

    fn product(&self, product: &Product) -> TokenStream {
        let node = quote!(::typograd::formula::Expr);
        let coefficient = product.coefficient.to_f64();
        let mut above = vec![quote!(#node::Number(#coefficient))];
        let mut below = Vec::new();
        for (x, exponent) in &product.scalars {
            let x = self.expression(x);
            let side = if *exponent > 0 {
                &mut above
            } else {
                &mut below
            };
            side.push(match exponent.unsigned_abs() {
                1 => x,
                size => {
                    let size = i32::try_from(size).unwrap_or(i32::MAX);
                    quote!(#node::Power(&#x, #size))
                }
            });
        }
        above.extend(product.chain.iter().map(|x| self.expression(x)));
        let above = quote!(#node::Product(&[#(#above),*]));
        if below.is_empty() {
            return above;
        }
        quote!(#node::Quotient(&#above, &#node::Product(&[#(#below),*])))
    }

    fn sized(&self, form: &TokenStream, shape: Shape) -> TokenStream {
        let (rows, columns) = (self.length(shape.rows), self.length(shape.columns));
        quote!(::typograd::formula::Expr::#form { rows: #rows, columns: #columns })
    }

    /// A length by the side of a value that has it: of a letter, if there is one.
    fn length(&self, length: Length) -> TokenStream {
        let node = quote!(::typograd::formula::Length);
        if length == Length::One {
            return quote!(#node::One);
        }
        let all = self.derived.values.iter().chain(&self.derived.deltas);
        let with_it = |x: &&Expr| x.shape().rows == length || x.shape().columns == length;
        let is_letter = |x: &&Expr| matches!(x.form(), Form::Symbol(_));
        let letter = all.clone().filter(is_letter).find(with_it);
        let Some(x) = letter.or_else(|| all.clone().find(with_it)) else {
            unreachable!("every length is that of a value");
        };
        let expression = self.expression(x);
        if x.shape().rows == length {
            quote!(#node::Rows(&#expression))
        } else {
            quote!(#node::Columns(&#expression))
        }
    }
}
