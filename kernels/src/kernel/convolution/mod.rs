//! Convolutions of images: forward, to the input and to the weights, for a batch of samples.
//!
//! An output is a sum over channels and taps of the window, and so a convolution is a matrix product whose one operand, the
//! windows of the image side by side, is not stored: a tile of sums (`tile`) reads it where it is, in a copy of some rows
//! with their padding (`field`), of 32 KiB at most in `f32`. Vectors lie along the rows of the output (`wide`) or across its
//! planes (`deep`), whichever fills them better. The transpose is a convolution too, for each phase of the strides
//! (`correlation`). The gradient in the weights is in `weights`. Kernels of 1 × 1 are matrix products of images as they lie
//! (`point_wise`), those of few filters have their gradient as dot products (`dots`), and where each channel has a kernel of
//! its own, there is nothing to sum over but its taps (`depth_wise`). `plain` has the loops as they are written on paper: for
//! machines without a stack for copies, and for windows larger than a copy; `patches` is what a Cortex-M with floating point
//! has instead.

mod correlation;
mod deep;
mod depth_wise;
mod dots;
mod field;
mod patches;
mod plain;
mod point_wise;
mod sizes;
mod tile;
mod turn;
mod weights;
mod wide;

pub use sizes::{Axis, Sizes};

use super::Store;
use crate::Element;
use correlation::Correlation;
use deep::{Deep, WEIGHTS};
use depth_wise::{DepthWise, Task};
use dots::Dots;
use field::{Blocks, ROOM};
use weights::{ToWeights, most_places};
use wide::Wide;

/// Whether there is room for copies on the stack: not on a microcontroller, whose vectors would be single numbers.
const HAS_STACK: bool = usize::BITS >= 64 || cfg!(target_family = "wasm");

/// The operands of all samples and groups, and how far apart they lie.
#[derive(Clone, Copy)]
struct Batch<T> {
    samples: usize,
    groups: usize,
    x: *const T,
    w: *const T,
    y: *mut T,
    /// How many elements of x, w and y a group has.
    lens: (usize, usize, usize),
    store: Store<T>,
}

impl<T: Element> Batch<T> {
    /// x, w and y of a group of a sample.
    #[inline(always)]
    fn at(&self, sample: usize, group: usize) -> (*const T, *const T, *mut T) {
        let (x, w, y) = self.lens;
        let image = sample * self.groups + group;
        (
            self.x.wrapping_add(image * x),
            self.w.wrapping_add(group * w),
            self.y.wrapping_add(image * y),
        )
    }
}

/// How many samples there are; refuses slices that are not as long as the sizes say.
#[track_caller]
fn check<T>(sizes: &Sizes, x: &[T], w: &[T], y: &[T]) -> usize {
    let (x_len, w_len, y_len) = sizes.lens();
    let samples = x.len() / x_len;
    assert!(
        x.len() == samples * x_len && w.len() == w_len && y.len() == samples * y_len,
        "a convolution of {x_len} elements with {w_len} into {y_len} was given {}, {} and {}",
        x.len(),
        w.len(),
        y.len()
    );
    samples
}

/// How much of the vectors is used that so many numbers are cut into.
fn filling(count: usize) -> f64 {
    count as f64 / count.next_multiple_of(super::MOST_LANES) as f64
}

/// Writes a correlation of each group of each sample, if there is room for its parts.
fn correlate<T: Element>(of: Correlation, batch: Batch<T>) -> bool {
    let taps = of.taps();
    // Vectors across the planes are filled better, or the columns are apart.
    let is_deep = of.width.step > 1 || filling(of.outputs) >= filling(of.width.outputs);
    let Some(blocks) = Blocks::new(&of, of.inputs, usize::MAX) else {
        return false;
    };
    if !is_deep {
        T::dispatch(Wide { of, blocks, batch });
    } else if taps * 3 * super::MOST_LANES <= WEIGHTS {
        T::dispatch(Deep { of, blocks, batch });
    } else {
        return false;
    }
    true
}

