//! A program that fails: its panic is printed, and it ends with an exit code that says so.

#![cfg_attr(any(target_os = "none", target_arch = "wasm32"), no_std, no_main)]

fn run() -> bool {
    panic!("on purpose")
}

firmware::program!(run, firmware::board::panic);
