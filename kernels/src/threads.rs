//! When work is shared with the threads of a rayon pool, with the feature `rayon`, and from where.
//!
//! A thread of the pool that has work to share goes on with a part of it, and one that is looking for work takes another. A
//! thread that is none of the pool's hands over all of it and sleeps until it is done: some 50 µs for each piece of work, more
//! than most have to gain.

/// How many threads share work that is worth `shares` of them, called from one of the pool's own.
#[cfg(feature = "rayon")]
#[inline]
pub fn sharing(shares: usize) -> usize {
    if shares > 1 { threads_for(shares) } else { 1 }
}

/// How many threads share what is worth more than one; apart, so that what is not asks nothing and calls nothing.
#[cfg(feature = "rayon")]
fn threads_for(mut shares: usize) -> usize {
    if rayon::current_thread_index().is_none() {
        shares /= FROM_OUTSIDE;
    }
    if shares > 1 {
        shares.min(rayon::current_num_threads())
    } else {
        1 // without a question to the pool, which would make one
    }
}

/// How many times the work makes up for handing it over.
#[cfg(feature = "rayon")]
const FROM_OUTSIDE: usize = 64;

/// As many multiply-adds are worth another thread: some 2 µs. One that looks for work takes it in less than one; after some 15
/// without any it sleeps, and takes 15 to wake. So what little there is to share between large products pays as well: it keeps
/// the thread awake.
#[cfg(feature = "rayon")]
pub const MULTIPLY_ADDS: usize = 1 << 18;

/// Does what will share its work again and again, of so many multiply-adds in `all`, and so many in its largest `product`: on a
/// thread of the pool, if that pays.
#[cfg(feature = "rayon")]
#[inline]
pub fn in_pool<R: Send>(all: usize, product: usize, run: impl FnOnce() -> R + Send) -> R {
    let pays = all >= WORK && product >= PRODUCT && is_outside_of_some();
    if pays { rayon::scope(|_| run()) } else { run() }
}

/// Whether the pool has threads, and this is none of them.
#[cfg(feature = "rayon")]
fn is_outside_of_some() -> bool {
    rayon::current_thread_index().is_none() && rayon::current_num_threads() > 1
}

/// Does what will share its work again and again.
#[cfg(not(feature = "rayon"))]
#[inline]
pub fn in_pool<R>(_: usize, _: usize, run: impl FnOnce() -> R) -> R {
    run()
}

/// A training step of as many multiply-adds on the way forward, some 40 µs, was quicker in the pool by a third; one that shares
/// none of its products was slower by two thirds.
#[cfg(feature = "rayon")]
const WORK: usize = 1 << 21;

/// Of steps with smaller products, less is gained than handing them over takes: four layers of half as many multiply-adds take
/// 37 µs in the pool, and 49 on one thread.
#[cfg(feature = "rayon")]
const PRODUCT: usize = 1 << 20;
