//! What the program needs of a board: text goes out, instructions are counted, and it ends with an exit code.
//!
//! A board is one file with `NAME`, `write`, `instructions`, `exit` and the macro `entry!`.

#[cfg(all(target_os = "none", target_arch = "arm"))]
#[path = "cortex_m.rs"]
mod this;
#[cfg(not(any(target_os = "none", target_arch = "wasm32")))]
#[path = "host.rs"]
mod this;
#[cfg(all(target_os = "none", target_arch = "riscv32"))]
#[path = "riscv.rs"]
mod this;
#[cfg(target_arch = "wasm32")]
#[path = "web.rs"]
mod this;

use core::fmt::{self, Write};

#[cfg(target_os = "none")]
#[doc(hidden)]
pub mod runtime {
    #[cfg(target_arch = "arm")]
    pub use cortex_m_rt as rt;
    #[cfg(target_arch = "riscv32")]
    pub use riscv_rt as rt;
}

pub use this::{NAME, exit, instructions, write};

/// Text for the person at the other end.
pub struct Out;

impl Write for Out {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        write(text);
        Ok(())
    }
}

/// Prints a line.
#[macro_export]
macro_rules! say {
    ($($what:tt)*) => {
        // Text that does not get out has nobody to tell of it.
        let _ = core::fmt::Write::write_fmt(&mut $crate::board::Out, format_args!("{}\n", format_args!($($what)*)));
    };
}

/// The instructions that some work takes, those of counting left out; none where they cannot be counted.
pub fn count<R>(mut work: impl FnMut() -> R) -> Option<(u64, R)> {
    let counted = |work: &mut dyn FnMut()| {
        let start = instructions()?;
        work();
        Some(instructions()? - start)
    };
    let nothing = counted(&mut || ())?;
    let mut result = None;
    let all = counted(&mut || result = Some(work()))?;
    Some((all.saturating_sub(nothing), result?))
}

/// Prints a panic, and ends with a failing exit code.
#[cfg(any(target_os = "none", target_arch = "wasm32"))]
pub fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    say!("{info}");
    exit(false)
}

/// A program: the function that is run, and what a panic does.
#[macro_export]
macro_rules! program {
    ($main:path, $panic:path) => {
        #[cfg(any(target_os = "none", target_arch = "wasm32"))]
        #[panic_handler]
        fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
            $panic(info)
        }

        #[cfg(target_os = "none")]
        #[$crate::board::runtime::rt::entry]
        fn main() -> ! {
            $crate::board::exit($main())
        }

        #[cfg(target_arch = "wasm32")]
        #[unsafe(no_mangle)]
        extern "C" fn begin() {
            $crate::board::exit($main())
        }

        #[cfg(not(any(target_os = "none", target_arch = "wasm32")))]
        fn main() {
            $crate::board::exit($main())
        }
    };
}
