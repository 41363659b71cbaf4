//! Matrix products of random sizes, known at run time, beside the better of the crates `gemm` and `matrixmultiply`: where are they
//! ahead?
//!
//! `cargo bench --bench random -- 7 60` takes the seed 7, and stops after a minute; 1 and 30 are the defaults. A line is a product
//! that is behind, and was when it was measured again; the last ones count.

mod shared;

use std::time::{Duration, Instant};

use shared::peers::{Aligned, Peers, Strided, gemm, hidden, hidden_mut, say_if_peers_differ};
use shared::{begin, medians_of};
use typograd::Rng;
use typograd::kernel::Store;
use typograd::kernel::product::{Layout, product};

/// What is not ahead by its ratio to the better peer is behind if it is less than this: the rest is level.
const LEVEL: f64 = 0.97;

/// How long each runs in a round: what is behind is measured again.
const ROUND: Duration = Duration::from_millis(1);

/// A size up to 1,279 as people have them: as likely in each octave, and most a multiple of something.
fn size(rng: &mut Rng) -> usize {
    let octave = 1 << rng.below(11);
    let any = octave + rng.below(octave.min(256));
    match rng.below(20) {
        0..8 => any,
        8..12 => any.next_multiple_of(16),
        12..14 => any.next_multiple_of(8),
        14..17 => any.next_multiple_of(64),
        17 => any.next_multiple_of(10),
        _ => octave,
    }
}

/// A product's operations a second, in 10⁹, and the better peer's, in the same rounds.
fn compare<T: Peers>(
    layout: Layout,
    (m, n, k): (usize, usize, usize),
    rounds: usize,
    rng: &mut Rng,
) -> (f64, f64) {
    let mut random = |count| Aligned::<T>::random(count, rng);
    let (mut a, mut b) = (random(m * k), random(k * n));
    let (mut c, mut c_gemm, mut c_other) = (random(m * n), random(m * n), random(m * n));
    let (a, b) = (&*a.get(), &*b.get());
    let (c, c_gemm, c_other) = (c.get(), c_gemm.get(), c_other.get());
    let (a_strided, b_strided) = Strided::both(layout, (m, n, k), (a, b));
    let sizes = (m, n, k);
    let (_, seconds) = medians_of::<T, 3>(
        (rounds, ROUND),
        [
            &mut || {
                let (a, b, c) = (hidden(a), hidden(b), hidden_mut(c));
                product(layout, m, n, k, a, b, c, Store::set(), ());
            },
            &mut || {
                let (a, b) = (a_strided.hidden(), b_strided.hidden());
                gemm(sizes, a, b, hidden_mut(c_gemm));
            },
            &mut || {
                let (a, b) = (a_strided.hidden(), b_strided.hidden());
                T::matrixmultiply(sizes, a, b, hidden_mut(c_other));
            },
        ],
    );
    let [ours, gemm, other] = seconds.map(|seconds| 2.0 * (m * n * k) as f64 / seconds / 1e9);
    (ours, gemm.max(other))
}

fn main() {
    begin();
    say_if_peers_differ();
    let mut numbers = std::env::args().filter_map(|word| word.parse::<u32>().ok());
    let seed = numbers.next().unwrap_or(1);
    let seconds = numbers.next().unwrap_or(30);
    let (mut rng, mut data) = (Rng::new(u64::from(seed)), Rng::new(2));
    let (mut products, mut ahead, mut level) = (0_u32, 0_u32, 0_u32);
    let start = Instant::now();
    while start.elapsed().as_secs() < u64::from(seconds) {
        let sizes = (size(&mut rng), size(&mut rng), size(&mut rng));
        let layout = [Layout::Nn, Layout::Nt, Layout::Tn][rng.below(3)];
        let is_wide = rng.below(3) == 0;
        let mut measured = |rounds| {
            if is_wide {
                compare::<f64>(layout, sizes, rounds, &mut data)
            } else {
                compare::<f32>(layout, sizes, rounds, &mut data)
            }
        };
        let (mut ours, mut peer) = measured(3);
        if ours < peer {
            (ours, peer) = measured(9);
        }
        products += 1;
        if ours >= peer {
            ahead += 1;
        } else if ours >= LEVEL * peer {
            level += 1;
        } else {
            let (m, n, k) = sizes;
            let number = if is_wide { "f64" } else { "f32" };
            println!(
                "{number} {layout:?} {m}x{n}x{k} {ours:.1} GF/s, the better peer {peer:.1}: {:.2}",
                ours / peer
            );
        }
    }
    let percent = |count: u32| 100.0 * f64::from(count) / f64::from(products.max(1));
    println!(
        "{products} products: ahead {:.1}%, behind by less than 3% {:.1}%, by more {:.1}%",
        percent(ahead),
        percent(level),
        percent(products - ahead - level)
    );
}
