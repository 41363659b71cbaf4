//! Matrix products: C ← keep · C + scale · op(A) op(B), with a bias and an activation on the way out.
//!
//! Where B's rows run along the columns of C (`Nn`, `Tn`), panels of C are summed in registers (`outer`); where both
//! operands run along k (`Nt`), B is copied transposed on the way (`packed`, `turned`, `between`), or A is (`across`), or dot
//! products are taken (`dots`). With few registers, or from afar, blocks of B stay near while rows of A go by (`resident`). One row, or one
//! column as a row, few terms, and small known sizes have files of their own. Lengths are split near-equally. Where
//! columns are no whole vectors, the last one is read with what follows, or with what is before, or as a part; or a few columns
//! have a form of their own (`few`). Nothing is read past an operand's end.

mod across;
mod ahead;
mod along;
mod asking;
mod beside;
mod between;
mod block;
mod blocked;
mod by_tiles;
mod caches;
mod columns;
mod dot;
mod dot_blocks;
mod dots;
mod epilogue;
mod far;
mod few;
mod fixed;
mod low_rank;
mod meanwhile;
mod next;
mod outer;
mod own;
mod pack;
mod packed;
mod panel;
mod parts;
mod pays;
mod pays_transposed;
mod put;
mod resident;
mod row;
mod row_dots;
mod spans;
mod split;
mod streamed;
mod stretch;
mod tile;
mod turned;

use core::marker::PhantomData;

use super::{Dispatched, Extent, Run, Store};
use crate::Element;
use across::Across;
use columns::by_columns;
pub use epilogue::{Biased, Epilogue};
use fixed::has_own_row;
use low_rank::RankOne;
use outer::Outer;
pub(super) use pack::{Source, pack, start_of};
use parts::{dots, in_parts, row_dots};
use pays_transposed::{pays_across, pays_as_dots};
use row::RowTimes;
pub(super) use split::NearEqual;

/// How the operands are stored, row-major: `N` as the product reads them, `T` transposed.
///
/// ```
/// use typograd::kernel::product::Layout;
///
/// assert_eq!(Layout::new(false, true), Layout::Nt); // A is stored as it is, B transposed
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A is m × k, B is k × n.
    Nn,
    /// A is m × k, B is n × k.
    Nt,
    /// A is k × m, B is k × n.
    Tn,
    /// A is k × m, B is n × k.
    Tt,
}

impl Layout {
    /// The layout for operands that are, or are not, stored transposed.
    pub const fn new(a_transposed: bool, b_transposed: bool) -> Self {
        match (a_transposed, b_transposed) {
            (false, false) => Self::Nn,
            (false, true) => Self::Nt,
            (true, false) => Self::Tn,
            (true, true) => Self::Tt,
        }
    }

    /// The distance in A between neighbours along m and along k.
    const fn a_strides(self, m: usize, k: usize) -> (usize, usize) {
        match self {
            Self::Nn | Self::Nt => (k, 1),
            Self::Tn | Self::Tt => (1, m),
        }
    }
}

/// How many vectors wide a panel is at most.
const fn most_vectors(registers: usize) -> usize {
    match registers {
        32.. => 3,
        16.. => 2,
        _ => 1,
    }
}

