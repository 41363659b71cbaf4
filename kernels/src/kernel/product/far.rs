//! Which form pays where the [third-level cache is far](super::super::Simd::is_third_level_far): measured on a Sapphire Rapids.
//!
//! Of a row of B that is long, a panel takes three lines, which no prefetcher sees coming, and all rows of a tile's A begin anew. So
//! what the second-level cache does not keep is copied on the way, beside the steps of tiles that have what they need; and of what goes
//! by more than once, so much at a time that it is still there.

use super::super::MOST_LANES;
use super::Layout;
use super::caches::shares_places;
use super::low_rank;
use super::panel::most_rows;
use super::resident::ROWS;

/// How many bytes of A, read in place, go by for each panel of a B that is no larger; and where B is copied.
pub(super) const BLOCK: usize = 512 << 10;
pub(super) const BLOCK_TO_COPY: usize = 1 << 20;

/// How many bytes the second-level cache keeps.
pub(super) const NEAR: usize = 2 << 20;

/// Whether B is copied, however kindly its rows lie, and with it an A that is stored transposed, unless its rows are fewer than [`LEAST`].
/// Where C is [written along](writes_along), B alone, if its rows are unkind.
pub(super) fn copies<T>(layout: Layout, (m, n, k): (usize, usize, usize)) -> bool {
    let bytes = |elements: usize| elements.saturating_mul(size_of::<T>());
    if k <= MOST_ALONG {
        // As much of B as there is room for at once, and only where its rows begin amid a line, or drive one another out.
        let is_unkind = !bytes(n).is_multiple_of(64) || bytes(n).is_multiple_of(4096);
        let is_stored_so = matches!(layout, Layout::Nn | Layout::Tn);
        return is_stored_so
            && is_unkind
            && m >= LEAST
            && n >= 128
            && k > low_rank::TERMS
            && writes_along::<T>(n, (m, k));
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
        && m.saturating_mul(k).saturating_mul(size_of::<T>()) >= 3 << 19
}

/// Whether terms are so few that writing C, which is not near, is most of the work: it is written [some rows](STRIP) at a time then, each
/// from one end to the other.
pub(super) const fn writes_along<T>(stride: usize, (m, k): (usize, usize)) -> bool {
    k <= MOST_ALONG && m.saturating_mul(stride).saturating_mul(size_of::<T>()) >= 3 << 19
}
pub(super) const STRIP: usize = 48;
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
