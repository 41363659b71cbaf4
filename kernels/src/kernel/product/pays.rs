//! Which form of a product pays, by its sizes: measured. The set is asked where it decides.

use super::super::{Kernel, Simd};
use super::caches::{
    FIRST_LEVEL, FROM_MEMORY, PAGES, SECOND_LEVEL, asked_of, crowds_second_level, fills_places,
    overflows, pages, shares_places,
};
use super::packed::SHALLOW;
use super::parts::UNIT;
use super::{Layout, ahead, far, few, low_rank, most_vectors};
use crate::Element;

/// Whether the last columns of C, too few for a vector of 16, are better computed apart from the others, and how: not where something
/// is copied.
pub(super) fn apart<T: Element>(
    layout: Layout,
    sizes: (usize, usize, usize),
    copied: &Copied,
) -> Option<Apart> {
    if !few::leaves_few(sizes.1) || *copied != Copied::Nothing {
        return None;
    }
    if may_be_few::<T>(layout, sizes) && T::dispatch(Ask).quarters {
        Some(Apart::AsFew)
    } else {
        (layout == Layout::Nt && may_be_dots::<T>(sizes)).then_some(Apart::AsDots)
    }
}

/// Whether the last columns are better computed [as a few](few), where the set can.
pub(super) fn may_be_few<T>(layout: Layout, (m, n, k): (usize, usize, usize)) -> bool {
    size_of::<T>() == 4 && few::pays(layout == Layout::Nt, Some(m), Some(n), Some(k))
}

/// Whether those of A Bᵀ are better taken as dot products than as a part of a vector.
pub(super) fn may_be_dots<T>((m, n, k): (usize, usize, usize)) -> bool {
    size_of::<T>() == 4 && n > 16 && matches!(n % 16, 1..=few::FEW) && m >= 16 && k >= 64
}

/// How the last columns are computed.
pub(super) enum Apart {
    /// Four rows, or four terms, to a vector.
    AsFew,
    /// As dot products.
    AsDots,
}

/// What of the set in use decides.
pub(super) struct Vectors {
    /// How many elements a vector has.
    pub(super) lanes: usize,
    /// How many vectors a panel has at most.
    pub(super) in_panel: usize,
    /// Whether tiles transpose B among their steps.
    pub(super) turns: bool,
    /// Whether a vector has quarters.
    pub(super) quarters: bool,
    /// Whether the core's third-level cache is far.
    pub(super) far: bool,
}

/// Asks the set.
pub(super) struct Ask;

impl<T: Element> Kernel<T> for Ask {
    type Output = Vectors;

    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) -> Vectors {
        Vectors {
            lanes: S::LANES,
            in_panel: most_vectors(S::REGISTERS),
            turns: S::TRANSPOSES_HALVES,
            quarters: S::QUARTERS,
            far: simd.is_third_level_far(),
        }
    }
}

/// How many elements the widest vectors have, which are as long as a cache line: what forms cost is counted so for every instruction
/// set.
pub(super) const fn lanes<T>() -> usize {
    let count = 64 / size_of::<T>();
    if count == 0 { 1 } else { count } // a number may be wider, of several parts
}

/// Whether there is room for copies of a few hundred kilobytes: not on a microcontroller.
pub(super) const HAS_STACK: bool = usize::BITS >= 64;

/// The same for elements of this type: not for wide ones of several parts, of which the copies would be as many times larger.
pub(super) const fn has_room<T>() -> bool {
    HAS_STACK && size_of::<T>() <= size_of::<f64>()
}

/// Whether no side of a product is short.
fn is_large<T>((m, n, k): (usize, usize, usize)) -> bool {
    has_room::<T>() && m.min(n).min(k) >= 128
}

