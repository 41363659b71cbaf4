//! The crates that products are compared with, and operands for all.

#![allow(unsafe_code)] // the peers take pointers

use std::hint::black_box;

use typograd::kernel::product::Layout;
use typograd::{Element, Rng};

/// Elements that begin with a cache line, as those of layers and batches do.
pub(crate) struct Aligned<T> {
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

    /// So many between −1 and 1.
    pub(crate) fn random(count: usize, rng: &mut Rng) -> Self {
        let mut operand = Self::new(count);
        for x in operand.get() {
            *x = T::from_f64(rng.uniform(-1.0, 1.0));
        }
        operand
    }

    pub(crate) fn get(&mut self) -> &mut [T] {
        &mut self.elements[self.start..self.start + self.count]
    }
}

/// A layout's name in lines that are printed.
pub(crate) const fn name_of(layout: Layout) -> &'static str {
    match layout {
        Layout::Nn => "NN",
        Layout::Nt => "NT",
        Layout::Tn => "TN",
        Layout::Tt => "TT",
    }
}

/// Panics if two made something else of the same product.
pub(crate) fn assert_same<T: Element>(name: &str, ours: &[T], theirs: &[T]) {
    for (ours, theirs) in ours.iter().zip(theirs) {
        let (ours, theirs) = (ours.as_f64(), theirs.as_f64());
        assert!(
            (ours - theirs).abs() < 1e-3 * (1.0 + theirs.abs()),
            "{name}: {ours} is not {theirs}"
        );
    }
}

/// Bytes of a cache line.
const LINE: usize = 64;

/// The peers' entry for an element type.
pub(crate) trait Peers: Element {
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
pub(crate) struct Strided<'a, T> {
    elements: &'a [T],
    row: isize,
    column: isize,
}

impl<'a, T> Strided<'a, T> {
    /// Both operands of a product.
    pub(crate) fn both(
        layout: Layout,
        (m, n, k): (usize, usize, usize),
        (a, b): (&'a [T], &'a [T]),
    ) -> (Self, Self) {
        let strided = |elements, columns: usize, transposed| {
            let (row, column) = if transposed {
                (1, columns)
            } else {
                (columns, 1)
            };
            Self {
                elements,
                row: row.cast_signed(),
                column: column.cast_signed(),
            }
        };
        let (a_transposed, b_transposed) = (layout == Layout::Tn, layout == Layout::Nt);
        (
            strided(a, if a_transposed { m } else { k }, a_transposed),
            strided(b, if b_transposed { k } else { n }, b_transposed),
        )
    }

    /// The same, as [`hidden`].
    pub(crate) fn hidden(self) -> Self {
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
pub(crate) fn gemm<T: Peers>(
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
pub(crate) fn hidden<T>(elements: &[T]) -> &[T] {
    // SAFETY: it is the slice that was given.
    unsafe { std::slice::from_raw_parts(black_box(elements.as_ptr()), elements.len()) }
}

/// The same for C.
pub(crate) fn hidden_mut<T>(elements: &mut [T]) -> &mut [T] {
    // SAFETY: it is the slice that was given, borrowed as long.
    unsafe { std::slice::from_raw_parts_mut(black_box(elements.as_mut_ptr()), elements.len()) }
}

/// Says so where the peers run on another set than ours: they take the best that the machine has and they were built with,
/// whatever is forced here.
#[cfg(target_arch = "x86_64")]
pub(crate) fn say_if_peers_differ() {
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
pub(crate) fn say_if_peers_differ() {}
