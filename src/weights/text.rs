//! Texts of a bounded length that `const fn`s put together: what a compile error says.

use core::fmt;

/// A text of up to `N` bytes. What has no room is left out, and three dots stand for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text<const N: usize> {
    bytes: [u8; N],
    len: u16,
}

impl<const N: usize> Text<N> {
    pub(crate) const fn new() -> Self {
        const { assert!(N < u16::MAX as usize) };
        Self {
            bytes: [0; N],
            len: 0,
        }
    }

    /// The text with more at its end.
    pub(crate) const fn push(self, more: &str) -> Self {
        self.push_bytes(more.as_bytes())
    }

    /// The text with more at its end, which must be UTF-8.
    pub(super) const fn push_bytes(mut self, more: &[u8]) -> Self {
        let dots = "…".as_bytes();
        let (mut end, mut cut, len) = (more.len(), false, self.len());
        if len + end > N - dots.len() {
            end = (N - dots.len()).saturating_sub(len);
            // Not amid a character.
            while end > 0 && more[end] & 0xc0 == 0x80 {
                end -= 1;
            }
            cut = true;
        }
        let mut i = 0;
        while i < end {
            self.bytes[len + i] = more[i];
            i += 1;
        }
        let mut len = len + end;
        if cut && len + dots.len() <= N {
            i = 0;
            while i < dots.len() {
                self.bytes[len + i] = dots[i];
                i += 1;
            }
            len += dots.len();
        }
        #[allow(clippy::cast_possible_truncation)] // at most N, which `new` asked for
        {
            self.len = len as u16;
        }
        self
    }

    /// How many bytes there are.
    pub(super) const fn len(&self) -> usize {
        self.len as usize
    }

    /// The text with a number at its end.
    pub(crate) const fn number(self, number: usize) -> Self {
        let mut digits = [0; 20];
        let (mut rest, mut at) = (number, digits.len());
        loop {
            at -= 1;
            digits[at] = b"0123456789"[rest % 10];
            rest /= 10;
            if rest == 0 {
                return self.push_bytes(digits.split_at(at).1);
            }
        }
    }

    /// The text.
    pub const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len()).0) {
            Ok(text) => text,
            // Only whole characters are pushed.
            Err(_) => "",
        }
    }
}

impl<const N: usize> fmt::Display for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
