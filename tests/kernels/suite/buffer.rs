//! Memory that tells when a kernel leaves it. `tests/wasm` uses it too, where `std` is `alloc`.

use core::ops::{Deref, DerefMut, Range};
use std::boxed::Box;
use std::vec;

use typograd::{Element, Rng};

/// Where a buffer lies, and so what is found out: writes past an end, or reads too.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// Between canaries, so many elements off the start of an allocation: a write past an end changes one.
    Amid(usize),
    /// An allocation of its own: a sanitizer knows its ends.
    Alone,
    /// Right behind a page that can't be touched: a read before the start faults.
    #[cfg(unix)]
    BehindFence,
    /// Right before a page that can't be touched: a read past the end faults.
    #[cfg(unix)]
    BeforeFence,
}

/// More than the widest vectors of any tile.
const MARGIN: usize = 80;
const CANARY: f64 = 12_345.0;

/// Elements in a place, with canaries in all the memory around them that can be touched.
pub(crate) struct Buffer<T> {
    memory: Box<dyn DerefMut<Target = [T]>>,
    range: Range<usize>,
}

impl<T: Element> Buffer<T> {
    pub(crate) fn new(place: Place, length: usize, mut value: impl FnMut() -> T) -> Self {
        let canary = T::from_f64(CANARY);
        let mut buffer = match place {
            Place::Amid(offset) => Self {
                memory: Box::new(vec![canary; offset + length + 2 * MARGIN]),
                range: offset + MARGIN..offset + MARGIN + length,
            },
            Place::Alone => Self {
                memory: Box::new(vec![canary; length]),
                range: 0..length,
            },
            #[cfg(unix)]
            Place::BehindFence => Self {
                memory: Box::new(super::fence::Fenced::new(length, canary)),
                range: 0..length,
            },
            #[cfg(unix)]
            Place::BeforeFence => {
                let memory = super::fence::Fenced::new(length, canary);
                let end = memory.len();
                Self {
                    memory: Box::new(memory),
                    range: end - length..end,
                }
            }
        };
        buffer.iter_mut().for_each(|x| *x = value());
        buffer
    }

    /// Uniform in −1 to 1.
    pub(crate) fn random(place: Place, length: usize, rng: &mut Rng) -> Self {
        Self::new(place, length, || T::from_f64(rng.uniform(-1.0, 1.0)))
    }

    #[track_caller]
    pub(crate) fn assert_intact(&self) {
        let canary = T::from_f64(CANARY);
        let (before, after) = (
            &self.memory[..self.range.start],
            &self.memory[self.range.end..],
        );
        assert!(
            before.iter().chain(after).all(|x| *x == canary),
            "a kernel wrote outside its buffer"
        );
    }
}

impl<T> Deref for Buffer<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.memory[self.range.clone()]
    }
}

impl<T> DerefMut for Buffer<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.memory[self.range.clone()]
    }
}

#[test]
#[should_panic(expected = "a kernel wrote outside its buffer")]
fn a_write_past_the_end_is_seen() {
    let mut buffer = Buffer::new(Place::Amid(3), 5, || 1.0_f32);
    let end = buffer.range.end;
    buffer.memory[end] = 0.0;
    buffer.assert_intact();
}
