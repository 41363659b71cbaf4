//! IDX files, as MNIST comes in: packed by gzip or not.

use std::format;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::string::{String, ToString};
use std::vec::Vec;

use flate2::read::MultiGzDecoder;

use super::error::{DataError, Result};
use crate::Element;
use crate::dim::Dim;
use crate::label::Label;
use crate::shape::{Shape, ShapeName};
use crate::tensor::Tensor;

/// Reads images, one tensor each, with pixels as they are in the file, 0 to 255.
///
/// The shape `S` has as many elements as an image has pixels: `(D<784>,)`, `(D<28>, D<28>)` and `(D<1>, D<28>, D<28>)`
/// all hold MNIST's.
///
/// # Errors
///
/// If the file is missing, empty, cut short or too long, no IDX file of bytes, or if its images have another size: the
/// error names the file, the byte and what was expected.
///
/// ```
/// use typograd::data::read_idx_images;
/// use typograd::prelude::*;
///
/// let path = std::env::temp_dir().join("typograd-images.idx");
/// // bytes (8) in 3 dimensions: 2 images of 1 × 2 pixels
/// std::fs::write(&path, [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 255])?;
/// let images = read_idx_images::<(D<2>,), f32>(&path)?;
/// assert_eq!(images, [[10.0, 20.0], [30.0, 255.0]].map(Vector::from));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_idx_images<S: Shape, T: Element>(path: impl AsRef<Path>) -> Result<Vec<Tensor<S, T>>> {
    let file = Idx::open(path.as_ref(), "images")?;
    let pixels: usize = file
        .dims
        .iter()
        .skip(1)
        .fold(1, |all, one| all.saturating_mul(*one));
    if file.dims.len() < 2 || pixels != S::LEN {
        let dims: Vec<String> = file.dims.iter().skip(1).map(ToString::to_string).collect();
        return Err(file.error(
            8,
            match S::RANK {
                1 => format!("images of {} pixels", S::LEN),
                _ => format!("images of {} pixels, for {}", S::LEN, ShapeName::<S>::new()),
            },
            match &dims[..] {
                [] => "one number an image, as labels have".to_string(),
                dims => format!("images of {}", dims.join(" × ")),
            },
        ));
    }
    let images = file.data().chunks_exact(S::LEN);
    Ok(images
        .map(|image| {
            let mut tensor = Tensor::zeros();
            for (x, byte) in tensor.iter_mut().zip(image) {
                *x = T::from_f64(f64::from(*byte));
            }
            tensor
        })
        .collect())
}

/// Reads labels.
///
/// # Errors
///
/// As [`read_idx_images`], and if a label is not one of the classes.
///
/// ```
/// use typograd::data::read_idx_labels;
/// use typograd::prelude::*;
///
/// let path = std::env::temp_dir().join("typograd-labels.idx");
/// std::fs::write(&path, [0, 0, 8, 1, 0, 0, 0, 2, 7, 0])?; // bytes (8) in 1 dimension: 2 labels
/// let labels = read_idx_labels::<D<10>>(&path)?;
/// assert_eq!(labels, [Label::new(7)?, Label::new(0)?]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_idx_labels<C: Dim>(path: impl AsRef<Path>) -> Result<Vec<Label<C>>> {
    let file = Idx::open(path.as_ref(), "labels")?;
    if file.dims.len() != 1 {
        let expected = "one number a label".to_string();
        return Err(file.error(3, expected, format!("{} dimensions", file.dims.len())));
    }
    let labels = file.data().iter().enumerate();
    labels
        .map(|(i, byte)| {
            Label::new(usize::from(*byte)).map_err(|error| {
                let expected = format!("a label of 0 to {}", C::LEN - 1);
                file.error(file.start + i, expected, error.label.to_string())
            })
        })
        .collect()
}

/// What is left of a file packed by gzip.
type Packed = MultiGzDecoder<Cursor<Vec<u8>>>;

/// The length of a header of 255 dimensions, the most there can be.
const LONGEST_HEADER: usize = 4 + 4 * 255;

