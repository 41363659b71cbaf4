//! A length in parts.

/// Parts of near-equal size, none above `most`, the larger ones first: 32 by at most 6 is 6 6 5 5 5 5, never 6 6 6 6 6 2.
pub(in crate::kernel) struct NearEqual {
    start: usize,
    size: usize,
    /// How many parts have one more than `size`, and how many just that.
    larger: usize,
    others: usize,
}

impl NearEqual {
    #[inline(always)]
    pub(in crate::kernel) const fn new(total: usize, most: usize) -> Self {
        Self::in_parts(total, total.div_ceil(most))
    }

    /// So many parts.
    #[inline(always)]
    pub(in crate::kernel) const fn in_parts(total: usize, parts: usize) -> Self {
        let (size, larger) = match parts {
            0 => (0, 0),
            _ => (total / parts, total % parts),
        };
        Self {
            start: 0,
            size,
            larger,
            others: parts - larger,
        }
    }

    /// The parts left, by their size: the start of the first, the size, and how many there are.
    #[inline(always)]
    pub(super) const fn runs(self) -> [(usize, usize, usize); 2] {
        let size = self.size + 1;
        [
            (self.start, size, self.larger),
            (self.start + self.larger * size, self.size, self.others),
        ]
    }

    /// Whether one of the parts has this size.
    pub(super) const fn holds(&self, size: usize) -> bool {
        self.size == size && self.others > 0 || self.size + 1 == size && self.larger > 0
    }
}

impl Iterator for NearEqual {
    type Item = (usize, usize);

    /// The next part's start and size.
    #[inline(always)]
    fn next(&mut self) -> Option<(usize, usize)> {
        let size = if self.larger > 0 {
            self.larger -= 1;
            self.size + 1
        } else if self.others > 0 {
            self.others -= 1;
            self.size
        } else {
            return None;
        };
        let start = self.start;
        self.start += size;
        Some((start, size))
    }
}