/// Runs a task on each plane by itself, if the sizes are those of a depth-wise convolution.
fn depth_wise<T: Element>(sizes: &Sizes, batch: Batch<T>, task: Task) -> bool {
    let fits = depth_wise::fits(sizes);
    if fits {
        let sizes = *sizes;
        T::dispatch(DepthWise { sizes, batch, task });
    }
    fits
}

/// y ← keep · y + scale · (x ∗ w), for each sample: y\[o, i, j\] = Σ w\[o, c, k, l\] x\[c, i + k, j + l\], with the
/// stride, dilation, padding and groups that the sizes say.
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::kernel::convolution::{Axis, Sizes, forward};
///
/// let width = Axis { len: 3, places: 2, window: 2, ..Axis::ONE };
/// let sizes = Sizes { groups: 1, channels: 1, filters: 1, height: Axis::ONE, width };
/// let mut y = [0.0; 2];
/// forward(&sizes, &[1.0, 2.0, 3.0], &[10.0, 1.0], &mut y, Store::set());
/// assert_eq!(y, [12.0, 23.0]);
/// ```
///
/// # Panics
///
/// If a slice's length is not that of the sizes, or x and y differ in the number of samples.
#[inline(never)] // the code is one for all sizes
pub fn forward<T: Element>(sizes: &Sizes, x: &[T], w: &[T], y: &mut [T], store: Store<T>) {
    let samples = check(sizes, x, w, y);
    if point_wise::fits(sizes) {
        return point_wise::forward(sizes, x, w, y, store);
    }
    let (x_len, w_len, y_len) = sizes.lens();
    let batch = Batch {
        samples,
        groups: sizes.groups,
        x: x.as_ptr(),
        w: w.as_ptr(),
        y: y.as_mut_ptr(),
        lens: each_group(sizes, (x_len, w_len, y_len)),
        store,
    };
    if HAS_STACK
        && (depth_wise(sizes, batch, Task::Forward)
            || correlate(Correlation::forward(sizes), batch))
    {
        return;
    }
    let each = if patches::pays::<T>() {
        patches::forward
    } else {
        plain::forward
    };
    for (x, y) in x.chunks_exact(x_len).zip(y.chunks_exact_mut(y_len)) {
        each(sizes, x, w, y, store);
    }
}

/// The lengths of a group's part.
fn each_group(sizes: &Sizes, (x, w, y): (usize, usize, usize)) -> (usize, usize, usize) {
    (x / sizes.groups, w / sizes.groups, y / sizes.groups)
}

/// x ← keep · x + scale · Kᵀ y, for each sample, where K is the matrix that [`forward`] multiplies by.
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::kernel::convolution::{Axis, Sizes, to_input};
///
/// let width = Axis { len: 3, places: 2, window: 2, ..Axis::ONE };
/// let sizes = Sizes { groups: 1, channels: 1, filters: 1, height: Axis::ONE, width };
/// let mut x = [0.0; 3];
/// to_input(&sizes, &[10.0, 1.0], &[1.0, 2.0], &mut x, Store::set());
/// assert_eq!(x, [10.0, 21.0, 2.0]);
/// ```
///
/// # Panics
///
/// As [`forward`].
#[inline(never)] // as above
pub fn to_input<T: Element>(sizes: &Sizes, w: &[T], y: &[T], x: &mut [T], store: Store<T>) {
    let samples = check(sizes, x, w, y);
    if point_wise::fits(sizes) {
        return point_wise::to_input(sizes, w, y, x, store);
    }
    let (x_len, w_len, y_len) = sizes.lens();
    let (x_part, w_part, y_part) = each_group(sizes, (x_len, w_len, y_len));
    let batch = Batch {
        samples,
        groups: sizes.groups,
        x: y.as_ptr(),
        w: w.as_ptr(),
        y: x.as_mut_ptr(),
        lens: (y_part, w_part, x_part),
        store,
    };
    if HAS_STACK && depth_wise(sizes, batch, Task::ToInput) {
        return;
    }
    let (down, across) = (sizes.height.stride, sizes.width.stride);
    let phases = (0..down).flat_map(|i| (0..across).map(move |j| (i, j)));
    let mut phases = phases
        .map(|phase| Correlation::transposed(sizes, phase))
        .filter(|of| of.height.outputs > 0 && of.width.outputs > 0);
    let fits = |of: &Correlation| {
        of.taps() == 0
            || Blocks::new(of, of.inputs, usize::MAX).is_some()
                && of.taps() * 3 * super::MOST_LANES <= WEIGHTS
    };
    if HAS_STACK && phases.clone().all(|of| fits(&of)) {
        // What no window covers is zero.
        let mut batch = batch;
        if phases.clone().any(|of| of.taps() == 0) {
            store.put_nothing(x);
            batch.store = store.continued();
        }
        batch.y = x.as_mut_ptr();
        phases.all(|of| of.taps() == 0 || correlate(of, batch));
        return;
    }
    let each = if patches::pays::<T>() {
        patches::to_input
    } else {
        plain::to_input
    };
    for (x, y) in x.chunks_exact_mut(x_len).zip(y.chunks_exact(y_len)) {
        each(sizes, w, y, x, store);
    }
}