/// Whether the panels of B that are copied are better deep: where tiles are high, of large products; where they are low, of all but
/// those whose A is stored transposed, which keeps panels shallow; and where C is [written
/// along](far::writes_along), of as many columns as there is room for.
pub(super) fn is_deep<T: Element>(
    layout: Layout,
    (m, n, k): (usize, usize, usize),
    never_in_place: bool,
) -> bool {
    if k <= SHALLOW {
        return has_room::<T>() && far::writes_along::<T>(n, (m, k)) && T::dispatch(Ask).far;
    }
    if never_in_place {
        return true;
    }
    if has_room::<T>() && T::dispatch(Ask).in_panel < 3 {
        layout != Layout::Tn
    } else {
        is_large::<T>((m, n, k))
    }
}

/// What of the operands is copied before it is read.
#[derive(PartialEq)]
pub(super) enum Copied {
    /// Neither.
    Nothing,
    /// Panels of B.
    B,
    /// Blocks of A, which is stored transposed, as well.
    Both,
    /// Neither: B, which comes from afar, [goes by along its rows](super::along).
    Along,
}

/// What is to be copied as its rows share a few places in the caches: they are far apart and the product is large, or so far,
/// or so many, that they drive one another out. Tiles for few registers are low, and read each row more often than comes in time.
pub(super) fn copied<T: Element>(layout: Layout, (m, n, k): (usize, usize, usize)) -> Copied {
    if !has_room::<T>() || k == 0 {
        return Copied::Nothing;
    }
    if has_room::<T>() && far::goes_along::<T>(layout, (m, n, k)) && T::dispatch(Ask).far {
        return Copied::Along;
    }
    if never_in_place::<T>(layout, (m, n, k)) {
        let both = layout == Layout::Tn && m >= far::LEAST && k > far::MOST_ALONG;
        return if both { Copied::Both } else { Copied::B };
    }
    let bytes = |elements: usize| elements * size_of::<T>();
    let is_tn = layout == Layout::Tn;
    let is_large = is_large::<T>((m, n, k));
    // The set is asked where it decides.
    let set = || T::dispatch(Ask);
    let is_far = |row: usize| bytes(row).is_multiple_of(4096);
    let crowds_low = |row: usize| k >= 16 && is_far(row) && set().in_panel < 3;
    // Whether vectors go in pairs, with registers left to do something else among the steps.
    let in_pairs = || {
        matches!(
            set(),
            Vectors {
                in_panel: ..3,
                turns: true,
                ..
            }
        )
    };
    // A's lines drive one another out, and columns are enough to pay for a copy.
    let crowd = || n >= (8 * k).clamp(256, 512) && fills_places(bytes(m), k) && in_pairs();
    let unkind_a = || {
        let is_long = n >= 64 || bytes(m) * k >= 2 << 20;
        is_large && (bytes(m) >= 2048 || bytes(m) * k >= SECOND_LEVEL && in_pairs())
            || is_long && (overflows(bytes(m), k) || k >= 256 && is_far(m))
            || crowds_low(m)
            || crowd()
    };
    // A is a large part of what the second-level cache keeps.
    let fills_second_level = || bytes(m).saturating_mul(k) >= SECOND_LEVEL / 2;
    // What comes from far, or lies in more pages than are known at a time, is not read line by line, but where next to all of it is for
    // one panel.
    let far_a = || {
        let from_far = fills_second_level() || ahead::is_far::<T>(m, n, 3);
        let strewn = bytes(n) >= 1024
            && (16..128).contains(&k)
            && pages(bytes(m), k) + pages(bytes(n), k) >= PAGES;
        bytes(m) >= 1024 && bytes(n) > 128 && (from_far || strewn) && in_pairs()
    };
    if is_tn && k > low_rank::TERMS && (m >= 128 && n >= 32 && unkind_a() || far_a()) {
        return Copied::Both;
    }
    // A goes by for each of few panels, and comes from the second-level cache or from beyond: better a strip of it for all of them.
    let rereads_a =
        || is_narrow::<T>(n, k) && bytes(n) > 128 && m >= 128 && k >= 32 && fills_second_level();
    let unkind_b = match layout {
        Layout::Nt | Layout::Tt => false,
        _ if is_strewn(m, bytes(n), k) && set().in_panel < 3 => false,
        _ => {
            // With few terms, how a large C is written matters more.
            let may = m >= 16 && (k >= 32 || bytes(m * n) <= 4 << 20);
            let gains = n >= 64 && k >= 64 && m >= rows_for_a_copy::<T>(is_tn, (m, n, k));
            m >= 32 && (overflows(bytes(n), k) || !is_tn && is_late(m, bytes(n), k))
                || may && crowds_low(n)
                || (gains || !is_tn && rereads_a()) && in_pairs()
        }
    };
    if unkind_b
        || is_tn && collides(m, bytes(n), k)
        || !is_tn && is_large && bytes(n.max(k)) >= 4096
    {
        return Copied::B;
    }
    Copied::Nothing
}

