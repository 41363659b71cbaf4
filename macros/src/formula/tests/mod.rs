//! The engine against textbooks, and against finite differences.

mod build;
mod evaluate;
mod finite_differences;
mod forward;
mod identities;
mod numeric;
mod rules;
mod textbook;
