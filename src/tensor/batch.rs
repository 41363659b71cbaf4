//! Batches: a typed capacity, and a length that is known at run time.

use core::fmt;
use core::mem::ManuallyDrop;

use super::{AnyTensor, Tensor};
use crate::dim::Dim;
use crate::shape::{Shape, len};
use crate::{Element, Zeroed, zeroed};

/// Up to `B` samples of shape `S`: the features are typed, the number of samples is not a reason to recompile.
///
/// The last batch of a data set is simply shorter.
///
/// ```
/// use typograd::prelude::*;
///
/// let samples = vec![Vector::<D<2>>::ones(); 3];
/// let batch: Batch<D<32>, (D<2>,)> = Batch::from_samples(&samples)?;
/// assert_eq!((batch.len(), Batch::<D<32>, (D<2>,)>::CAPACITY), (3, 32));
/// assert_eq!(batch[2], samples[2]);
/// # Ok::<(), typograd::tensor::CapacityError>(())
/// ```
#[cfg_attr(
    any(target_arch = "x86_64", target_arch = "aarch64"),
    repr(C, align(64))
)]
#[cfg_attr(not(any(target_arch = "x86_64", target_arch = "aarch64")), repr(C))]
pub struct Batch<B: Dim, S: Shape, T = f32> {
    /// Not dropped, as the elements of a tensor are not.
    samples: ManuallyDrop<B::Array<Tensor<S, T>>>,
    len: usize,
}

/// The batch whose samples are tensors of type `X`.
///
/// ```
/// use typograd::prelude::*;
///
/// let batch: BatchOf<D<8>, Vector<D<2>>> = Batch::from_samples(&[Vector::ones()])?;
/// assert_eq!(batch.len(), 1);
/// # Ok::<(), typograd::tensor::CapacityError>(())
/// ```
pub type BatchOf<B, X> = Batch<B, <X as AnyTensor>::Shape, <X as AnyTensor>::Elem>;

// SAFETY: samples and length may be zero bytes: an empty batch.
unsafe impl<B: Dim, S: Shape, T: Zeroed> Zeroed for Batch<B, S, T> {}
// SAFETY: a batch owns its tensors and nothing else.
unsafe impl<B: Dim, S: Shape, T: Send> Send for Batch<B, S, T> {}
// SAFETY: as above.
unsafe impl<B: Dim, S: Shape, T: Sync> Sync for Batch<B, S, T> {}

/// More samples than a batch has room for.
///
/// ```
/// use typograd::prelude::*;
///
/// let error = Batch::<D<2>, ()>::from_samples(&[Scalar::zeros(), Scalar::zeros(), Scalar::zeros()]).unwrap_err();
/// assert_eq!(error.to_string(), "3 samples do not fit into a batch of 2");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapacityError {
    /// How many samples there is room for.
    pub capacity: usize,
    /// How many were given.
    pub found: usize,
}

impl fmt::Display for CapacityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} samples do not fit into a batch of {}",
            self.found, self.capacity
        )
    }
}

impl core::error::Error for CapacityError {}

impl<B: Dim, S: Shape, T: Element> Batch<B, S, T> {
    /// How many samples there is room for.
    pub const CAPACITY: usize = len::<B>();

    /// A batch without samples.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert!(Batch::<D<4>, (D<2>,)>::new().is_empty());
    /// ```
    pub fn new() -> Self {
        zeroed()
    }

    /// A batch of copies of the samples.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let samples = [[1.0, 2.0], [3.0, 4.0]].map(Vector::<D<2>>::from);
    /// assert_eq!(Batch::<D<4>, _>::from_samples(&samples)?.samples(), samples);
    /// assert!(Batch::<D<1>, _>::from_samples(&samples).is_err());
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are more than [`CAPACITY`](Self::CAPACITY).
    pub fn from_samples(samples: &[Tensor<S, T>]) -> Result<Self, CapacityError> {
        let mut batch = Self::new();
        batch.assign(samples)?;
        Ok(batch)
    }

    /// Replaces the contents by copies of the samples.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut batch: Batch<D<4>, (D<2>,)> = Batch::from_samples(&[Vector::zeros(), Vector::zeros()])?;
    /// batch.assign(&[Vector::ones()])?;
    /// assert_eq!(batch.as_slice(), [1.0, 1.0]);
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are more than [`CAPACITY`](Self::CAPACITY); the batch is then left as it was.
    pub fn assign(&mut self, samples: &[Tensor<S, T>]) -> Result<(), CapacityError> {
        Self::check(samples.len())?;
        self.len = samples.len();
        self.samples_mut().clone_from_slice(samples);
        Ok(())
    }

    /// Adds a copy of a sample at the end.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut batch = Batch::<D<1>, (D<2>,)>::new();
    /// batch.push(&Vector::from([1.0, 2.0]))?;
    /// assert_eq!(batch[0], Vector::from([1.0, 2.0]));
    /// assert!(batch.push(&Vector::zeros()).is_err()); // full
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the batch is full.
    pub fn push(&mut self, sample: &Tensor<S, T>) -> Result<(), CapacityError> {
        Self::check(self.len + 1)?;
        self.len += 1;
        if let Some(last) = self.samples_mut().last_mut() {
            last.clone_from(sample);
        }
        Ok(())
    }

