//! `#[differentiable]`: gradients, tangents and second derivatives against PyTorch, finite differences and one another.

mod formulas;
mod functions;
mod identities;
mod second_order;
mod surface;
