//! `#[differentiable]`: gradients, tangents and second derivatives against PyTorch, finite differences and one another.

mod formulas;
mod functions;
mod identities;
#[cfg(feature = "std")]
mod lectures;
mod second_order;
mod surface;
