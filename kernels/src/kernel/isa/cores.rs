//! What kind of core this is, where the same instructions are quick on one and slow on another, or the same memory near or far.

use core::arch::x86_64::{__cpuid, __cpuid_count};
use core::sync::atomic::{AtomicU8, Ordering};

/// Whether this core takes a vector of 512 bits in two turns, half by half: a Zen 4 does. What suits the other kind is slower, by a few
/// percent or up to a third, and as right.
#[inline]
pub(super) fn takes_halves() -> bool {
    kind() == HALVED
}

/// Whether what this core's second-level cache does not keep comes from afar, as [`Simd::is_third_level_far`](super::Simd::is_third_level_far)
/// says: a Sapphire Rapids' does.
#[inline]
pub(super) fn is_third_level_far() -> bool {
    kind() == FAR
}

#[inline]
fn kind() -> u8 {
    match KIND.load(Ordering::Relaxed) {
        UNKNOWN => ask(),
        kind => kind,
    }
}

/// What is known. It stands for nothing else: relaxed is enough.
static KIND: AtomicU8 = AtomicU8::new(UNKNOWN);
const UNKNOWN: u8 = 0;
const HALVED: u8 = 1;
const WHOLE: u8 = 2;
/// Whole, and with a third-level cache that is far.
const FAR: u8 = 3;

#[cold]
#[inline(never)]
fn ask() -> u8 {
    let kind = forced().unwrap_or_else(by_maker);
    KIND.store(kind, Ordering::Relaxed);
    kind
}

/// What `TYPOGRAD_CORE` says, so that tests reach each kind: `halved`, `whole` or `far`.
fn forced() -> Option<u8> {
    #[cfg(feature = "std")]
    match std::env::var("TYPOGRAD_CORE").as_deref() {
        Ok("halved") => return Some(HALVED),
        Ok("whole") => return Some(WHOLE),
        Ok("far") => return Some(FAR),
        _ => {}
    }
    None
}

/// AMD's family 25 is a Zen 4, as a Zen 3 has no AVX-512. Those of family 26 that halve vectors as well, for portable machines,
/// count as whole, and so do Intel's with less than 2 MB of second-level cache, which are no Sapphire Rapids: nobody has measured what
/// suits them.
#[allow(unused_unsafe)] // safe in later versions of the compiler
fn by_maker() -> u8 {
    // SAFETY: every processor of 64 bits has these two.
    let (maker, version) = unsafe { (__cpuid(0), __cpuid(1).eax) };
    let family = (version >> 8 & 0xf) + (version >> 20 & 0xff);
    match (maker.ebx, maker.edx, maker.ecx) {
        (0x6874_7541, 0x6974_6e65, 0x444d_4163) if family == 25 => HALVED, // AuthenticAMD
        (0x756e_6547, 0x4965_6e69, 0x6c65_746e) if has_large_second_level(maker.eax) => FAR, // GenuineIntel
        _ => WHOLE,
    }
}

/// Whether a processor of Intel's, which knows so many leaves, has 2 MB of second-level cache.
#[allow(unused_unsafe)] // as above
fn has_large_second_level(leaves: u32) -> bool {
    const CACHES: u32 = 4;
    leaves >= CACHES
        && (0..8)
            // SAFETY: the leaf is there.
            .map(|cache| unsafe { __cpuid_count(CACHES, cache) })
            .take_while(|cache| cache.eax & 0x1f != 0) // its kind
            .filter(|cache| cache.eax >> 5 & 0x7 == 2) // its level
            .any(|cache| {
                let line = (cache.ebx & 0xfff) + 1;
                let partitions = (cache.ebx >> 12 & 0x3ff) + 1;
                let ways = (cache.ebx >> 22) + 1;
                u64::from(line * partitions) * u64::from(ways) * (u64::from(cache.ecx) + 1)
                    >= 2 << 20
            })
}
