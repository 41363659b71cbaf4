//! The instruction set that is wanted is the one that runs.

use typograd::Element;
use typograd::kernel::{Kernel, Simd, instruction_set};

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

/// Whether the core takes halves, says the set, and a part of a kernel that runs in the form for it.
struct Halved;

impl<T: Element> Kernel<T> for Halved {
    type Output = [bool; 2];

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> [bool; 2] {
        [simd.takes_halves(), simd.on_core(Broadcasts)]
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
        let halved = instruction_set() == "avx512" && wanted == "halved";
        assert_eq!(f32::dispatch(Halved), [halved; 2]);
        assert_eq!(f64::dispatch(Halved), [halved; 2]);
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
