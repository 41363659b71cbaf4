//! What the caches of a core keep, counted for the smallest ones that were measured: those of a Zen 3.

use super::packed::SHALLOW;

/// Whether rows so many bytes apart fall to two of the 64 places, or fewer, that the first-level cache has for lines.
pub(super) fn shares_places(stride: usize) -> bool {
    stride.is_multiple_of(2048)
}

/// Whether the lines of k steps, or of as many as a panel has, so many bytes apart, are all that the first-level cache keeps in the
/// places which they share.
pub(super) fn fills_places(stride: usize, k: usize) -> bool {
    asked_of(FIRST_LEVEL, stride, k.min(SHALLOW)) >= FIRST_LEVEL
}

/// Whether k lines so many bytes apart leave little room for others in the places which they share in the second-level cache.
pub(super) fn crowds_second_level(stride: usize, k: usize) -> bool {
    asked_of(SECOND_LEVEL, stride, k) >= SECOND_LEVEL / 4 * 3
}

/// Whether so many elements, gone through again and again, are found in the first-level cache for the most part, or come from the second
/// as quickly: up to twice the first, measured on a Zen 5, which has 48 KB.
pub(super) const fn is_near<T>(elements: usize) -> bool {
    elements * size_of::<T>() < 2 * FIRST_LEVEL
}

/// How large the first-level cache is, and the second-level one, of a Zen 3; each keeps eight lines in a place.
pub(super) const FIRST_LEVEL: usize = 32 << 10;
pub(super) const SECOND_LEVEL: usize = 512 << 10;

/// How many pages k rows so many bytes apart lie in; and how many of two operands leave little room for others among those that a core
/// finds at once: 64 of a Zen 3.
pub(super) const fn pages(stride: usize, k: usize) -> usize {
    let page = 4096;
    (if stride < page { stride } else { page }).saturating_mul(k) / page
}
pub(super) const PAGES: usize = 48;

/// How large a cache must be to keep k lines so many bytes apart, for one that has eight lines in each place.
pub(super) const fn asked_of(cache: usize, stride: usize, k: usize) -> usize {
    let (least, most) = (64, cache / 8); // a line; what is so far apart has the same place
    let apart = stride & stride.wrapping_neg(); // the largest power of two that divides it
    k.saturating_mul(if apart < least {
        least
    } else if apart > most {
        most
    } else {
        apart
    })
}

/// Whether k rows so many bytes apart are more than the second-level cache keeps of those that share their places.
pub(super) fn overflows(stride: usize, k: usize) -> bool {
    k >= 768 && stride.is_multiple_of(1024) && stride * k >= 1 << 20
}

/// So many bytes come from memory, and from more pages than a core finds without looking them up: a Zen 3 keeps 2,048.
pub(super) const FROM_MEMORY: usize = 8 << 20;
