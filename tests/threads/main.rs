//! Several threads: what comes of them is the same to the bit on any number, and they do share the work.

#![allow(clippy::float_cmp)] // what must be equal to the bit is compared so

mod pool;
mod products;
mod trainer;

use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};
use typograd::kernel::instruction_set;
use typograd::network::{Layer, Path};

fn pool(threads: usize) -> ThreadPool {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.unwrap()
}

fn on<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    pool(threads).install(work)
}

/// On a thread that is none of a pool's; the pool that it may call has two.
fn outside<R>(work: impl FnOnce() -> R) -> R {
    static TWO: LazyLock<()> = LazyLock::new(|| {
        let two = ThreadPoolBuilder::new().num_threads(2);
        two.build_global().unwrap();
    });
    LazyLock::force(&TWO);
    work()
}

/// Waits until something has happened, which another thread must do.
#[track_caller]
fn wait_for(what: impl Fn() -> bool) {
    let begun = Instant::now();
    while !what() {
        assert!(begun.elapsed() < Duration::from_secs(60), "nobody did it");
        thread::sleep(Duration::from_millis(1));
    }
}

/// The bits of all parameters.
fn bits<N: Layer<Elem = f32>>(network: &N) -> Vec<u32> {
    let mut bits = Vec::new();
    network.visit(&Path::ROOT, &mut |parameter| {
        bits.extend(parameter.values.iter().map(|w: &f32| w.to_bits()));
    });
    bits
}

/// As in the kernels' tests: a run that is meant for a set is on no other.
#[test]
fn the_set_is_the_one_asked_for() {
    if let Ok(wanted) = std::env::var("TYPOGRAD_INSTRUCTION_SET") {
        assert_eq!(instruction_set(), wanted);
    }
}
