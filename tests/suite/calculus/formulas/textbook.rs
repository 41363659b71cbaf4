//! The identities' gradients, as they are printed in K. B. Petersen and M. S. Pedersen, *The Matrix Cookbook* (2012), and
//! J. R. Magnus and H. Neudecker, *Matrix Differential Calculus* (1999); evaluated, they are PyTorch's.

use serde_json::Value;
use typograd::formula::Formula;

use super::super::functions;
use super::super::identities::{BEHIND_A_FACTORISATION, DIRECT};
use super::evaluate::{assert_near, evaluate};
use super::numeric::Numbers;
use crate::golden::{case, cases, flat};

const IDENTITIES: &str = include_str!("../../../goldens/identities.json");

/// A number, a column, or a matrix row by row.
fn numbers(value: &Value) -> Numbers {
    let elements = flat(value);
    let rows = value.as_array().map_or(1, Vec::len);
    Numbers::from_row_slice(rows, elements.len() / rows, &elements)
}

/// The golden letter of a parameter: `A` for a matrix `a`, unless it is listed.
fn letter(parameter: &str, letters: &[(&str, &str)], known: &Value) -> String {
    if let Some((_, letter)) = letters.iter().find(|(name, _)| *name == parameter) {
        return (*letter).to_owned();
    }
    let capital = parameter.to_uppercase();
    if known.get(&capital).is_some() {
        capital
    } else {
        parameter.to_owned()
    }
}

struct Identity {
    name: &'static str,
    parameters: &'static [&'static str],
    letters: &'static [(&'static str, &'static str)],
    formulas: &'static [Formula],
    text: &'static str,
    printed: &'static str,
    tolerance: f64,
}

impl Identity {
    #[track_caller]
    fn check(&self) {
        assert_eq!(self.text, self.printed);
        let case = case(IDENTITIES, self.name);
        let inputs = &case["inputs"];
        let parameters: Vec<_> = self
            .parameters
            .iter()
            .map(|name| (*name, numbers(&inputs[letter(name, self.letters, inputs)])))
            .collect();
        let deltas: Vec<Numbers> = match case.get("G") {
            None => Vec::new(), // a number's is 1, and not written
            Some(g) if self.text.contains("δ₁") => {
                flat(g).into_iter().map(|x| numbers(&x.into())).collect()
            }
            Some(g) => vec![numbers(g)],
        };
        for formula in self.formulas {
            let found = evaluate(formula, &parameters, &deltas);
            let expected = &case["grads"][letter(formula.parameter, self.letters, inputs)];
            assert_near(
                &formula.to_string(),
                &found,
                &numbers(expected),
                self.tolerance,
            );
        }
    }
}

macro_rules! identities {
    ($($function:ident($($parameter:ident $(= $letter:literal)?),*) $name:literal, $tolerance:ident: $printed:literal;)*) => {
        $(
            #[test]
            fn $function() {
                Identity {
                    name: $name,
                    parameters: &[$(stringify!($parameter)),*],
                    letters: &[$($((stringify!($parameter), $letter),)?)*],
                    formulas: functions::$function::FORMULAS,
                    text: functions::$function::GRADIENTS,
                    printed: $printed,
                    tolerance: $tolerance,
                }
                .check();
            }
        )*

        #[test]
        fn none_is_missing() {
            let here = [$($name),*];
            for case in cases(IDENTITIES) {
                let name = case["name"].as_str().expect("cases have names");
                assert!(here.contains(&name), "{name} has no formula");
            }
        }
    };
}

