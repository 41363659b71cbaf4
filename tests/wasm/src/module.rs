//! What the module exports, and what it needs of the system. `run.mjs` is on the other side.

#![allow(unsafe_code)] // exported names, and a text that outlives a panic

use core::cell::UnsafeCell;
use core::fmt::{self, Write};
use core::panic::PanicInfo;

use crate::{kernels, training, unit, windows};

#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

/// Each check by its name; it traps if something is wrong, and `text` says what.
macro_rules! checks {
    ($($name:ident: $check:path;)*) => {
        $(#[unsafe(no_mangle)]
        extern "C" fn $name() {
            $check();
        })*
    };
}

checks! {
    check_arithmetic: unit::registers::arithmetic;
    check_multiplication_and_addition: unit::registers::multiplication_and_addition_at_once;
    check_comparisons: unit::registers::comparisons_and_selection;
    check_shifts: unit::registers::shifts;
    check_reductions: unit::registers::reductions;
    check_loads_and_stores: unit::memory::loads_and_stores;
    check_transposes: unit::memory::transposes;
    check_products: kernels::products;
    check_vectors: kernels::vectors;
    check_rows: kernels::row_kernels;
    check_convolutions: windows::convolutions;
    check_poolings: windows::poolings;
}

/// The loss before a training step, or −1 for a step that is not made.
#[unsafe(no_mangle)]
extern "C" fn loss(step: usize) -> f32 {
    training::losses().get(step).copied().unwrap_or(-1.0)
}

/// Makes the instruction set's name the text.
#[unsafe(no_mangle)]
extern "C" fn name_instruction_set() {
    say(format_args!("{}", typograd::kernel::instruction_set()));
}

/// A text for the other side.
#[repr(C)] // `text` points to the first byte
struct Text {
    bytes: [u8; 4096],
    length: usize,
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = &mut self.bytes[self.length..];
        let length = text.len().min(room.len());
        room[..length].copy_from_slice(&text.as_bytes()[..length]);
        self.length += length;
        Ok(())
    }
}

struct Shared(UnsafeCell<Text>);

// SAFETY: there is one thread.
unsafe impl Sync for Shared {}

static TEXT: Shared = Shared(UnsafeCell::new(Text {
    bytes: [0; 4096],
    length: 0,
}));

fn say(what: fmt::Arguments<'_>) {
    // SAFETY: one thread, and nothing that is printed asks for the text.
    let text = unsafe { &mut *TEXT.0.get() };
    text.length = 0;
    // What has no room is left out; there is no other failure.
    let _ = text.write_fmt(what);
}

#[unsafe(no_mangle)]
extern "C" fn text() -> *const u8 {
    TEXT.0.get().cast_const().cast()
}

#[unsafe(no_mangle)]
extern "C" fn text_length() -> usize {
    // SAFETY: one thread, and no text is being written.
    unsafe { (*TEXT.0.get()).length }
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    say(format_args!("{info}"));
    core::arch::wasm32::unreachable()
}
