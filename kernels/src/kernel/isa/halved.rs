//! What kind of core this is, where the same instructions are quick on one and slow on another.

use core::arch::x86_64::__cpuid;
use core::sync::atomic::{AtomicU8, Ordering};

/// Whether this core takes a vector of 512 bits in two turns, half by half: a Zen 4 does. What suits the other kind is slower, by a few
/// percent or up to a third, and as right.
#[inline]
pub(super) fn takes_halves() -> bool {
    match KIND.load(Ordering::Relaxed) {
        UNKNOWN => ask(),
        kind => kind == HALVED,
    }
}

/// What is known. It stands for nothing else: relaxed is enough.
static KIND: AtomicU8 = AtomicU8::new(UNKNOWN);
const UNKNOWN: u8 = 0;
const HALVED: u8 = 1;
const WHOLE: u8 = 2;

#[cold]
#[inline(never)]
fn ask() -> bool {
    let halved = forced().unwrap_or_else(is_zen_4);
    KIND.store(if halved { HALVED } else { WHOLE }, Ordering::Relaxed);
    halved
}

/// What `TYPOGRAD_CORE` says, so that tests reach either kind: `halved` or `whole`.
fn forced() -> Option<bool> {
    #[cfg(feature = "std")]
    match std::env::var("TYPOGRAD_CORE").as_deref() {
        Ok("halved") => return Some(true),
        Ok("whole") => return Some(false),
        _ => {}
    }
    None
}

/// Whether it is AMD's family 25: of that, a Zen 3 has no AVX-512. Those of family 26 that halve vectors as well, for portable machines,
/// count as whole: nobody has measured what suits them.
fn is_zen_4() -> bool {
    #[allow(unused_unsafe)] // safe in later versions of the compiler
    // SAFETY: every processor of 64 bits has these two.
    let (maker, version) = unsafe { (__cpuid(0), __cpuid(1).eax) };
    let is_amd = (maker.ebx, maker.edx, maker.ecx) == (0x6874_7541, 0x6974_6e65, 0x444d_4163);
    let family = (version >> 8 & 0xf) + (version >> 20 & 0xff);
    is_amd && family == 25
}