identities! {
    linear(a, x) "a^T x", DIRECT: "∇a = x   ∇x = a";
    bilinear(x, a, y) "x^T A y", DIRECT: "∇x = A y   ∇A = x yᵀ   ∇y = Aᵀ x";
    quadratic(x, a) "x^T A x", DIRECT: "∇x = (A + Aᵀ) x   ∇A = x xᵀ";
    trace_of_product(a, x, b) "tr(A X B)", DIRECT: "∇A = Bᵀ Xᵀ   ∇X = Aᵀ Bᵀ   ∇B = Xᵀ Aᵀ";
    trace_of_square(a, x) "tr(X^T A X)", DIRECT: "∇A = X Xᵀ   ∇X = (A + Aᵀ) X";
    trace_of_outer_square(a, x) "tr(X A X^T)", DIRECT: "∇A = Xᵀ X   ∇X = X (A + Aᵀ)";
    trace_of_weighed_square(a, x, b) "tr(X^T A X B)", DIRECT:
        "∇A = X Bᵀ Xᵀ   ∇X = A X B + Aᵀ X Bᵀ   ∇B = Xᵀ Aᵀ X";
    least_squares(x, w, y) "|Xw-y|^2", DIRECT:
        "∇X = 2 (X w − y) wᵀ   ∇w = 2 Xᵀ (X w − y)   ∇y = 2 (y − X w)";
    matrix_least_squares(a, x, y) "1/2 |AX-Y|_F^2", DIRECT:
        "∇A = (A X − Y) Xᵀ   ∇X = Aᵀ (A X − Y)   ∇Y = Y − A X";
    distance(x, a) "|x-a|", DIRECT: "∇x = (x − a) / ‖x − a‖   ∇a = (a − x) / ‖x − a‖";
    frobenius(x) "|X|_F", DIRECT: "∇X = X / ‖X‖";
    trace_of_cube(x) "tr(X^3)", DIRECT: "∇X = 3 (X²)ᵀ";
    rayleigh(s, x) "rayleigh", DIRECT:
        "∇S = x xᵀ / ‖x‖²   ∇x = ((S + Sᵀ) x − 2 (xᵀ S x) x / ‖x‖²) / ‖x‖²";
    cosine(x, a) "cosine", DIRECT:
        "∇x = (a − (xᵀ a) x / ‖x‖²) / (‖x‖ ‖a‖)   ∇a = (x − (xᵀ a) a / ‖a‖²) / (‖x‖ ‖a‖)";
    cross_entropy(z, t) "-t^T log softmax z", DIRECT: "∇z = (1ᵀ t) softmax(z) − t";
    probabilities(z) "softmax", DIRECT: "∇z = softmax(z) ⊙ (δ − (δᵀ softmax(z)) 1)";
    log_probabilities(z) "log_softmax", DIRECT: "∇z = δ − (1ᵀ δ) softmax(z)";
    log_sum_exp(z) "logsumexp", DIRECT: "∇z = softmax(z)";
    logistic(x, w, y) "logistic sum log(1+exp(-y Xw))", DIRECT:
        "∇X = −r wᵀ   ∇w = −Xᵀ r   where r = y ⊙ σ(−y ⊙ (X w))";
    hadamard(x, a) "X hadamard A", DIRECT: "∇X = δ ⊙ A   ∇A = δ ⊙ X";
    diagonal(v, x) "diag(v) x", DIRECT: "∇v = δ ⊙ x   ∇x = δ ⊙ v";
    quotient(w, x) "w / x elementwise", DIRECT: "∇w = δ ⊘ x   ∇x = −δ ⊙ w ⊘ (x ⊙ x)";
    shifted(x, z) "x + scalar z", DIRECT: "∇x = δ   ∇z = 1ᵀ δ";
    two_chains(x) "(ln x^2, sin 3x)", DIRECT: "∇x = 2 δ₁ / x + 3 δ₂ cos(3 x)";
    neuron(w, x, b) "relu(w.x+b)", DIRECT:
        "∇w = [wᵀ x + b > 0] x   ∇x = [wᵀ x + b > 0] w   ∇b = [wᵀ x + b > 0]";
    determinant(x) "det X", BEHIND_A_FACTORISATION: "∇X = det(X) X⁻ᵀ";
    log_determinant(x) "log |det X|", BEHIND_A_FACTORISATION: "∇X = X⁻ᵀ";
    gram_log_determinant(x) "log det(X^T X)", BEHIND_A_FACTORISATION: "∇X = 2 X (Xᵀ X)⁻¹";
    inverse(x) "X^-1", BEHIND_A_FACTORISATION: "∇X = −X⁻ᵀ δ X⁻ᵀ";
    solution(a, b) "A^-1 b", BEHIND_A_FACTORISATION: "∇A = −A⁻ᵀ δ bᵀ A⁻ᵀ   ∇b = A⁻ᵀ δ";
    trace_of_quotient(x, a) "tr(X^-1 A)", BEHIND_A_FACTORISATION: "∇X = −X⁻ᵀ Aᵀ X⁻ᵀ   ∇A = X⁻ᵀ";
    inverse_form(a, x, b) "a^T X^-1 b", BEHIND_A_FACTORISATION:
        "∇a = X⁻¹ b   ∇X = −X⁻ᵀ a bᵀ X⁻ᵀ   ∇b = X⁻ᵀ a";
    cholesky(s) "cholesky(sym S)", BEHIND_A_FACTORISATION:
        "∇S = ½ L⁻ᵀ (Φ(Lᵀ δ) + Φ(Lᵀ δ)ᵀ) L⁻¹   where L = chol(½ (S + Sᵀ))";
    gaussian(s, x) "gaussian NLL in S", BEHIND_A_FACTORISATION:
        "∇S = ½ (S⁻ᵀ − S⁻ᵀ x xᵀ S⁻ᵀ)   ∇x = ½ (S⁻¹ + S⁻ᵀ) x";
    composed(x, a, b = "B", z, offset = "b") "x^T A sigmoid(B^-1 z + b)", BEHIND_A_FACTORISATION:
        "∇x = A r   ∇A = x rᵀ   ∇B = −B⁻ᵀ s zᵀ B⁻ᵀ   ∇z = B⁻ᵀ s   ∇offset = s   where r = σ(B⁻¹ z + offset), s = (Aᵀ x) ⊙ r ⊙ (1 − r)";
}

#[test]
fn in_latex() {
    for (found, expected) in [
        (
            functions::bilinear::LATEX,
            r"\nabla_{x} = A y \qquad \nabla_{A} = x y^{\top} \qquad \nabla_{y} = A^{\top} x",
        ),
        (
            functions::trace_of_square::LATEX,
            r"\nabla_{A} = X X^{\top} \qquad \nabla_{X} = \left( A + A^{\top} \right) X",
        ),
        (
            functions::frobenius::LATEX,
            r"\nabla_{X} = \frac{X}{\left\lVert X \right\rVert}",
        ),
        (
            functions::determinant::LATEX,
            r"\nabla_{X} = \det\left( X \right) X^{-\top}",
        ),
        (
            functions::quotient::LATEX,
            r"\nabla_{w} = \delta \oslash x \qquad \nabla_{x} = -\delta \odot w \oslash \left( x \odot x \right)",
        ),
        (
            functions::logistic::LATEX,
            r"\nabla_{X} = -r w^{\top} \qquad \nabla_{w} = -X^{\top} r \qquad \text{where } r = y \odot \sigma\left( -y \odot \left( X w \right) \right)",
        ),
    ] {
        assert_eq!(found, expected);
    }
}
