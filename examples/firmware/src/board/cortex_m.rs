//! QEMU's `mps2-an386` (Cortex-M4F) and `microbit` (Cortex-M0), by semihosting and the system timer.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use cortex_m::peripheral::{SYST, syst::SystClkSource};
use cortex_m_rt::exception;

#[cfg(board = "mps2-an386")]
pub const NAME: &str = "mps2-an386";
#[cfg(not(board = "mps2-an386"))]
pub const NAME: &str = "microbit";

/// Where flash begins.
pub const FLASH: usize = 0;

/// The clock of the board, in MHz.
const MHZ: u64 = if cfg!(board = "mps2-an386") { 25 } else { 16 };

pub fn write(text: &str) {
    semihosting::print!("{text}");
}

pub fn exit(success: bool) -> ! {
    semihosting::process::exit(i32::from(!success))
}

/// The largest count of the timer, of 24 bits.
const FULL: u32 = 0x00ff_ffff;

/// How often the timer ran out.
static ROUNDS: AtomicU32 = AtomicU32::new(0);
static RUNS: AtomicBool = AtomicBool::new(false);

#[exception]
fn SysTick() {
    ROUNDS.store(ROUNDS.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

/// Instructions since the first call. QEMU's clock goes on by 2¹⁰ ns with each (`-icount shift=10`): these are instructions,
/// and not cycles of a real processor.
pub fn instructions() -> Option<u64> {
    if !RUNS.load(Ordering::Relaxed) {
        RUNS.store(true, Ordering::Relaxed);
        let mut timer = cortex_m::Peripherals::take()?.SYST;
        timer.set_clock_source(SystClkSource::Core);
        timer.set_reload(FULL);
        timer.clear_current();
        timer.enable_interrupt();
        timer.enable_counter();
    }
    let ticks = loop {
        let rounds = ROUNDS.load(Ordering::Relaxed);
        let left = SYST::get_current();
        if rounds == ROUNDS.load(Ordering::Relaxed) {
            break u64::from(rounds) * u64::from(FULL + 1) + u64::from(FULL - left);
        }
    };
    Some(ticks * 1000 / (1024 * MHZ))
}
