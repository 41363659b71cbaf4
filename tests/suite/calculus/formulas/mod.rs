//! Closed forms: that they are printed as in a textbook, and that what is printed is true.

mod evaluate;
mod images;
// The functions of matrices that the engine's own tests evaluate formulas by.
#[path = "../../../../macros/src/formula/tests/numeric.rs"]
mod numeric;
mod primitives;
mod textbook;
mod windows;