/// Whether operands are copied however kindly they lie, as what is read again [comes from afar](far).
pub(super) fn never_in_place<T: Element>(layout: Layout, sizes: (usize, usize, usize)) -> bool {
    has_room::<T>() && far::copies::<T>(layout, sizes) && T::dispatch(Ask).far
}

/// Whether low tiles do better by blocks of B, each copied before its tiles, than by panels that are copied beside the steps of others: where
/// it is to be transposed, where it is [narrow](is_narrow), and where A is so large that some rows of it for all columns are less
/// to read than all of it for some columns, and rows pay for copying. All rows are counted, whoever computes them: the parts of a sum are not the same.
pub(super) fn by_blocks<T: Element>(layout: Layout, (m, n, k): (usize, usize, usize)) -> bool {
    let is_large = || {
        let bytes = m.saturating_mul(k).saturating_mul(size_of::<T>());
        m >= 384 && bytes >= 4 * SECOND_LEVEL && T::dispatch(Ask).turns
    };
    match layout {
        Layout::Nt | Layout::Tt => true,
        Layout::Nn => is_narrow::<T>(n, k) || is_large(),
        Layout::Tn => is_narrow::<T>(n, k),
    }
}

/// Whether columns are so few, and B not so large, that low tiles do not copy B beside their steps.
fn is_narrow<T>(n: usize, k: usize) -> bool {
    n < 64 && (n * size_of::<T>()).saturating_mul(k) < FROM_MEMORY
}

/// Whether A, where it is copied, and B are so little of a product that low tiles had better not copy them beside their steps.
pub(super) fn copies_at_once((_, n, k): (usize, usize, usize)) -> bool {
    n.min(k) < 128
}

/// For how many rows tiles of pairs of vectors copy B, a panel ahead, rather than read it where it is. Copying is among
/// their steps, but is done for each row of B, whose loads are hidden by the steps themselves as long as they come from the
/// second-level cache.
fn rows_for_a_copy<T>(is_tn: bool, (m, n, k): (usize, usize, usize)) -> usize {
    let bytes = |elements: usize| elements.saturating_mul(size_of::<T>());
    let of_b = bytes(n).saturating_mul(k);
    // Columns of A that begin amid a line are read a line more for each step.
    let strews_a = is_tn && !bytes(m).is_multiple_of(64);
    if crowds_second_level(bytes(n), k) {
        24
    } else if strews_a || of_b >= 8 << 20 {
        32
    } else if shares_places(bytes(n)) {
        if is_tn { 32 } else { 40 }
    } else if is_tn || size_of::<T>() > 4 || of_b > 1 << 20 {
        48
    } else {
        128
    }
}

