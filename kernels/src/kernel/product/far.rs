//! Which form pays where the [third-level cache is far](super::super::Simd::is_third_level_far): measured on a Sapphire Rapids.
//!
//! Of a row of B that is long, a panel takes three lines, which no prefetcher sees coming, and all rows of a tile's A begin anew. So
//! what the second-level cache does not keep is copied on the way, beside the steps of tiles that have what they need; and of what goes
//! by more than once, so much at a time that it is still there. What goes by once, of few rows or few terms, does so from one end to the
//! other, [asked for](super::stretch) before: then prefetchers see it.

use super::super::MOST_LANES;
use super::Layout;
use super::caches::shares_places;
use super::low_rank;
use super::panel::most_rows;
use super::resident::ROWS;

/// How many bytes of A, read in place, go by for each panel of a B that is no larger; and where B is copied.
pub(super) const BLOCK: usize = 512 << 10;
pub(super) const BLOCK_TO_COPY: usize = 1 << 20;

/// How many bytes of an operand that is read once are mostly far: a program has others.
pub(super) const LARGE: usize = 1 << 20;

/// How many bytes the second-level cache keeps.
pub(super) const NEAR: usize = 2 << 20;

/// Whether B is copied, however kindly its rows lie, and with it an A that is stored transposed, unless its rows are fewer than [`LEAST`].
/// Where C is [written along](writes_along), B alone.
pub(super) fn copies<T>(layout: Layout, (m, n, k): (usize, usize, usize)) -> bool {
    let bytes = |elements: usize| elements.saturating_mul(size_of::<T>());
    if k <= MOST_ALONG {
        // Else a strip is not worth a copy, or all of C's rows are short.
        let pays = m >= 32 && n >= 128 && k > low_rank::TERMS;
        return matches!(layout, Layout::Nn | Layout::Tn) && pays && writes_along::<T>(n, (m, k));
    }
    let of_b = bytes(n).saturating_mul(k);
    // Few rows pay for a copy where lines in place drive one another out.
    let pays_low = m >= 16 && of_b >= NEAR && shares_places(bytes(n));
    let pays = m >= LEAST;
    match layout {
        Layout::Nn => pays_low || pays && n >= 128 && of_b >= BLOCK,
        Layout::Tn => {
            pays_low
                || pays && n >= 16 && bytes(m).saturating_mul(k).saturating_add(of_b) >= 5 << 18
        }
        Layout::Nt | Layout::Tt => false,
    }
}

/// Whether a product whose B [is copied](copies), of an A that is stored as it is, goes [by blocks of B](super::outer::Outer::by_blocks).
pub(super) fn by_blocks<T>((m, k): (usize, usize)) -> bool {
    k > MOST_ALONG
        && m >= 2 * ROWS.1
        && m.saturating_mul(k).saturating_mul(size_of::<T>()) >= BEYOND
}

/// Whether B, stored as it is, goes by [along its rows](super::along): it is more than stays near, and rows of C are too few for copying to
/// be little beside the multiply-adds.
pub(super) fn goes_along<T>(layout: Layout, (m, n, k): (usize, usize, usize)) -> bool {
    let is_few = match layout {
        Layout::Nn => (2..128).contains(&m),
        Layout::Tn => (2..FEW).contains(&m),
        Layout::Nt | Layout::Tt => false,
    };
    is_few && k > MOST_ALONG && n.saturating_mul(k).saturating_mul(size_of::<T>()) >= NEAR
}

/// So few rows threads do not divide: what depends on their number, does on that of all.
const FEW: usize = 64;
const _: () = assert!(FEW <= 2 * super::parts::UNIT);

/// How many rows of B go by at a time, so far apart, and whether tiles ask for the next ones. They do if all are high, and then there are
/// as many rows as leave room in the second-level cache; else so few that prefetchers follow all of them.
pub(super) fn rows_along<T>(m: usize, stride: usize) -> (usize, bool) {
    const LEAST: usize = 32;
    const MOST: usize = 128;
    const BYTES: usize = 256 << 10;
    let highest = UNIT;
    if m < m.div_ceil(highest) * (highest - 1) {
        return (LEAST, false);
    }
    let rows = BYTES / (stride * size_of::<T>());
    ((rows / UNIT * UNIT).clamp(LEAST, MOST), true)
}

/// More than stays near beside what else a program has: most of the second-level cache.
const BEYOND: usize = 3 << 19;

/// Whether terms are so few that writing C, which is not near, is most of the work: it is written [some rows](STRIP) at a time then, each
/// from one end to the other.
pub(super) const fn writes_along<T>(stride: usize, (m, k): (usize, usize)) -> bool {
    k <= MOST_ALONG && m.saturating_mul(stride).saturating_mul(size_of::<T>()) >= BEYOND
}
pub(super) const STRIP: usize = 48;
/// The same where B is copied, and the tiles of a strip ask for the next one.
pub(super) const STRIP_ASKED_FOR: usize = 24;
pub(super) const MOST_ALONG: usize = 64;

/// How many rows of A a block of so many bytes has, for so many steps.
pub(super) const fn rows<T>(block: usize, steps: usize) -> usize {
    let rows = block / (steps * size_of::<T>());
    if rows < LEAST {
        LEAST
    } else {
        rows.next_multiple_of(UNIT)
    }
}

/// As few rows as are worth a block of their own, and what their number is a multiple of: tiles are as high.
pub(super) const LEAST: usize = 64;
const _: () = assert!(LEAST >= MOST_LANES); // for rows of an A that is stored transposed
const UNIT: usize = most_rows(32);
