//! A network in flash that infers and learns on a microcontroller: what runs on every board.

#![cfg_attr(any(target_os = "none", target_arch = "wasm32"), no_std)]

pub mod app;
pub mod board;
pub mod convolution;
pub mod digits;
pub mod memory;
