//! The sizes of a convolution.

use core::ops::Range;

/// A window that slides along one dimension: at place `i`, its element `k` lies at `i · stride + k · dilation − before`.
///
/// ```
/// use typograd::kernel::convolution::Axis;
///
/// // Windows of 3 over 4 elements with one of padding on either side.
/// let axis = Axis { len: 4, places: 4, window: 3, before: 1, ..Axis::ONE };
/// assert_eq!(axis.range(0), 1..4); // the first element of the window at place 0 lies in the padding
/// assert_eq!(axis.range(2), 0..3);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// How many elements there are.
    pub len: usize,
    /// How many places the window has.
    pub places: usize,
    /// How many elements the window has.
    pub window: usize,
    /// How far the window moves from place to place.
    pub stride: usize,
    /// How far apart its elements are.
    pub dilation: usize,
    /// How much padding stands before the first element.
    pub before: usize,
}

impl Axis {
    /// One element and a window of one.
    pub const ONE: Self = Self {
        len: 1,
        places: 1,
        window: 1,
        stride: 1,
        dilation: 1,
        before: 0,
    };

    /// The places at which element `k` of the window is no padding.
    pub const fn range(&self, k: usize) -> Range<usize> {
        let offset = k * self.dilation;
        let start = self.before.saturating_sub(offset).div_ceil(self.stride);
        let end = match (self.len + self.before).checked_sub(offset) {
            Some(left) => left.div_ceil(self.stride),
            None => 0,
        };
        let end = if end < self.places { end } else { self.places };
        start..if start < end { end } else { start }
    }

    /// Where element `k` of the window lies at place `i`, one of its [`range`](Axis::range).
    pub const fn at(&self, i: usize, k: usize) -> usize {
        i * self.stride + k * self.dilation - self.before
    }
}

/// The sizes of a convolution of images. Channels and filters are those of one group: group `g` of the filters sees group
/// `g` of the channels.
///
/// x is `groups · channels` × height × width, w is `groups · filters` × `channels` × window × window, y is
/// `groups · filters` × places × places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// How many groups there are.
    pub groups: usize,
    /// The channels of x in a group.
    pub channels: usize,
    /// The channels of y in a group.
    pub filters: usize,
    /// Along the height.
    pub height: Axis,
    /// Along the width.
    pub width: Axis,
}

impl Sizes {
    /// The number of elements of x, w and y.
    pub const fn lens(&self) -> (usize, usize, usize) {
        let (height, width) = (&self.height, &self.width);
        let filters = self.groups * self.filters;
        (
            self.groups * self.channels * height.len * width.len,
            filters * self.channels * height.window * width.window,
            filters * height.places * width.places,
        )
    }
}
