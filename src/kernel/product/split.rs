//! A length in parts.

/// Parts of near-equal size, none above `most`: 32 by at most 6 is 6 6 5 5 5 5, never 6 6 6 6 6 2.
pub(super) struct Split {
    done: usize,
    total: usize,
    most: usize,
}

impl Split {
    #[inline(always)]
    pub(super) fn new(total: usize, most: usize) -> Self {
        Self {
            done: 0,
            total,
            most,
        }
    }
}

impl Iterator for Split {
    type Item = (usize, usize);

    /// The next part's start and size.
    #[inline(always)]
    fn next(&mut self) -> Option<(usize, usize)> {
        let left = self.total - self.done;
        if left == 0 {
            return None;
        }
        let parts = left.div_ceil(self.most);
        let size = left.div_ceil(parts);
        let start = self.done;
        self.done += size;
        Some((start, size))
    }
}
