//! Which form pays for A Bᵀ, by its sizes, as [`pays`](super::pays) says for the others.

use super::caches::is_near;
use super::pays::{Ask, Vectors, has_room, lanes, may_be_dots, may_be_few};
use super::{Layout, few};
use crate::Element;

/// Whether dot products are quicker for A Bᵀ than a copy of B, transposed. Both are counted in multiply-adds of vectors: a
/// sum across lanes is worth three of them, as is a vector that is copied; or two, where vectors of sums are summed at once. Of wide
/// elements dot products read more than comes in time.
pub(super) fn pays_as_dots<T: Element>(sizes: (usize, usize, usize)) -> bool {
    let (m, n, k) = sizes;
    let lanes = lanes::<T>();
    let is_wide = lanes < 16;
    if k == 0 {
        return true;
    }
    let dots = |n: usize, unit: usize, sum: usize| {
        (n.next_multiple_of(unit) * m).saturating_mul(k.div_ceil(lanes) + sum)
    };
    if m < 8 {
        // Few terms are transposed as a whole block; four rows of dot products are summed across lanes at once.
        let panels = (n.div_ceil(lanes) * (m + 3)).saturating_mul(k.max(lanes));
        let are_blocks = m == 4 && !is_wide && (k >= lanes || T::dispatch(Ask).in_panel != 2);
        return m < 3 || n <= 2 * lanes || are_blocks || dots(n, 1, 3) / 5 <= panels / 4;
    }
    // The last columns may be apart.
    let (vectors, rest) = if may_be_dots::<T>(sizes) && k <= 8 * m {
        (n / lanes, dots(n % lanes, 4, 3))
    } else {
        (n.div_ceil(lanes), 0)
    };
    let panels = vectors * k * (m + 3);
    // One vector alone waits for what it reads.
    let panels = if vectors == 1 { panels * 9 / 8 } else { panels };
    let (single, copied) = (dots(n, 4, 3), panels + rest);
    // In a part of a vector, panels' multiply-adds are for nothing.
    let waiting = if is_wide && n >= lanes { single / 6 } else { 0 };
    // B goes by once for a few rows of A: more than a few columns of it are no longer near then.
    let least = if is_wide { 12 } else { 16 };
    let pays = n <= 64 && single + waiting < copied || m < least && k > 8 * m;
    let may = n <= 64 && !is_wide && dots(n, 2, 2) < copied;
    let as_few = (few::FEW + 1..16).contains(&n) && may_be_few::<T>(Layout::Nt, sizes);
    // More than a few columns, from the second-level cache.
    let strains = !is_wide && n > 32 && m >= 32 && !is_near::<T>(n * k);
    if !pays && !may || pays && !as_few && !strains {
        return pays;
    }
    let Vectors {
        lanes,
        quarters,
        far,
        ..
    } = T::dispatch(Ask);
    (pays || may && lanes == 16) && !(as_few && quarters) && !(strains && far)
}

/// Whether A Bᵀ is quicker as (B Aᵀ)ᵀ: where A is small, of some vectors that its rows fill, and much smaller than B, or sums
/// are long enough to hide how Cᵀ is turned.
pub(super) fn pays_across<T: Element>((m, n, k): (usize, usize, usize)) -> bool {
    let may = has_room::<T>() && (16..128).contains(&m) && n >= 64 && n >= 2 * m && k >= 64;
    // Before the set is asked.
    if !may {
        return false;
    }
    let Vectors {
        lanes,
        in_panel,
        turns,
        ..
    } = T::dispatch(Ask);
    // Where the next panel's B is transposed beside the tiles of each, that costs next to nothing, unless tiles are few. For low tiles
    // all of B is transposed before them, which is more than A for some more rows.
    let most = if in_panel > 2 { 256 } else { 512 };
    if turns && m * size_of::<T>() > most {
        return false;
    }
    // Where tiles as high as others have registers left to transpose their own, that does as well unless rows are few.
    let deep = if turns && in_panel > 2 { 12 } else { 4 };
    let unit = if in_panel == 2 { 2 * lanes } else { lanes };
    // A part of a vector of Bᵀ costs as much as a whole one.
    let times = if n.is_multiple_of(lanes) { 4 } else { 3 };
    let is_wide = n >= if k < 256 { 256 } else { 128 } && n >= times * m;
    let is_deep = k >= deep * m && k >= 128;
    m >= 2 * lanes
        && (is_wide || is_deep)
        && m.next_multiple_of(unit) <= m + 3 * lanes / 16 + m / 16
}
