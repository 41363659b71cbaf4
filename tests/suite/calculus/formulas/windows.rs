//! Operations on images as loops over numbers: images are matrices of channels × pixels, kernels of filters × the rest.

use super::numeric::Numbers;

/// What the types of a call say, in numbers.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    /// Channels, height and width of the input of a convolution or pooling; of the smaller image where one is padded,
    /// cropped or magnified.
    pub(super) input: [usize; 3],
    /// Of the kernel; by what an image is magnified.
    pub(super) window: [usize; 2],
    pub(super) padding: [usize; 2],
    pub(super) stride: usize,
    pub(super) dilation: usize,
    pub(super) groups: usize,
}

impl Sizes {
    pub(super) const fn of(input: [usize; 3], window: [usize; 2]) -> Self {
        Self {
            input,
            window,
            padding: [0, 0],
            stride: 1,
            dilation: 1,
            groups: 1,
        }
    }

    fn pixels(&self) -> usize {
        self.input[1] * self.input[2]
    }

    fn taps(&self) -> usize {
        self.window[0] * self.window[1]
    }

    fn places(&self) -> [usize; 2] {
        [0, 1].map(|axis| {
            let span = self.dilation * (self.window[axis] - 1) + 1;
            (self.input[axis + 1] + 2 * self.padding[axis] - span) / self.stride + 1
        })
    }

    /// Calls `each` with the pixel, the element of the kernel and the place of the window that meet.
    fn meet(&self, mut each: impl FnMut(usize, usize, usize)) {
        let [rows, columns] = self.places();
        let [_, height, width] = self.input;
        for place in 0..rows * columns {
            for tap in 0..self.taps() {
                let row = place / columns * self.stride + tap / self.window[1] * self.dilation;
                let column = place % columns * self.stride + tap % self.window[1] * self.dilation;
                let row = row.wrapping_sub(self.padding[0]);
                let column = column.wrapping_sub(self.padding[1]);
                if row < height && column < width {
                    each(row * width + column, tap, place);
                }
            }
        }
    }

    /// Calls `each` with the elements of x, w and y that meet in a convolution to so many filters.
    fn convolve(&self, filters: usize, mut each: impl FnMut([(usize, usize); 3])) {
        let channels = self.input[0] / self.groups;
        for filter in 0..filters {
            let group = filter / (filters / self.groups);
            for channel in 0..channels {
                self.meet(|pixel, tap, place| {
                    each([
                        (group * channels + channel, pixel),
                        (filter, channel * self.taps() + tap),
                        (filter, place),
                    ]);
                });
            }
        }
    }

    /// The first of the largest pixels of every window.
    fn largest(&self, x: &Numbers, channel: usize) -> Vec<usize> {
        let [rows, columns] = self.places();
        let mut at: Vec<Option<usize>> = vec![None; rows * columns];
        self.meet(|pixel, _, place| {
            if at[place].is_none_or(|other| x[(channel, pixel)] > x[(channel, other)]) {
                at[place] = Some(pixel);
            }
        });
        at.into_iter().map(|at| at.expect("a pixel")).collect()
    }

    /// Calls `each` with the pixels of the smaller and the larger image that belong together; `magnified` by the window, or
    /// else with a margin.
    fn resize(&self, magnified: bool, mut each: impl FnMut(usize, usize)) -> usize {
        let [_, height, width] = self.input;
        let [scale_rows, scale_columns] = if magnified { self.window } else { [1, 1] };
        let [above, left] = if magnified { [0, 0] } else { self.padding };
        let large_width = scale_columns * width + 2 * left;
        for pixel in 0..height * width {
            for (i, j) in (0..scale_rows).flat_map(|i| (0..scale_columns).map(move |j| (i, j))) {
                let row = pixel / width * scale_rows + i + above;
                let column = pixel % width * scale_columns + j + left;
                each(pixel, row * large_width + column);
            }
        }
        (scale_rows * height + 2 * above) * large_width
    }

    /// The value of an operation on images.
    pub(super) fn value(&self, name: &str, arguments: &[Numbers]) -> Numbers {
        let (a, b) = (&arguments[0], arguments.get(1));
        let places: usize = self.places().iter().product();
        let channels = a.nrows();
        match (name, b) {
            ("Convolve", Some(w)) => {
                let mut y = Numbers::zeros(w.nrows(), places);
                self.convolve(w.nrows(), |[x, k, to]| y[to] += a[x] * w[k]);
                y
            }
            ("ConvolveTransposed", Some(w)) => {
                let mut x = Numbers::zeros(self.input[0], self.pixels());
                self.convolve(w.nrows(), |[to, k, y]| x[to] += a[y] * w[k]);
                x
            }
            ("Correlate", Some(delta)) => {
                let each = self.input[0] / self.groups * self.taps();
                let mut w = Numbers::zeros(delta.nrows(), each);
                self.convolve(delta.nrows(), |[x, to, y]| {
                    w[to] += a[x] * delta[y];
                });
                w
            }
            ("MaxPool", None) => Numbers::from_fn(channels, places, |c, place| {
                a[(c, self.largest(a, c)[place])]
            }),
            ("MaxUnpool", Some(x)) => {
                let mut dx = Numbers::zeros(channels, self.pixels());
                for channel in 0..channels {
                    for (place, pixel) in self.largest(x, channel).into_iter().enumerate() {
                        dx[(channel, pixel)] += a[(channel, place)];
                    }
                }
                dx
            }
            ("AveragePool" | "AverageUnpool", None) => {
                let back = name == "AverageUnpool";
                let mut y = Numbers::zeros(channels, if back { self.pixels() } else { places });
                for channel in 0..channels {
                    self.meet(|pixel, _, place| {
                        let (to, from) = if back { (pixel, place) } else { (place, pixel) };
                        y[(channel, to)] += a[(channel, from)] / self.taps() as f64;
                    });
                }
                y
            }
            ("Pad" | "Crop" | "Upsample" | "BlockSums", None) => {
                let magnified = matches!(name, "Upsample" | "BlockSums");
                let back = matches!(name, "Crop" | "BlockSums");
                let large = self.resize(magnified, |_, _| ());
                let mut y = Numbers::zeros(channels, if back { self.pixels() } else { large });
                for channel in 0..channels {
                    self.resize(magnified, |small, large| {
                        let (to, from) = if back { (small, large) } else { (large, small) };
                        y[(channel, to)] += a[(channel, from)];
                    });
                }
                y
            }
            _ => panic!("{name} of {} arguments", arguments.len()),
        }
    }
}

/// Channels, one behind the other, and taken apart again: no sizes are needed.
pub(super) fn of_channels(name: &str, arguments: &[Numbers]) -> Option<Numbers> {
    let [a, b] = arguments else {
        return None;
    };
    match name {
        "Concat" => {
            let rows = a.row_iter().chain(b.row_iter());
            Some(Numbers::from_rows(&rows.collect::<Vec<_>>()))
        }
        "SplitFirst" => Some(a.rows(0, b.nrows()).into_owned()),
        "SplitSecond" => Some(a.rows(a.nrows() - b.nrows(), b.nrows()).into_owned()),
        _ => None,
    }
}
