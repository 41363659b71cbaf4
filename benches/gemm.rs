//! Matrix products on one core against its peak, and against the crates `gemm` and `matrixmultiply` in the same rounds.
//!
//! `cargo bench --bench gemm` prints a line for each layout, element type and size; words after `--` pick the lines that
//! hold them all (`-- f32 NN 64x64x64`).

#![allow(unsafe_code)] // the peers take pointers

mod shared;

use std::hint::black_box;

use shared::{begin, is_selected, medians};
use typograd::kernel::product::{Layout, Nn, Nt, Stored, Tn, product_of};
use typograd::kernel::{Known, Size, Store};
use typograd::{Element, Rng};

/// A size the compiler knows.
struct Is<const N: usize>;

impl<const N: usize> Size for Is<N> {
    const SIZE: usize = N;
}

/// Elements that begin with a cache line, as those of layers and batches do.
struct Aligned<T> {
    elements: Vec<T>,
    start: usize,
    count: usize,
}

impl<T: Element> Aligned<T> {
    fn new(count: usize) -> Self {
        let elements = vec![T::zero(); count + LINE / size_of::<T>()];
        let start = elements.as_ptr().align_offset(LINE);
        Self {
            elements,
            start,
            count,
        }
    }

    fn get(&mut self) -> &mut [T] {
        &mut self.elements[self.start..self.start + self.count]
    }
}

/// Bytes of a cache line.
const LINE: usize = 64;

/// The peers' entry for an element type.
trait Peers: Element {
    const NAME: &'static str;

    /// `matrixmultiply`: C ← A B, with the strides of A and B.
    fn matrixmultiply(
        sizes: (usize, usize, usize),
        a: Strided<'_, Self>,
        b: Strided<'_, Self>,
        c: &mut [Self],
    );
}

#[derive(Clone, Copy)]
struct Strided<'a, T> {
    elements: &'a [T],
    row: isize,
    column: isize,
}

impl<T> Strided<'_, T> {
    /// The same, as [`hidden`].
    fn hidden(self) -> Self {
        Self {
            elements: hidden(self.elements),
            ..self
        }
    }
}

macro_rules! peers {
    ($number:ty, $name:literal, $gemm:ident) => {
        impl Peers for $number {
            const NAME: &'static str = $name;

            fn matrixmultiply(
                (m, n, k): (usize, usize, usize),
                a: Strided<'_, Self>,
                b: Strided<'_, Self>,
                c: &mut [Self],
            ) {
                // SAFETY: the slices have m·k, k·n and m·n elements, laid out as the strides say.
                unsafe {
                    matrixmultiply::$gemm(
                        m,
                        k,
                        n,
                        1.0,
                        a.elements.as_ptr(),
                        a.row,
                        a.column,
                        b.elements.as_ptr(),
                        b.row,
                        b.column,
                        0.0,
                        c.as_mut_ptr(),
                        n.cast_signed(),
                        1,
                    );
                }
            }
        }
    };
}
peers!(f32, "f32", sgemm);
peers!(f64, "f64", dgemm);

/// The crate `gemm`: C ← A B.
fn gemm<T: Peers>(
    (m, n, k): (usize, usize, usize),
    a: Strided<'_, T>,
    b: Strided<'_, T>,
    c: &mut [T],
) {
    // SAFETY: the slices have m·k, k·n and m·n elements, laid out as the strides say.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            c.as_mut_ptr(),
            1,
            n.cast_signed(),
            false,
            a.elements.as_ptr(),
            a.column,
            a.row,
            b.elements.as_ptr(),
            b.column,
            b.row,
            T::zero(),
            T::one(),
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

/// The same elements, of which the compiler knows no more than how many there are: only the pointer is taken from its sight. A
/// slice as a whole goes through memory by way of a vector register, and what reads it there waits for the multiply-adds of the
/// call before, which no caller's operands do.
fn hidden<T>(elements: &[T]) -> &[T] {
    // SAFETY: it is the slice that was given.
    unsafe { std::slice::from_raw_parts(black_box(elements.as_ptr()), elements.len()) }
}

/// The same for C.
fn hidden_mut<T>(elements: &mut [T]) -> &mut [T] {
    // SAFETY: it is the slice that was given, borrowed as long.
    unsafe { std::slice::from_raw_parts_mut(black_box(elements.as_mut_ptr()), elements.len()) }
}

fn bench<T: Peers, L: Stored, const M: usize, const N: usize, const K: usize>() {
    let layout = L::LAYOUT;
    let kind = match layout {
        Layout::Nn => "NN",
        Layout::Nt => "NT",
        Layout::Tn => "TN",
        Layout::Tt => "TT",
    };
    let name = format!("gemm {} {kind} {M}x{N}x{K}", T::NAME);
    if !is_selected(&name) {
        return;
    }
    let mut rng = Rng::new(1);
    let mut random = |count| {
        let mut operand = Aligned::<T>::new(count);
        for x in operand.get() {
            *x = T::from_f64(rng.uniform(-1.0, 1.0));
        }
        operand
    };
    let (mut a, mut b) = (random(M * K), random(K * N));
    let (mut c, mut c_gemm, mut c_other) = (random(M * N), random(M * N), random(M * N));
    let (a, b) = (&*a.get(), &*b.get());
    let (c, c_gemm, c_other) = (c.get(), c_gemm.get(), c_other.get());
    let strided = |elements, columns: usize, transposed| {
        let (row, column) = if transposed {
            (1, columns)
        } else {
            (columns, 1)
        };
        Strided {
            elements,
            row: row.cast_signed(),
            column: column.cast_signed(),
        }
    };
    let (a_transposed, b_transposed) = (layout == Layout::Tn, layout == Layout::Nt);
    let a_strided = strided(a, if a_transposed { M } else { K }, a_transposed);
    let b_strided = strided(b, if b_transposed { K } else { N }, b_transposed);
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
    for (ours, theirs) in c.iter().zip(&*c_gemm) {
        let (ours, theirs) = (ours.as_f64(), theirs.as_f64());
        assert!(
            (ours - theirs).abs() < 1e-3 * (1.0 + theirs.abs()),
            "{name}: {ours} is not {theirs}"
        );
    }
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

/// Says so where the peers run on another set than ours: they take the best that the machine has and they were built with,
/// whatever is forced here.
#[cfg(target_arch = "x86_64")]
fn say_if_peers_differ() {
    let ours = typograd::kernel::instruction_set();
    let theirs = if cfg!(feature = "peers-avx512") && is_x86_feature_detected!("avx512f") {
        "avx512"
    } else {
        "avx2"
    };
    if ours != theirs {
        println!("the peers run on {theirs}, as they are built");
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn say_if_peers_differ() {}

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
