//! The losses on this machine, a line each: what those of the module are compared with.

fn main() {
    for loss in wasm::losses() {
        println!("{loss}");
    }
}
