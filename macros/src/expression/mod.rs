//! The user's expression as straight-line code: what `#[layer]` and `#[differentiable]` have in common.
//!
//! `lower` goes through the expression and refuses, on its token, what cannot be differentiated; `ir` is what comes of
//! it, a list of values, each of earlier ones; `allowed` is the table of what is known.

pub(crate) mod allowed;
pub(crate) mod ir;
pub(crate) mod lower;
