//! Matrix products beside those of a BLAS on the machine, in the same rounds.
//!
//! `OMP_NUM_THREADS=1 BLAS=/path/to/libmkl_rt.so cargo bench --bench blas` prints a line for each layout, element type and size;
//! words after `--` pick the lines that hold them all. The library is one with C's interface and 32-bit sizes (`cblas_sgemm`,
//! `cblas_dgemm`), and is to keep to one thread: MKL asks for `MKL_THREADING_LAYER=SEQUENTIAL` as well.

#![allow(unsafe_code)] // a library's functions are what their names say

mod shared;

use std::ffi::c_int;
use std::mem::ManuallyDrop;
use std::path::Path;

use libloading::{Library, Symbol};
use shared::peers::{Aligned, Peers, assert_same, hidden, hidden_mut, name_of};
use shared::{begin, is_selected, medians};
use typograd::Rng;
use typograd::kernel::Store;
use typograd::kernel::product::{Layout, product};

/// C ← alpha op(A) op(B) + beta C: order, op of A and of B, m, n, k, alpha, A and its rows' distance, B, beta, C.
type Gemm<T> = unsafe extern "C" fn(
    c_int,
    c_int,
    c_int,
    c_int,
    c_int,
    c_int,
    T,
    *const T,
    c_int,
    *const T,
    c_int,
    T,
    *mut T,
    c_int,
);

const ROW_MAJOR: c_int = 101;
const AS_IT_IS: c_int = 111;
const TRANSPOSED: c_int = 112;

fn bench<T: Peers>(
    library: &str,
    theirs: &Symbol<'_, Gemm<T>>,
    layout: Layout,
    (m, n, k): (usize, usize, usize),
) {
    let kind = name_of(layout);
    let op = |transposed: bool| if transposed { TRANSPOSED } else { AS_IT_IS };
    let a_is = op(matches!(layout, Layout::Tn | Layout::Tt));
    let b_is = op(matches!(layout, Layout::Nt | Layout::Tt));
    let name = format!("blas {} {kind} {m}x{n}x{k}", T::NAME);
    if !is_selected(&name) {
        return;
    }
    let mut rng = Rng::new(1);
    let mut random = |count| Aligned::<T>::random(count, &mut rng);
    let (mut a, mut b) = (random(m * k), random(k * n));
    let (mut c, mut c_theirs) = (random(m * n), random(m * n));
    let (a, b) = (&*a.get(), &*b.get());
    let (c, c_theirs) = (c.get(), c_theirs.get());
    let size = |size: usize| c_int::try_from(size).expect("a small size");
    let a_row = if a_is == TRANSPOSED { m } else { k };
    let b_row = if b_is == TRANSPOSED { k } else { n };
    let (peak, [ours, other]) = medians::<T, 2>([
        &mut || {
            let (a, b, c) = (hidden(a), hidden(b), hidden_mut(c));
            product(layout, m, n, k, a, b, c, Store::set(), ());
        },
        // SAFETY: the function is `cblas_sgemm` or `cblas_dgemm`, as `T` asks; the slices have m·k, k·n and m·n elements in such rows.
        &mut || unsafe {
            theirs(
                ROW_MAJOR,
                a_is,
                b_is,
                size(m),
                size(n),
                size(k),
                T::one(),
                a.as_ptr(),
                size(a_row),
                b.as_ptr(),
                size(b_row),
                T::zero(),
                c_theirs.as_mut_ptr(),
                size(n),
            );
        },
    ]);
    assert_same(&name, c, c_theirs);
    let rate = |seconds: f64| 2.0 * (m * n * k) as f64 / seconds / 1e9;
    let percent = |seconds: f64| 100.0 * rate(seconds) / peak;
    println!(
        "{name} {:.1} GF/s {:.1}% of peak; {library} {:.1}, {:.1}%",
        rate(ours),
        percent(ours),
        rate(other),
        percent(other)
    );
}

fn all<T: Peers>(library: &str, theirs: &Symbol<'_, Gemm<T>>) {
    for size in [32, 64, 100, 128, 200, 256, 512, 784, 1024] {
        for layout in [Layout::Nn, Layout::Nt, Layout::Tn] {
            bench(library, theirs, layout, (size, size, size));
        }
    }
}

fn main() -> Result<(), libloading::Error> {
    begin();
    let Some(path) = std::env::var_os("BLAS") else {
        println!("BLAS names no library: BLAS=/path/to/libopenblas.so cargo bench --bench blas");
        return Ok(());
    };
    let name = Path::new(&path).file_stem().unwrap_or(&path);
    let name = name.to_string_lossy();
    // SAFETY: what a BLAS does when it is loaded has no conditions, and its functions' types are those of C's interface.
    unsafe {
        // Not to be unloaded, as it may have threads of its own, or something to do at the end.
        let library = ManuallyDrop::new(Library::new(&path)?);
        all::<f32>(&name, &library.get(b"cblas_sgemm")?);
        all::<f64>(&name, &library.get(b"cblas_dgemm")?);
    }
    Ok(())
}
