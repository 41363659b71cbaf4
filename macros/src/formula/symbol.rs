//! How an identifier is written: `sigma` as σ, `x1` as x₁, a matrix `a` as A.

use super::expr::{Role, Symbol};

/// Name, small letter, capital letter, LaTeX of the capital where it is no Latin letter.
const GREEK: &[(&str, &str, &str, bool)] = &[
    ("alpha", "α", "Α", false),
    ("beta", "β", "Β", false),
    ("gamma", "γ", "Γ", true),
    ("delta", "δ", "Δ", true),
    ("epsilon", "ε", "Ε", false),
    ("zeta", "ζ", "Ζ", false),
    ("eta", "η", "Η", false),
    ("theta", "θ", "Θ", true),
    ("iota", "ι", "Ι", false),
    ("kappa", "κ", "Κ", false),
    ("lambda", "λ", "Λ", true),
    ("mu", "μ", "Μ", false),
    ("nu", "ν", "Ν", false),
    ("xi", "ξ", "Ξ", true),
    ("pi", "π", "Π", true),
    ("rho", "ρ", "Ρ", false),
    ("sigma", "σ", "Σ", true),
    ("tau", "τ", "Τ", false),
    ("upsilon", "υ", "Υ", true),
    ("phi", "φ", "Φ", true),
    ("chi", "χ", "Χ", false),
    ("psi", "ψ", "Ψ", true),
    ("omega", "ω", "Ω", true),
];

/// ₀ to ₉.
pub(super) fn subscript(digits: &str) -> String {
    digits
        .chars()
        .filter_map(|digit| char::from_u32(u32::from('₀') + digit.to_digit(10)?))
        .collect()
}

/// ⁰ to ⁹, with ⁻ before them.
pub(super) fn superscript(exponent: i32) -> String {
    exponent
        .to_string()
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            _ => c
                .to_digit(10)
                .and_then(|digit| char::from_u32(u32::from('⁰') + digit))
                .unwrap_or(c),
        })
        .collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Text and LaTeX of a word without digits at its end.
fn word(word: &str, matrix: bool) -> (String, String) {
    let small = word.to_lowercase();
    if let Some((name, small, capital, own)) = GREEK.iter().find(|(name, ..)| *name == small) {
        let is_capital = matrix || word.starts_with(char::is_uppercase);
        return if !is_capital {
            ((*small).to_owned(), format!(r"\{name}"))
        } else if *own {
            ((*capital).to_owned(), format!(r"\{}", capitalised(name)))
        } else {
            // Those that look like Latin ones have no command.
            ((*capital).to_owned(), format!(r"\mathrm{{{capital}}}"))
        };
    }
    let written = if matrix {
        capitalised(word)
    } else {
        word.to_owned()
    };
    let latex = if written.chars().count() == 1 {
        written.clone()
    } else {
        format!(r"\mathrm{{{}}}", written.replace('_', r"\_"))
    };
    (written, latex)
}

/// The symbol for an identifier; a matrix has a capital letter.
pub(super) fn symbol(identifier: &str, matrix: bool, role: Role) -> Symbol {
    let plain = identifier.trim_start_matches("r#");
    let base = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &plain[base.len()..];
    let base = base.strip_suffix('_').unwrap_or(base);
    let (mut text, mut latex) = word(base, matrix);
    if base.is_empty() {
        (text, latex) = (plain.to_owned(), plain.to_owned());
    } else if !digits.is_empty() {
        text.push_str(&subscript(digits));
        latex = format!("{latex}_{{{digits}}}");
    }
    Symbol {
        name: identifier.to_owned(),
        text,
        latex,
        role,
    }
}

/// δ, or δ₁, δ₂ for the results of a tuple.
pub(super) fn delta(output: Option<usize>) -> Symbol {
    let digits = output.map(|i| (i + 1).to_string()).unwrap_or_default();
    symbol(&format!("delta{digits}"), false, Role::Delta)
}