/// C ← keep · C + scale · (op(A) op(B)), then the epilogue, for op(A) of m × k, op(B) of k × n and C of m × n. How A and B
/// are stored is what `layout` says; C is row-major.
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::kernel::product::{Layout, product};
///
/// let (a, b) = ([1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]); // both 2 × 2
/// let mut c = [0.0; 4];
/// product(Layout::Nn, 2, 2, 2, &a, &b, &mut c, Store::set(), ());
/// assert_eq!(c, [19.0, 22.0, 43.0, 50.0]);
/// product(Layout::Tn, 2, 2, 2, &a, &b, &mut c, Store::set(), ()); // Aᵀ B
/// assert_eq!(c, [26.0, 30.0, 38.0, 44.0]);
/// ```
///
/// # Stack
///
/// Parts of operands that are not small are copied to the stack: of `f32` and `f64` up to 640 KB where pointers have 64 bits,
/// 25 KB elsewhere.
///
/// # Panics
///
/// If a slice's length is not the product of its sizes, or a bias has not the length n.
#[allow(clippy::too_many_arguments)] // the sizes, operands and epilogue of a BLAS product
#[inline]
pub fn product<T: Element>(
    layout: Layout,
    m: usize,
    n: usize,
    k: usize,
    a: &[T],
    b: &[T],
    c: &mut [T],
    store: Store<T>,
    epilogue: impl Epilogue<T>,
) {
    let bias = epilogue.bias();
    let operands = Operands {
        a,
        b,
        c: &mut *c,
        store,
        bias,
    };
    T::product_of_all_sizes(layout, (m, n, k), operands);
    epilogue.finish(c);
}

/// What a product is made of and into.
#[doc(hidden)]
#[derive(Debug)]
pub struct Operands<'a, T> {
    a: &'a [T],
    b: &'a [T],
    c: &'a mut [T],
    store: Store<T>,
    bias: Option<&'a [T]>,
}

impl<T> Operands<'_, T> {
    /// Refuses operands that are not as long as the sizes say.
    #[inline]
    #[track_caller]
    fn check(&self, (m, n, k): (usize, usize, usize)) {
        // What overflows is the length of no slice.
        assert!(
            Some(self.a.len()) == m.checked_mul(k)
                && Some(self.b.len()) == k.checked_mul(n)
                && Some(self.c.len()) == m.checked_mul(n),
            "a product of {m} × {k} by {k} × {n} into {m} × {n} was given {}, {} and {} elements",
            self.a.len(),
            self.b.len(),
            self.c.len()
        );
        if let Some(bias) = self.bias {
            assert!(bias.len() == n, "a bias of {} for {n} columns", bias.len());
        }
    }
}

/// A [`Layout`] as a type: for [`product_of`], whose code is made for one of them.
pub trait Stored {
    /// Which one.
    const LAYOUT: Layout;
}

macro_rules! stored {
    ($($(#[$doc:meta])* $name:ident)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl Stored for $name {
                const LAYOUT: Layout = Layout::$name;
            }
        )*
    };
}

stored! {
    /// [`Layout::Nn`].
    Nn
    /// [`Layout::Nt`].
    Nt
    /// [`Layout::Tn`].
    Tn
}

/// [`product`] for sizes of which the compiler may know some: one that is not large has code of its own then, in optimised builds,
/// with tiles that suit its sizes, where that is the quicker way.
///
/// ```
/// use typograd::kernel::product::{Nn, product_of};
/// use typograd::kernel::{Known, Size, Store};
///
/// struct Two;
///
/// impl Size for Two {
///     const SIZE: usize = 2;
/// }
///
/// let two = Known::<Two>::new();
/// let (a, b) = ([1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]); // both 2 × 2
/// let mut c = [0.0; 4];
/// product_of::<Nn, f64>(two, two, two, &a, &b, &mut c, Store::set(), ());
/// assert_eq!(c, [19.0, 22.0, 43.0, 50.0]);
/// ```
///
/// # Panics
///
/// As [`product`].
#[allow(clippy::too_many_arguments)] // as `product`
#[inline]
pub fn product_of<L: Stored, T: Element>(
    m: impl Extent,
    n: impl Extent,
    k: impl Extent,
    a: &[T],
    b: &[T],
    c: &mut [T],
    store: Store<T>,
    epilogue: impl Epilogue<T>,
) {
    product_by::<L, T, _, _, _, _, _>(Dispatched, (m, n, k), (a, b, c), store, epilogue);
}

/// [`product_of`], by whom it is run: `operands` are A, B and C.
#[doc(hidden)]
#[inline(always)]
pub fn product_by<
    L: Stored,
    T: Element,
    R: Run,
    M: Extent,
    N: Extent,
    K: Extent,
    E: Epilogue<T>,
