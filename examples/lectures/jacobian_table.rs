//! The table of Jacobians: ∂y/∂w and ∂y/∂x, which are diagonal where y acts element by element.

use std::fmt::Write;

use typograd::prelude::*;

use super::Told;

type X = Vector<D<3>, f64>;

#[differentiable]
pub(crate) fn add<N: Dim>(w: &Vector<N, f64>, x: &Vector<N, f64>) -> Vector<N, f64> {
    w + x
}

#[differentiable]
pub(crate) fn subtract<N: Dim>(w: &Vector<N, f64>, x: &Vector<N, f64>) -> Vector<N, f64> {
    w - x
}

#[differentiable]
pub(crate) fn multiply<N: Dim>(w: &Vector<N, f64>, x: &Vector<N, f64>) -> Vector<N, f64> {
    w.hadamard(x)
}

#[differentiable]
pub(crate) fn divide<N: Dim>(w: &Vector<N, f64>, x: &Vector<N, f64>) -> Vector<N, f64> {
    w.hadamard_div(x)
}

#[differentiable]
pub(crate) fn identity<N: Dim>(x: &Vector<N, f64>) -> Vector<N, f64> {
    x.clone()
}

#[differentiable]
pub(crate) fn shift<N: Dim>(x: &Vector<N, f64>, z: f64) -> Vector<N, f64> {
    x + z
}

#[differentiable]
pub(crate) fn scale<N: Dim>(x: &Vector<N, f64>, z: f64) -> Vector<N, f64> {
    x * z
}

#[differentiable]
pub(crate) fn sum<N: Dim>(x: &Vector<N, f64>) -> f64 {
    x.sum()
}

#[differentiable]
pub(crate) fn scaled_sum<N: Dim>(x: &Vector<N, f64>, z: f64) -> f64 {
    (x * z).sum()
}

fn list<'a>(elements: impl IntoIterator<Item = &'a f64>) -> String {
    let elements: Vec<_> = elements.into_iter().map(|x| format!("{x}")).collect();
    elements.join(", ")
}

fn diagonal(jacobian: &Diagonal<D<3>, f64>) -> String {
    format!("diag({})", list(jacobian.vector()))
}

pub(crate) fn give() -> Told {
    let (w, x, z) = (X::from([3.0, 5.0, 7.0]), X::from([1.0, 2.0, 4.0]), 2.0);
    let mut text = String::new();
    writeln!(text, "w = ({}), x = ({}), z = {z}\n", list(&w), list(&x))?;
    writeln!(text, "  {:8}{:26}∂y/∂x", "y", "∂y/∂w")?;
    let binary = [
        ("w + x", add::jacobian(&w, &x).w, add::jacobian(&w, &x).x),
        (
            "w − x",
            subtract::jacobian(&w, &x).w,
            subtract::jacobian(&w, &x).x,
        ),
        (
            "w ⊗ x",
            multiply::jacobian(&w, &x).w,
            multiply::jacobian(&w, &x).x,
        ),
        (
            "w ⊘ x",
            divide::jacobian(&w, &x).w,
            divide::jacobian(&w, &x).x,
        ),
    ];
    for (y, in_w, in_x) in &binary {
        writeln!(text, "  {y:8}{:26}{}", diagonal(in_w), diagonal(in_x))?;
    }
    writeln!(
        text,
        "  {:8}{:26}{}",
        "x",
        "",
        diagonal(&identity::jacobian(&x).x)
    )?;
    writeln!(text, "\n  {:8}{:26}∂y/∂z", "y", "∂y/∂x")?;
    let (shifted, scaled) = (shift::jacobian(&x, z), scale::jacobian(&x, z));
    for (y, in_x, in_z) in [
        (
            "x + z",
            diagonal(&shifted.x),
            format!("({})ᵀ", list(&shifted.z)),
        ),
        (
            "x z",
            diagonal(&scaled.x),
            format!("({})ᵀ", list(&scaled.z)),
        ),
        (
            "Σ x",
            format!("({})", list(&sum::jacobian(&x).x)),
            String::new(),
        ),
        (
            "Σ x z",
            format!("({})", list(&scaled_sum::jacobian(&x, z).x)),
            format!("{}", scaled_sum::jacobian(&x, z).z),
        ),
    ] {
        writeln!(text, "  {}", format!("{y:8}{in_x:26}{in_z}").trim_end())?;
    }
    writeln!(text, "\nGradients, with δ that of y:\n")?;
    for (y, gradients) in [
        ("w ⊗ x", multiply::GRADIENTS),
        ("w ⊘ x", divide::GRADIENTS),
        ("x + z", shift::GRADIENTS),
        ("x z", scale::GRADIENTS),
        ("Σ x z", scaled_sum::GRADIENTS),
    ] {
        writeln!(text, "  {y:8}{gradients}")?;
    }
    text.pop();
    Ok(text)
}
