//! The instruction set that is wanted is the one that runs.

use std::hash::{DefaultHasher, Hash, Hasher};

use typograd::kernel::product::{Layout, product};
use typograd::kernel::{Kernel, Simd, Store, instruction_set};
use typograd::{Element, Rng};

use super::bits;

/// With `TYPOGRAD_INSTRUCTION_SET`, the set is that one: a run that is meant to test a set tests no other.
#[test]
fn the_set_is_the_one_asked_for() {
    if let Ok(wanted) = std::env::var("TYPOGRAD_INSTRUCTION_SET") {
        assert_eq!(instruction_set(), wanted);
    }
}

/// How a set is known from inside a kernel: lanes and registers.
struct Shape;

impl<T: Element> Kernel<T> for Shape {
    type Output = (usize, usize);

    #[inline(always)]
    fn run<S: Simd<T>>(self, _: S) -> (usize, usize) {
        (S::LANES, S::REGISTERS)
    }
}

/// Whether the core takes halves, says the set, and a part of a kernel that runs in the form for it; and whether its third-level cache
/// is far.
struct Core;

impl<T: Element> Kernel<T> for Core {
    type Output = [bool; 3];

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> [bool; 3] {
        let halved = [simd.takes_halves(), simd.on_core(Broadcasts)];
        [halved[0], halved[1], simd.is_third_level_far()]
    }
}

/// What the form for such a core does.
struct Broadcasts;

impl<T: Element> Kernel<T> for Broadcasts {
    type Output = bool;

    #[inline(always)]
    fn run<S: Simd<T>>(self, _: S) -> bool {
        S::BROADCASTS
    }
}

/// With `TYPOGRAD_CORE`, parts that have a form for each kind of core run in that one.
#[test]
fn the_core_is_the_one_asked_for() {
    if let Ok(wanted) = std::env::var("TYPOGRAD_CORE") {
        let is = |core| instruction_set() == "avx512" && wanted == core;
        let expected = [is("halved"), is("halved"), is("far")];
        assert_eq!(f32::dispatch(Core), expected);
        assert_eq!(f64::dispatch(Core), expected);
    }
}

#[test]
fn kernels_run_on_the_set_that_is_named() {
    let (single, double) = match instruction_set() {
        "avx512" => ((16, 32), (8, 32)),
        "avx2" => ((8, 16), (4, 16)),
        "neon" => ((4, 32), (2, 32)),
        "sse2" | "simd128" => ((4, 16), (2, 16)),
        _ => ((4, 8), (4, 8)),
    };
    assert_eq!(
        (f32::dispatch(Shape), f64::dispatch(Shape)),
        (single, double)
    );
}

/// Says what the bits of some products are that have a form for each kind of core.
#[test]
fn bits_of_products() {
    fn of<T: Element>(hash: &mut DefaultHasher) {
        let mut rng = Rng::new(1);
        let sizes = [(1, 391, 131), (1, 128, 520), (32, 48, 40), (90, 100, 70)];
        for (m, n, k) in sizes {
            let mut random = |count| -> Vec<T> {
                let uniform = |_| T::from_f64(rng.uniform(-1.0, 1.0));
                (0..count).map(uniform).collect()
            };
            let (a, b) = (random(m * k), random(k * n));
            for layout in [Layout::Nn, Layout::Nt] {
                let mut c = vec![T::zero(); m * n];
                product(layout, m, n, k, &a, &b, &mut c, Store::set(), ());
                bits(&c).hash(hash);
            }
        }
    }
    let mut hash = DefaultHasher::new();
    of::<f32>(&mut hash);
    of::<f64>(&mut hash);
    println!("bits: {:x}", hash.finish());
}

/// The same to the bit on either kind of core: a child process for each.
#[test]
#[cfg(target_arch = "x86_64")]
fn cores_agree() {
    let [halved, whole] = ["halved", "whole"].map(|core| {
        let child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "choice::bits_of_products", "--nocapture"])
            .env("TYPOGRAD_CORE", core)
            .output()
            .unwrap();
        let said = String::from_utf8(child.stdout).unwrap();
        let bits = said.split("bits: ").nth(1).expect(&said);
        bits.lines().next().unwrap().to_owned()
    });
    assert_eq!(halved, whole);
}
