//! Says whether the processor has the DSP instructions of ARM's M profile, `cfg(dsp)`: the compiler tells programs of stable
//! instructions only.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-check-cfg=cfg(dsp)");
    // ARMv7E-M is ARMv7-M with these. Of later profiles some processors have them; the target does not say which.
    if std::env::var("TARGET").is_ok_and(|target| target.starts_with("thumbv7em-none-")) {
        println!("cargo:rustc-cfg=dsp");
    }
}
