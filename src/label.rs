//! Class labels, with a checked range.

use core::fmt;
use core::marker::PhantomData;

use crate::dim::Dim;

/// The number of a class, below the length of `C`: a `Label<Digit>` is one of 0 to 9, and no other type's label.
///
/// ```
/// use typograd::prelude::*;
///
/// dims! { Digit = 10; }
///
/// let seven = Label::<Digit>::new(7)?;
/// assert_eq!(seven.index(), 7);
/// assert_eq!(
///     Label::<Digit>::new(10).unwrap_err().to_string(),
///     "label 10 is not one of the 10 classes 0 to 9",
/// );
/// # Ok::<(), typograd::LabelError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label<C: Dim> {
    index: u32,
    classes: PhantomData<C>,
}

/// A label that is none of the classes.
///
/// ```
/// use typograd::prelude::*;
///
/// let error = Label::<D<2>>::new(5).unwrap_err();
/// assert_eq!((error.label, error.classes), (5, 2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelError {
    /// The label given.
    pub label: usize,
    /// How many classes there are.
    pub classes: usize,
}

impl fmt::Display for LabelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { label, classes } = self;
        write!(
            f,
            "label {label} is not one of the {classes} classes 0 to {}",
            classes - 1
        )
    }
}

impl core::error::Error for LabelError {}

impl<C: Dim> Label<C> {
    /// The label of a class.
    ///
    /// ```
    /// use typograd::prelude::*;
    ///
    /// assert_eq!(Label::<D<10>>::new(9)?.index(), 9);
    /// assert!(Label::<D<10>>::new(10).is_err());
    /// # Ok::<(), typograd::LabelError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If `index` is not below the number of classes.
    pub fn new(index: usize) -> Result<Self, LabelError> {
        let error = LabelError {
            label: index,
            classes: C::LEN,
        };
        if index >= C::LEN {
            return Err(error);
        }
        Ok(Self {
            index: u32::try_from(index).map_err(|_| error)?,
            classes: PhantomData,
        })
    }

    /// The number of the class.
    pub fn index(self) -> usize {
        self.index as usize
    }
}

impl<C: Dim> fmt::Debug for Label<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Label({})", self.index)
    }
}

impl<C: Dim> fmt::Display for Label<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.index, f)
    }
}
