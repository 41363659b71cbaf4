//! What the program needs of a board: text goes out, instructions are counted, and it ends with an exit code.
//!
//! A board is one file with `NAME`, `write`, `instructions`, `exit`, and, with a linker of its own, `FLASH`.

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

use crate::say;

#[cfg(target_os = "none")]
#[doc(hidden)]
pub mod runtime {
    #[cfg(target_arch = "arm")]
    pub use cortex_m_rt as rt;
    #[cfg(target_arch = "riscv32")]
    pub use riscv_rt as rt;
}

pub use this::{NAME, exit, instructions, write};

/// The bytes of flash and of RAM that the program takes, the stack left out, as the linker says.
#[cfg(target_os = "none")]
pub fn used() -> Option<(usize, usize)> {
    unsafe extern "C" {
        // Where data begin in flash; where they begin and end in RAM; and where what begins as zeros ends.
        static __sidata: u8;
        static __sdata: u8;
        static __edata: u8;
        static __ebss: u8;
    }
    let [constants, start, end, last] = [
        &raw const __sidata,
        &raw const __sdata,
        &raw const __edata,
        &raw const __ebss,
    ]
    .map(<*const u8>::addr);
    Some((constants - this::FLASH + (end - start), last - start))
}

/// Nobody says.
#[cfg(not(target_os = "none"))]
pub fn used() -> Option<(usize, usize)> {
    None
}

/// Prints which board it is, and what is used of it.
pub fn introduce() {
    say!("board: {NAME}");
    if let Some((flash, ram)) = used() {
        say!("program: {flash} bytes of flash, {ram} bytes of RAM beside the stack");
    }
}

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
