//! How wide a text is when it is printed, without a place to print it to.

use core::fmt::{self, Display, Write};

/// Counts the characters written to it.
struct Width(usize);

impl Write for Width {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.chars().count();
        Ok(())
    }
}

/// The number of characters of a text.
pub(crate) fn width(text: impl Display) -> usize {
    let mut width = Width(0);
    // Counting cannot fail.
    let _ = write!(width, "{text}");
    width.0
}
