//! Chooses the board by the target, and hands its memory to the linker.

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-changed=memory");
    println!("cargo:rustc-check-cfg=cfg(board, values(\"mps2-an386\", \"microbit\", \"virt\"))");
    let board = match env::var("TARGET").as_deref() {
        Ok("thumbv7em-none-eabihf") => "mps2-an386",
        Ok("thumbv6m-none-eabi") => "microbit",
        Ok("riscv32imac-unknown-none-elf") => "virt",
        _ => return,
    };
    println!("cargo:rustc-cfg=board=\"{board}\"");
    let out = env::var("OUT_DIR").expect("cargo says where");
    let memory = format!("memory/{board}.x");
    fs::copy(&memory, Path::new(&out).join("memory.x")).expect("the file can be copied");
    println!("cargo:rustc-link-search={out}");
}