    /// Removes all samples.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut batch: Batch<D<4>, (D<2>,)> = Batch::from_samples(&[Vector::ones()])?;
    /// batch.clear();
    /// assert_eq!(batch.len(), 0);
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Sets the number of samples; added ones hold what was last written to their place.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut batch = Batch::<D<4>, (D<2>,)>::new();
    /// batch.set_len(2)?;
    /// batch.as_mut_slice().fill(1.0);
    /// assert_eq!(batch.samples(), [Vector::ones(), Vector::ones()]);
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If `len` is above [`CAPACITY`](Self::CAPACITY).
    pub fn set_len(&mut self, len: usize) -> Result<(), CapacityError> {
        Self::check(len)?;
        self.len = len;
        Ok(())
    }

    /// The number of samples.
    #[inline]
    pub fn len(&self) -> usize {
        if const { Self::CAPACITY == 1 } {
            // Known to the compiler, which then leaves out what several samples would need.
            usize::from(self.len != 0)
        } else {
            self.len
        }
    }

    /// Whether there are no samples.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The samples.
    #[inline]
    pub fn samples(&self) -> &[Tensor<S, T>] {
        // SAFETY: an array of tensors, as many as `len` counts.
        let all = unsafe {
            core::slice::from_raw_parts((&raw const self.samples).cast(), Self::CAPACITY)
        };
        &all[..self.len]
    }

    /// The samples, to be changed.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut batch: Batch<D<4>, (D<2>,)> = Batch::from_samples(&[[1.0, 2.0], [3.0, 4.0]].map(Vector::from))?;
    /// for sample in batch.samples_mut() {
    ///     *sample *= 10.0;
    /// }
    /// assert_eq!(batch[1], Vector::from([30.0, 40.0]));
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    #[inline]
    pub fn samples_mut(&mut self) -> &mut [Tensor<S, T>] {
        // SAFETY: as in `samples`.
        let all = unsafe {
            core::slice::from_raw_parts_mut((&raw mut self.samples).cast(), Self::CAPACITY)
        };
        &mut all[..self.len]
    }

    /// The samples, one after the other.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let batch: Batch<D<4>, (D<2>,)> = Batch::from_samples(&[[1.0, 2.0], [3.0, 4.0]].map(Vector::from))?;
    /// let sums: Vec<f32> = batch.iter().map(Vector::sum).collect();
    /// assert_eq!(sums, [3.0, 7.0]);
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    pub fn iter(&self) -> core::slice::Iter<'_, Tensor<S, T>> {
        self.samples().iter()
    }

    /// All elements, sample after sample.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let batch: Batch<D<4>, (D<2>,)> = Batch::from_samples(&[[1.0, 2.0], [3.0, 4.0]].map(Vector::from))?;
    /// assert_eq!(batch.as_slice(), [1.0, 2.0, 3.0, 4.0]);
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    #[inline]
    pub fn as_slice(&self) -> &[T] {
        Tensor::elements_of(self.samples())
    }

    /// All elements, sample after sample, to be changed.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let mut batch: Batch<D<4>, (D<2>,)> = Batch::from_samples(&[[1.0, 2.0], [3.0, 4.0]].map(Vector::from))?;
    /// batch.as_mut_slice()[3] = 0.0;
    /// assert_eq!(batch[1], Vector::from([3.0, 0.0]));
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        let samples = self.samples_mut();
        // SAFETY: each tensor is `LEN` elements without padding, and so are the samples in a row.
        unsafe {
            core::slice::from_raw_parts_mut(samples.as_mut_ptr().cast(), samples.len() * S::LEN)
        }
    }

    /// Sets the number of samples to that of another batch of the same capacity; added ones hold what was last written to
    /// their place.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// let batch: Batch<D<4>, (D<2>,)> = Batch::from_samples(&[[1.0, 2.0], [3.0, 4.0]].map(Vector::from))?;
    /// let mut sums = Batch::<D<4>, (D<1>,)>::new();
    /// sums.resize_like(&batch);
    /// assert_eq!(sums.len(), 2);
    /// # Ok::<(), typograd::tensor::CapacityError>(())
    /// ```
    pub fn resize_like<R: Shape, U>(&mut self, other: &Batch<B, R, U>) {
        self.len = other.len;
    }

    fn check(found: usize) -> Result<(), CapacityError> {
        let capacity = Self::CAPACITY;
        if found > capacity {
            return Err(CapacityError { capacity, found });
        }
        Ok(())
    }
}

impl<B: Dim, S: Shape, T: Element> Clone for Batch<B, S, T> {
    fn clone(&self) -> Self {
        let mut copy = Self::new();
        copy.clone_from(self);
        copy
    }

    fn clone_from(&mut self, source: &Self) {
        self.len = source.len;
        self.as_mut_slice().copy_from_slice(source.as_slice());
    }
}

impl<B: Dim, S: Shape, T: Element> Default for Batch<B, S, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<B: Dim, S: Shape, T: Element> core::ops::Index<usize> for Batch<B, S, T> {
    type Output = Tensor<S, T>;

    fn index(&self, sample: usize) -> &Tensor<S, T> {
        &self.samples()[sample]
    }
}

impl<B: Dim, S: Shape, T: Element> core::ops::IndexMut<usize> for Batch<B, S, T> {
    fn index_mut(&mut self, sample: usize) -> &mut Tensor<S, T> {
        &mut self.samples_mut()[sample]
    }
}

impl<'a, B: Dim, S: Shape, T: Element> IntoIterator for &'a Batch<B, S, T> {
    type Item = &'a Tensor<S, T>;
    type IntoIter = core::slice::Iter<'a, Tensor<S, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<B: Dim, S: Shape, T: Element> PartialEq for Batch<B, S, T> {
    fn eq(&self, other: &Self) -> bool {
        self.samples() == other.samples()
    }
}

impl<B: Dim, S: Shape, T: Element> fmt::Debug for Batch<B, S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.samples()).finish()
    }
}
