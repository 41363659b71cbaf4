//! When work is shared with the threads of a rayon pool, with the feature `rayon`, and from where.
//!
//! A thread of the pool that has work to share goes on with a part of it, and one that is looking for work takes another. A
//! thread that is none of the pool's hands over all of it and sleeps until it is done: some 50 µs for each piece of work, more
//! than most have to gain.

/// How many threads share work that is worth `shares` of them, called from one of the pool's own.
#[cfg(feature = "rayon")]
pub(crate) fn sharing(mut shares: usize) -> usize {
    if shares > 1 && rayon::current_thread_index().is_none() {
        shares /= FROM_OUTSIDE;
    }
    if shares > 1 {
        shares.min(rayon::current_num_threads())
    } else {
        1
    }
}

/// How many times the work makes up for handing it over.
#[cfg(feature = "rayon")]
const FROM_OUTSIDE: usize = 32;

/// As many multiply-adds are worth another thread: some 5 µs, no less than it takes to call one.
#[cfg(feature = "rayon")]
pub(crate) const MULTIPLY_ADDS: usize = 1 << 19;

/// Does what will share its work again and again, of so many multiply-adds in `all`, and so many in its largest `product`: on a
/// thread of the pool, if that pays.
#[cfg(feature = "rayon")]
pub(crate) fn in_pool<R: Send>(all: usize, product: usize, run: impl FnOnce() -> R + Send) -> R {
    let pays = all >= WORK
        && product >= 2 * MULTIPLY_ADDS
        && rayon::current_thread_index().is_none()
        && rayon::current_num_threads() > 1;
    if pays { rayon::scope(|_| run()) } else { run() }
}

/// Does what will share its work again and again.
#[cfg(not(feature = "rayon"))]
#[inline]
pub(crate) fn in_pool<R>(_: usize, _: usize, run: impl FnOnce() -> R) -> R {
    run()
}

/// A training step of as many multiply-adds on the way forward, some 40 µs, was quicker in the pool by a third; one that shares
/// none of its products was slower by two thirds.
#[cfg(feature = "rayon")]
const WORK: usize = 1 << 21;
