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

/// A length in parts of near-equal size, none above `most`: `larger` parts of `size + 1`, and `others` of `size`.
pub(super) struct NearEqual {
    pub(super) size: usize,
    pub(super) larger: usize,
    pub(super) others: usize,
}

impl NearEqual {
    #[inline(always)]
    pub(super) const fn new(total: usize, most: usize) -> Self {
        let parts = total.div_ceil(most);
        if parts == 0 {
            return Self {
                size: 0,
                larger: 0,
                others: 0,
            };
        }
        let larger = total % parts;
        Self {
            size: total / parts,
            larger,
            others: parts - larger,
        }
    }

    /// Whether a length has parts of this size. Where it is known, it has two sizes at most, and the code of others is not
    /// made.
    pub(super) const fn has(total: Option<usize>, most: usize, size: usize) -> bool {
        match total {
            Some(total) => {
                let split = Self::new(total, most);
                split.size == size && split.others > 0 || split.size + 1 == size && split.larger > 0
            }
            None => size <= most,
        }
    }
}
