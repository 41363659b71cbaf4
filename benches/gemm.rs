//! Matrix products on one core against its peak, and against the crates `gemm` and `matrixmultiply` in the same rounds.
//!
//! `cargo bench --bench gemm` prints a line for each layout, element type and size; words after `--` pick the lines that
//! hold them all (`-- f32 NN 64x64x64`).

mod shared;

use shared::peers::{
    Aligned, Peers, Strided, assert_same, gemm, hidden, hidden_mut, name_of, say_if_peers_differ,
};
use shared::{begin, is_selected, medians};
use typograd::Rng;
use typograd::kernel::product::{Nn, Nt, Stored, Tn, product_of};
use typograd::kernel::{Known, Size, Store};

/// A size the compiler knows.
struct Is<const N: usize>;

impl<const N: usize> Size for Is<N> {
    const SIZE: usize = N;
}

fn bench<T: Peers, L: Stored, const M: usize, const N: usize, const K: usize>() {
    let layout = L::LAYOUT;
    let kind = name_of(layout);
    let name = format!("gemm {} {kind} {M}x{N}x{K}", T::NAME);
    if !is_selected(&name) {
        return;
    }
    let mut rng = Rng::new(1);
    let mut random = |count| Aligned::<T>::random(count, &mut rng);
    let (mut a, mut b) = (random(M * K), random(K * N));
    let (mut c, mut c_gemm, mut c_other) = (random(M * N), random(M * N), random(M * N));
    let (a, b) = (&*a.get(), &*b.get());
    let (c, c_gemm, c_other) = (c.get(), c_gemm.get(), c_other.get());
    let (a_strided, b_strided) = Strided::both(layout, (M, N, K), (a, b));
    let (peak, [ours, gemm, other]) = medians::<T, 3>([
        &mut || {
            let (m, n, k) = (
                Known::<Is<M>>::new(),
                Known::<Is<N>>::new(),
                Known::<Is<K>>::new(),
            );
            let (a, b, c) = (hidden(a), hidden(b), hidden_mut(c));
            product_of::<L, T>(m, n, k, a, b, c, Store::set(), ());
        },
        &mut || {
            gemm(
                (M, N, K),
                a_strided.hidden(),
                b_strided.hidden(),
                hidden_mut(c_gemm),
            );
        },
        &mut || {
            T::matrixmultiply(
                (M, N, K),
                a_strided.hidden(),
                b_strided.hidden(),
                hidden_mut(c_other),
            );
        },
    ]);
    assert_same(&name, c, c_gemm);
    let rate = |seconds: f64| 2.0 * (M * N * K) as f64 / seconds / 1e9;
    let percent = 100.0 * rate(ours) / peak;
    println!(
        "{name} {:.1} GF/s {percent:.1}% of peak; gemm {:.1}, matrixmultiply {:.1}",
        rate(ours),
        rate(gemm),
        rate(other)
    );
}

fn all<T: Peers, const M: usize, const N: usize, const K: usize>() {
    bench::<T, Nn, M, N, K>();
    bench::<T, Nt, M, N, K>();
    bench::<T, Tn, M, N, K>();
}

/// A line for each layout, size and element type.
macro_rules! sizes {
    ($number:ty: $($m:literal x $n:literal x $k:literal)*) => {
        $(all::<$number, $m, $n, $k>();)*
    };
    (cubes $number:ty: $($n:literal)*) => {
        sizes!($number: $($n x $n x $n)*);
    };
}

fn main() {
    begin();
    say_if_peers_differ();
    sizes!(cubes f32: 4 8 16 24 32 48 64 96 100 128 200 256 512 784 1024);
    sizes!(cubes f64: 4 8 16 24 32 48 64 96 100 128 200 256 512 784 1024);
    // The products of a training step of 784-128-10, 784-512-512-10 and 64-32-10 on batches of 32, and a batch of 128.
    let networks = "forward, to the input, to the weights";
    if is_selected(networks) {
        println!("{networks}:");
    }
    macro_rules! layers {
        ($($batch:literal: $in:literal -> $out:literal;)*) => {
            $(
                bench::<f32, Nt, $batch, $out, $in>();
                bench::<f32, Nn, $batch, $in, $out>();
                bench::<f32, Tn, $out, $in, $batch>();
            )*
        };
    }
    layers! {
        1: 64 -> 32; 1: 32 -> 10; 1: 784 -> 128; 1: 64 -> 64; 1: 17 -> 64;
        32: 64 -> 32; 32: 32 -> 10; 32: 784 -> 128; 32: 128 -> 10; 32: 784 -> 512; 32: 512 -> 512;
        128: 784 -> 128; 128: 784 -> 512; 128: 512 -> 512; 128: 512 -> 10;
    }
}