/// Whether the lines of B, and of an A that is stored transposed, are so many more than the first-level cache keeps in the places which
/// they share that a product of known sizes is better one of all sizes, which copies B: measured where tiles of pairs of vectors do.
pub(super) const fn crowds_known<T>(layout: Layout, (m, n, k): (usize, usize, usize)) -> bool {
    if !has_room::<T>() || m < 48 || n < 64 || k < 64 {
        return false;
    }
    let of_b = asked_of(FIRST_LEVEL, n * size_of::<T>(), k);
    let asked = match layout {
        Layout::Nn => of_b,
        Layout::Tn => of_b.saturating_add(asked_of(FIRST_LEVEL, m * size_of::<T>(), k)),
        Layout::Nt | Layout::Tt => 0,
    };
    asked >= 4 * FIRST_LEVEL
}

/// Whether B comes from memory, and is multiplied with so few rows that the first tile of a panel, which would ask for it, is a large
/// part of all of them: then all of them had better copy what the next panel needs.
pub(super) fn is_late(m: usize, stride: usize, k: usize) -> bool {
    HAS_STACK && m <= 128 && stride.saturating_mul(k) >= 16 << 20
}

/// Whether rows of B so many bytes apart, few as they are, are driven out of the first-level cache by as many of C.
pub(super) fn collides(m: usize, stride: usize, k: usize) -> bool {
    HAS_STACK && m >= 256 && (16..=32).contains(&k) && stride.is_multiple_of(2048)
}

/// Whether rows of C so far apart fall to so few places in the first-level cache that they are to be written [`FEW_ROWS`] at a
/// time: where their sums have few terms, writing them is most of the work. With few registers, panels are narrow, and write less
/// of a row at a time.
pub(super) fn crowds<T>(registers: usize, (m, k): (usize, usize), stride: usize) -> bool {
    let bytes = stride * size_of::<T>();
    let is_narrow = registers < 32 && k < 16 && m > 128;
    HAS_STACK && k <= 32 && bytes.is_multiple_of(if is_narrow { 2048 } else { 4096 })
}

/// Rows that threads have each, of a product that they divide by rows, are more: that number has no say in how sums are made.
const MOST_IN_PLACE: usize = 24;
const _: () = assert!(MOST_IN_PLACE <= UNIT);

/// Whether B comes [from memory](FROM_MEMORY) for so few rows. A panel of two vectors that goes down all of B's rows takes a line or two of
/// each page, and looks all pages up again for the next one, if rows are longer than a few panels.
fn is_strewn(m: usize, stride: usize, k: usize) -> bool {
    m < UNIT && stride >= 512 && stride.saturating_mul(k) >= FROM_MEMORY
}

/// Up to how many rows a B that is [strewn](is_strewn) is best read as it lies: a few rows of it, from one end to the other.
const MOST_IN_LINES: usize = 8;

/// How many terms are summed at a time, where both operands are read in place: all, but with few registers
///
/// * where B is [strewn](is_strewn), as many as there are streams, or as many as there is room for in panels that stay near;
/// * of an A of more than some rows that is stored transposed, and of many terms, the latter;
/// * where B's lines fall to few places and rows are too few to pay for a copy. Panels side by side then find near the pages, and most of
///   the lines, that the one before has asked for.
///
/// Of an A that is stored transposed, the distance between steps is how many rows the whole product has, of which `m` may be some.
pub(super) fn depth_in_place<T>(
    registers: usize,
    (m, k): (usize, usize),
    ((row, step), b_stride): ((usize, usize), usize),
) -> usize {
    let b_row = b_stride * size_of::<T>();
    let is_strewn = is_strewn(m, b_row, k);
    let is_long = row == 1 && step > 16 && k > 512;
    let collide =
        (6..MOST_IN_PLACE).contains(&m) && asked_of(FIRST_LEVEL, b_row, k) >= 8 * FIRST_LEVEL;
    if !HAS_STACK || registers >= 32 || !(is_strewn || is_long || collide) {
        return k;
    }
    let most = if is_strewn && m <= MOST_IN_LINES {
        16
    } else {
        320
    };
    k.div_ceil(k.div_ceil(most))
}

/// Two tiles' rows.
pub(super) const FEW_ROWS: usize = 16;
