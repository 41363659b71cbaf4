//! QEMU's `virt` with one RV32IMAC core, by semihosting and its counter of instructions.

pub const NAME: &str = "virt";

/// Where flash begins.
pub const FLASH: usize = 0x8000_0000;

pub fn write(text: &str) {
    semihosting::print!("{text}");
}

pub fn exit(success: bool) -> ! {
    semihosting::process::exit(i32::from(!success))
}

/// Instructions since the start: with `-icount shift=0`, QEMU's `minstret` is exact.
pub fn instructions() -> Option<u64> {
    loop {
        let (high, low, again): (u32, u32, u32);
        // SAFETY: reads three counters, and nothing else.
        unsafe {
            core::arch::asm!("csrr {}, minstreth", "csrr {}, minstret", "csrr {}, minstreth", out(reg) high, out(reg) low, out(reg) again, options(nomem, nostack));
        }
        if high == again {
            return Some(u64::from(high) << 32 | u64::from(low));
        }
    }
}
