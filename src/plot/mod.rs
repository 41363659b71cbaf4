//! Pictures of a cost surface, with the path of a descent on it: from above and in three dimensions, as SVG and PNG.
//!
//! Behind the feature `plot`, which brings plotters. Labels are drawn with a font that is within the library, Latin and Greek letters and
//! the signs of mathematics of `DejaVu Sans`: no font need be installed. (An SVG file names fonts, and holds text as text.)
//!
//! | what | where |
//! |---|---|
//! | a function of two variables, or the loss of a network in two weights, on a grid | [`CostSurface`] |
//! | the points and gradients of a method | [`Descent`] |
//! | the picture | [`Figure`], [`View`] |
//!
//! `cargo run --release --example cost_surface --features plot` makes some.

mod canvas;
mod contour;
mod contours;
mod descent;
mod error;
mod figure;
mod legend;
mod png;
mod relief;
mod scale;
mod surface;

pub use descent::Descent;
pub use error::PlotError;
pub use figure::{Figure, View};
pub use surface::CostSurface;
