//! What the benches share: timing in rounds, and the peak of the core, measured beside what is compared with it.
//!
//! Machines are shared and their clocks change: each round times the peak and all contestants one after the other, and
//! a line shows medians over the rounds. Before it is timed, a contestant is called once: what takes no longer than a round
//! finds in the caches what the one before left there, and what is shorter would for the first of many calls alone.

#![allow(dead_code)] // each bench uses a part

pub(crate) mod lenet;
pub(crate) mod peers;

use std::hint::black_box;
use std::time::{Duration, Instant};

use typograd::Element;
use typograd::kernel::{Kernel, Simd};

/// How many rounds a line takes its medians of.
pub(crate) const ROUNDS: usize = 15;

/// How long one contestant runs in a round.
const ROUND: Duration = Duration::from_millis(6);

/// Multiply-adds on registers alone, as many at a time as hide their latency.
struct MultiplyAdd<T> {
    rounds: usize,
    by: T,
}

impl<T: Element> Kernel<T> for MultiplyAdd<T> {
    /// Floating-point operations, and a result that nothing can be left out of.
    type Output = (usize, T);

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> (usize, T) {
        const CHAINS: usize = 12;
        let by = simd.splat(self.by);
        let mut sums = [by; CHAINS];
        for _ in 0..self.rounds {
            for sum in &mut sums {
                *sum = simd.mul_add(*sum, by, by);
            }
        }
        let mut total = T::zero();
        for sum in sums {
            total += simd.sum(sum);
        }
        (2 * self.rounds * CHAINS * S::LANES, total)
    }
}

/// The floating-point operations a second of this core in registers, in 10⁹: what no product exceeds. So many at a time that
/// beginning, ending and looking at the clock are a thousandth of it: with a tenth as many they were 1 to 3%.
pub(crate) fn peak<T: Element>() -> f64 {
    let start = Instant::now();
    let (mut operations, mut elapsed) = (0, 0.0);
    while elapsed < 1e-3 {
        let (done, sum) = T::dispatch(MultiplyAdd {
            rounds: 20_000,
            by: black_box(T::from_f64(0.5)),
        });
        black_box(sum);
        operations += done;
        elapsed = start.elapsed().as_secs_f64();
    }
    operations as f64 / elapsed / 1e9
}

/// Seconds a call, for each contestant and the peak, as medians over the rounds.
pub(crate) fn medians<T: Element, const N: usize>(
    contestants: [&mut dyn FnMut(); N],
) -> (f64, [f64; N]) {
    medians_of::<T, N>((ROUNDS, ROUND), contestants)
}

/// The same over so many rounds, in which each runs for so long.
pub(crate) fn medians_of<T: Element, const N: usize>(
    (rounds, round): (usize, Duration),
    contestants: [&mut dyn FnMut(); N],
) -> (f64, [f64; N]) {
    let mut contestants = contestants.map(|run| {
        run(); // the first call may set things up
        let mut calls = 1_u32;
        while time(run, calls) * 2.0 < round.as_secs_f64() {
            calls *= 2;
        }
        (run, calls)
    });
    let (mut peaks, mut seconds) = (Vec::new(), [(); N].map(|()| Vec::new()));
    for _ in 0..rounds {
        peaks.push(peak::<T>());
        for ((run, calls), seconds) in contestants.iter_mut().zip(&mut seconds) {
            run();
            seconds.push(time(*run, *calls) / f64::from(*calls));
        }
    }
    (median(peaks), seconds.map(median))
}

fn time(run: &mut dyn FnMut(), calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        run();
    }
    start.elapsed().as_secs_f64()
}

/// The middle one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Whether the words on the command line, if any, are all in `name`.
pub(crate) fn is_selected(name: &str) -> bool {
    std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .all(|word| name.contains(&word))
}

/// Prints the first line of every bench: the instruction set, and the peak of the core. What has no pool of its own keeps to
/// one thread.
pub(crate) fn begin() {
    #[cfg(feature = "rayon")]
    {
        let one = rayon::ThreadPoolBuilder::new().num_threads(1);
        one.build_global().expect("the first pool");
    }
    println!(
        "{}: peak f32 {:.1} GF/s, f64 {:.1} GF/s",
        typograd::kernel::instruction_set(),
        median((0..ROUNDS).map(|_| peak::<f32>()).collect()),
        median((0..ROUNDS).map(|_| peak::<f64>()).collect()),
    );
}
