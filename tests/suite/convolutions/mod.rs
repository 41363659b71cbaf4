//! Convolutions and what goes with them: layers on images.

#[cfg(feature = "alloc")]
mod goldens;
mod lecture;
mod sizes;
mod typed;
