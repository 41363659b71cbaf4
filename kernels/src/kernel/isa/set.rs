//! What makes a type an instruction set.

/// Implements [`InstructionSet`](super::InstructionSet): the set, its name, what to ask the machine for, and what to
/// enable; or `baseline` for what every machine of the target has.
///
/// Where a set's features are the target's own, any caller could take in a whole kernel; its frame, perhaps a large one, would then be
/// made on the way to other kernels, too. So `enter` is not inlined there.
#[allow(unused_macros)] // where a target has no set
macro_rules! set {
    ($set:ty $(where const $halved:ident)?, $name:literal, x86 [$($feature:tt),+], enable $enable:literal) => {
        set!($set $(where const $halved)?, $name, enable $enable, enter [
            #[cfg_attr(all($(target_feature = $feature),+), inline(never))]
            #[cfg_attr(not(all($(target_feature = $feature),+)), inline)]
        ], is_there {
            #[cfg(feature = "std")]
            {
                $(std::arch::is_x86_feature_detected!($feature))&&+
            }
            #[cfg(not(feature = "std"))]
            {
                cfg!(all($(target_feature = $feature),+))
            }
        });
    };
    ($set:ty, $name:literal, baseline, enable $enable:literal) => {
        set!($set, $name, enable $enable, enter [#[inline(never)]], is_there { true });
    };
    ($set:ty $(where const $halved:ident)?, $name:literal, enable $enable:literal,
        enter [$(#[$inline:meta])+], is_there $is_there:block) => {
        impl$(<const $halved: bool>)? $crate::kernel::isa::InstructionSet for $set {
            const NAME: &'static str = $name;

            #[inline]
            fn is_there() -> bool $is_there

            #[inline(always)]
            unsafe fn assume() -> Self {
                Self(())
            }

            set!(function enter enable $enable, outside [$(#[$inline])+] inside []);
            set!(function enter_alone enable $enable, outside [#[inline]] inside [#[inline(never)]]);
        }
    };
    // The function that enters, and the one within it, which has the features.
    (function $enter:ident enable $enable:literal, outside [$(#[$outside:meta])+] inside [$(#[$inside:meta])?]) => {
        $(#[$outside])+
        fn $enter<W: $crate::kernel::isa::Within<Self>>(self, work: W) -> W::Output {
            $(#[$inside])?
            #[target_feature(enable = $enable)]
            fn enabled<Z, W: $crate::kernel::isa::Within<Z>>(set: Z, work: W) -> W::Output {
                work.within(set)
            }
            #[allow(unused_unsafe)] // safe where the features are the target's own
            // SAFETY: `self` proves that the features are there.
            unsafe {
                enabled(self, work)
            }
        }
    };
}
#[allow(unused_imports)] // where a target has no set
pub(super) use set;
