//! Numerical optimisation: scipy's answers, and the order of scipy's counts.

mod counts;
mod failures;
mod line_search;
mod networks;
mod problems;
mod quadratics;