/// An unpacked IDX file of bytes whose header and length have been checked.
struct Idx<'a> {
    path: &'a Path,
    bytes: Vec<u8>,
    dims: Vec<usize>,
    start: usize,
}

impl<'a> Idx<'a> {
    #[inline] // made in programs that call it: the others need not be linked with flate2
    fn open(path: &'a Path, what: &str) -> Result<Self> {
        let contents = fs::read(path).map_err(|source| DataError::Io {
            path: path.to_path_buf(),
            source,
        })?;
        let (bytes, mut packed) = if contents.starts_with(&[0x1f, 0x8b]) {
            let decoder = MultiGzDecoder::new(Cursor::new(contents));
            (Vec::new(), Some(decoder))
        } else {
            (contents, None)
        };
        let mut file = Self {
            path,
            bytes,
            dims: Vec::new(),
            start: 4,
        };
        file.unpack(&mut packed, LONGEST_HEADER)?;
        if file.bytes.is_empty() {
            return Err(DataError::Empty {
                path: path.to_path_buf(),
                expected: format!("an IDX file of {what}"),
            });
        }
        let Some(&[zero, null, kind, rank]) = file.bytes.first_chunk() else {
            return Err(file.cut("the four bytes an IDX file begins with"));
        };
        if (zero, null) != (0, 0) {
            let found = format!("{zero:02x} {null:02x}");
            return Err(file.error(0, "00 00, as an IDX file begins".to_string(), found));
        }
        if kind != 0x08 {
            let found = format!("{kind:02x}");
            return Err(file.error(2, "08, for a file of bytes".to_string(), found));
        }
        for _ in 0..rank {
            let place = file.start..file.start + 4;
            let Some(Ok(word)) = file.bytes.get(place).map(<[u8; 4]>::try_from) else {
                return Err(file.cut(&format!("a header of {rank} sizes")));
            };
            let length = usize::try_from(u32::from_be_bytes(word)).unwrap_or(usize::MAX);
            file.dims.push(length);
            file.start += 4;
        }
        let wanted = file
            .dims
            .iter()
            .try_fold(1_usize, |all, one| all.checked_mul(*one));
        let end = wanted.and_then(|wanted| wanted.checked_add(file.start));
        if let Some(end) = end {
            // A byte more than the header declares: a small file that unpacks to a huge one is not unpacked whole.
            let rest = end.saturating_add(1).saturating_sub(file.bytes.len());
            file.unpack(&mut packed, rest)?;
        }
        let sizes: Vec<String> = file.dims.iter().map(ToString::to_string).collect();
        let held = match &sizes[..] {
            [] => format!("one byte of {what}, having no dimensions"),
            sizes => format!("{} bytes of {what}", sizes.join(" × ")),
        };
        match end {
            Some(end) if end == file.bytes.len() && end > file.start => Ok(file),
            Some(end) if end == file.bytes.len() => Err(DataError::Empty {
                path: path.to_path_buf(),
                expected: what.to_string(),
            }),
            Some(end) if end < file.bytes.len() => {
                let expected = format!("the end of the file, after {held}");
                Err(file.error(end, expected, "more".to_string()))
            }
            _ => Err(file.cut(&held)),
        }
    }

    /// Unpacks up to `limit` bytes more of a packed file.
    #[inline] // as `open`
    fn unpack(&mut self, packed: &mut Option<Packed>, limit: usize) -> Result<()> {
        let Some(decoder) = packed else { return Ok(()) };
        let read = decoder.take(limit as u64).read_to_end(&mut self.bytes);
        read.map(|_| ()).map_err(|error| {
            let expected = "data packed by gzip".to_string();
            self.error(self.bytes.len(), expected, error.to_string())
        })
    }

    fn data(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    fn cut(&self, expected: &str) -> DataError {
        let found = "the end of the file".to_string();
        self.error(self.bytes.len(), expected.to_string(), found)
    }

    fn error(&self, byte: usize, expected: String, found: String) -> DataError {
        DataError::Byte {
            path: self.path.to_path_buf(),
            byte,
            expected,
            found,
        }
    }
}