/// w ← keep · w + scale · Σ y\[o, i, j\] x\[c, i + k, j + l\], over the places and over the samples: the gradient in the
/// weights, where y is the gradient in the output.
///
/// ```
/// use typograd::kernel::Store;
/// use typograd::kernel::convolution::{Axis, Sizes, to_weights};
///
/// let width = Axis { len: 3, places: 2, window: 2, ..Axis::ONE };
/// let sizes = Sizes { groups: 1, channels: 1, filters: 1, height: Axis::ONE, width };
/// let mut w = [0.0; 2];
/// to_weights(&sizes, &[1.0, 2.0, 3.0], &[1.0, 10.0], &mut w, Store::set());
/// assert_eq!(w, [21.0, 32.0]);
/// ```
///
/// # Panics
///
/// As [`forward`].
#[inline(never)] // as above
pub fn to_weights<T: Element>(sizes: &Sizes, x: &[T], y: &[T], w: &mut [T], store: Store<T>) {
    let samples = check(sizes, x, w, y);
    if samples == 0 {
        return store.put_nothing(w);
    }
    if point_wise::fits(sizes) {
        return point_wise::to_weights(sizes, x, y, w, store);
    }
    let (x_len, w_len, y_len) = sizes.lens();
    let batch = Batch {
        samples,
        groups: sizes.groups,
        x: x.as_ptr(),
        w: w.as_mut_ptr().cast_const(),
        y: y.as_ptr().cast_mut(),
        lens: each_group(sizes, (x_len, w_len, y_len)),
        store,
    };
    if HAS_STACK && depth_wise(sizes, batch, Task::ToWeights) {
        return;
    }
    let of = Correlation::forward(sizes);
    // Vectors along the rows need a sum over their lanes for each weight.
    let as_dots = of.width.step == 1
        && filling(of.outputs) < 0.75 * filling(of.width.outputs)
        && of.height.outputs >= 8;
    let places = if as_dots {
        usize::MAX
    } else {
        most_places(of.outputs)
    };
    if let (true, Some(blocks)) = (HAS_STACK, Blocks::new(&of, of.inputs, places)) {
        return if as_dots {
            T::dispatch(Dots { of, blocks, batch });
        } else {
            T::dispatch(ToWeights { of, blocks, batch });
        };
    }
    let each = if patches::pays::<T>() {
        patches::to_weights
    } else {
        plain::to_weights
    };
    let mut store = store;
    for (x, y) in x.chunks_exact(x_len).zip(y.chunks_exact(y_len)) {
        each(sizes, x, y, w, store);
        store = store.continued();
    }
}