>(
    by: R,
    (m, n, k): (M, N, K),
    (a, b, c): (&[T], &[T], &mut [T]),
    store: Store<T>,
    epilogue: E,
) {
    let sizes = (m.get(), n.get(), k.get());
    let bias = epilogue.bias();
    let operands = Operands {
        a,
        b,
        c: &mut *c,
        store,
        bias,
    };
    if sizes.0 == 0 {
        return; // with a batch of one, known to the compiler: then no other sizes are to be compiled
    }
    if const { has_own_row(M::KNOWN, N::KNOWN, K::KNOWN) } && sizes.0 == 1 {
        operands.check(sizes);
        let row = own::OneRow::<L, _, _, _, _> {
            layout: PhantomData,
            by,
            k,
            operands,
            epilogue,
        };
        if !own::choose(n, row) {
            epilogue.finish(c);
        }
        return;
    }
    m.choose(own::OfRows::<L, _, _, _, _> {
        layout: PhantomData,
        by,
        n,
        k,
        operands,
    });
    epilogue.finish(c);
}

/// Products of all sizes: code that there is once for a type of elements, [`Element::product_of_all_sizes`].
#[inline(always)]
pub(crate) fn of_all_sizes<T: Element>(
    layout: Layout,
    (m, n, k): (usize, usize, usize),
    mut operands: Operands<'_, T>,
) {
    operands.check((m, n, k));
    if m == 0 || n == 0 {
        return;
    }
    let (mut layout, mut m, mut n) = (layout, m, n);
    if n == 1 && (m, layout) != (1, Layout::Nt) {
        layout = as_row(layout, m, &mut operands);
        (m, n) = (1, m);
    }
    let sizes = (m, n, k);
    match layout {
        // An operand with one row or one column is stored alike either way.
        Layout::Nn | Layout::Nt | Layout::Tn if k == 1 => T::dispatch(RankOne { operands }),
        // A row is stored alike either way.
        Layout::Nn | Layout::Tn if m == 1 => T::dispatch(RowTimes {
            n,
            k,
            operands,
            epilogue: (),
        }),
        Layout::Nt if m == 1 => row_dots((n, k), &mut operands),
        Layout::Nt if pays_across::<T>(sizes) => {
            let outer = Outer::new(layout, sizes, &mut operands);
            in_parts(outer, |part| T::dispatch(Across(part)));
        }
        Layout::Nt if pays_as_dots::<T>(sizes) => dots(sizes, 0, &mut operands),
        Layout::Nn | Layout::Tn | Layout::Nt => by_columns(layout, sizes, &mut operands),
        Layout::Tt => both_transposed(sizes, operands),
    }
}

/// Makes one column of m the row (op(A) b)ᵀ = bᵀ op(A)ᵀ: vectors of sums, and what is read lies side by side. The layout is that of
/// the row.
#[inline(never)]
fn as_row<T: Element>(layout: Layout, m: usize, operands: &mut Operands<'_, T>) -> Layout {
    core::mem::swap(&mut operands.a, &mut operands.b);
    // The bias is one number, not one for each element of a row.
    if let Some(&[bias]) = operands.bias.take() {
        let store = Store {
            scale: T::one(),
            ..operands.store
        };
        for c in &mut *operands.c {
            store.put(c, bias);
        }
        operands.store = operands.store.continued();
    }
    // A sum alone reads both operands along k.
    Layout::new(false, m == 1 || matches!(layout, Layout::Nn | Layout::Nt))
}

/// `Aᵀ Bᵀ`, which no layer needs: one element at a time.
fn both_transposed<T: Element>((m, n, k): (usize, usize, usize), operands: Operands<'_, T>) {
    let Operands {
        a,
        b,
        c,
        store,
        bias,
    } = operands;
    for i in 0..m {
        for j in 0..n {
            let mut sum = T::zero();
            for p in 0..k {
                sum += a[p * m + i] * b[j * k + p];
            }
            let out = &mut c[i * n + j];
            store.put(out, sum);
            if let Some(bias) = bias {
                *out += bias[j];
            }
        }
    }
}
