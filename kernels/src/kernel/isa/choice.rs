//! Which instruction set is used.

use super::InstructionSet;

/// The set that every machine of a target has: the one of these whose condition holds, else the portable one.
macro_rules! baseline {
    ($(#[cfg($condition:meta)] $set:path;)*) => {
        $(
            /// What every machine of this target has.
            #[cfg($condition)]
            type Baseline = $set;
        )*
        /// What every machine of this target has.
        #[cfg(not(any($($condition),*)))]
        type Baseline = Portable;
    };
}
pub(super) use baseline;

/// The sets that a machine may have beside its target's baseline, in order of preference.
///
/// Under `std` the choice is made once. The environment variable `TYPOGRAD_INSTRUCTION_SET` overrides it with any set
/// that is there; in debug builds with the portable one too, so that tests reach it. A set that is not there is not used.
macro_rules! instruction_sets {
    ($($(#[$cfg:meta])* $set:path;)*) => {
        /// Runs what is to be run on the best instruction set this machine has.
        macro_rules! best {
            ($name:ident, $bound:path, $run:ident) => {
                /// Runs it on the best instruction set this machine has.
                #[inline]
                #[allow(unused)] // where a target has its baseline alone
                pub fn $name<K: $bound>(kernel: K) -> K::Output {
                    let chosen = choice::place();
                    let mut index = 0;
                    $($(#[$cfg])* {
                        index += 1;
                        if choice::is_chosen::<$set>(chosen, index) {
                            // SAFETY: it was chosen, and so it is there.
                            return unsafe { <$set as InstructionSet>::assume() }.$run(kernel);
                        }
                    })*
                    #[cfg(all(feature = "std", debug_assertions))]
                    if chosen == choice::PORTABLE {
                        return Portable.$run(kernel);
                    }
                    // SAFETY: the baseline is always there.
                    unsafe { <Baseline as InstructionSet>::assume() }.$run(kernel)
                }
            };
        }
        best!(best_f32, Kernel<f32>, run);
        best!(best_f64, Kernel<f64>, run);
        best!(best_for_all, Program, run_all);

        /// The first set that is there and `wanted`, given its place in the list and its name: these two.
        #[allow(unused)] // where a target has its baseline alone
        fn first(wanted: impl Fn(u8, &str) -> bool) -> Option<(u8, &'static str)> {
            let mut index = 0;
            $($(#[$cfg])* {
                index += 1;
                let name = <$set as InstructionSet>::NAME;
                if wanted(index, name) && <$set as InstructionSet>::is_there() {
                    return Some((index, name));
                }
            })*
            let baseline = <Baseline as InstructionSet>::NAME;
            wanted(choice::BASELINE, baseline).then_some((choice::BASELINE, baseline))
        }
    };
}
pub(super) use instruction_sets;

/// The places in the list of what is not in it.
pub(super) const BASELINE: u8 = u8::MAX;
#[cfg(feature = "std")]
pub(super) const PORTABLE: u8 = u8::MAX - 1;

/// The place of the chosen set in the list; without `std`, where nothing is remembered, it means nothing.
#[inline]
#[allow(unused)] // where a target has its baseline alone
pub(super) fn place() -> u8 {
    #[cfg(feature = "std")]
    {
        cached::place()
    }
    #[cfg(not(feature = "std"))]
    0
}

/// Whether the set at place `index` of the list is the one to use, if the chosen one is at `chosen`.
#[inline]
#[allow(unused)] // where a target has its baseline alone
pub(super) fn is_chosen<S: InstructionSet>(chosen: u8, index: u8) -> bool {
    #[cfg(feature = "std")]
    {
        chosen == index
    }
    #[cfg(not(feature = "std"))]
    S::is_there()
}

/// The name of the instruction set that kernels run on: `avx512`, `avx2`, `sse2`, `neon`, `simd128` or `portable`.
///
/// Under `std`, the environment variable `TYPOGRAD_INSTRUCTION_SET` chooses another one of those that the machine has,
/// for tests and comparisons; it is read once, before the first kernel runs. A set that is not there, or not known, is not
/// used. `portable` can be forced in debug builds only: elsewhere its code is left out where there is something better.
///
/// A few kernels have two forms with AVX-512: for cores that take a vector in two turns, half by half, as a Zen 4 does, and for others,
/// with the same results, to the bit. Where a core's third-level cache is far, as that of a Sapphire Rapids, large products copy their
/// operands more often, and some are summed in another order then. The processor is asked which it is, unless `TYPOGRAD_CORE` says
/// `halved`, `whole` or `far`.
///
/// ```
/// let set = typograd::kernel::instruction_set();
/// assert!(["avx512", "avx2", "sse2", "neon", "simd128", "portable"].contains(&set));
/// ```
pub fn instruction_set() -> &'static str {
    #[cfg(feature = "std")]
    {
        let chosen = cached::place();
        if chosen == PORTABLE {
            return super::Portable::NAME;
        }
        super::first(|place, _| place == chosen).map_or("", |(_, name)| name)
    }
    #[cfg(not(feature = "std"))]
    super::first(|_, _| true).map_or("", |(_, name)| name)
}

#[cfg(feature = "std")]
mod cached {
    use core::sync::atomic::{AtomicU8, Ordering};

    use super::super::{InstructionSet, Portable, first};

    /// The place of the chosen set in the list; 0 before the choice. It stands for nothing else: relaxed is enough.
    static PLACE: AtomicU8 = AtomicU8::new(0);

    #[inline]
    pub(super) fn place() -> u8 {
        match PLACE.load(Ordering::Relaxed) {
            0 => choose(),
            place => place,
        }
    }

    #[cold]
    #[inline(never)]
    fn choose() -> u8 {
        let forced = std::env::var("TYPOGRAD_INSTRUCTION_SET")
            .ok()
            .and_then(|wanted| {
                if cfg!(debug_assertions) && wanted == Portable::NAME {
                    return Some(super::PORTABLE);
                }
                first(|_, name| name == wanted).map(|(place, _)| place)
            });
        let place = forced
            .or_else(|| first(|_, _| true).map(|(place, _)| place))
            .unwrap_or(super::BASELINE);
        PLACE.store(place, Ordering::Relaxed);
        // Read now as well, and not amid a step.
        #[cfg(target_arch = "x86_64")]
        super::super::cores::takes_halves();
        place
    }
}
