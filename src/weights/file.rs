//! Weights in files.

use std::boxed::Box;
use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{Stored, WeightsError, WriteError, read_params, write_params};
use crate::boxed;

/// A network whose weights are those of a safetensors file, on the heap.
///
/// ```
/// use typograd::{prelude::*, weights};
///
/// let path = std::env::temp_dir().join("typograd-load.safetensors");
/// let net = Dense::<D<3>, D<2>>::seeded(1);
/// weights::save(&net, &path)?;
/// assert_eq!(*weights::load::<Dense<D<3>, D<2>>>(&path)?, net);
///
/// let error = weights::load::<Dense<D<3>, D<5>>>(&path).unwrap_err();
/// assert!(error.to_string().ends_with("`w` is [2,3] in the file, but [5, 3] in the network"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// If the file cannot be read, or does not hold the weights of such a network.
pub fn load<N: Stored>(path: impl AsRef<Path>) -> Result<Box<N>, FileError> {
    let path = path.as_ref();
    let bytes = std::fs::read(path).map_err(|source| FileError::Io {
        path: path.to_owned(),
        source,
    })?;
    let mut net = boxed::<N>();
    read_params(&mut *net, &bytes).map_err(|source| FileError::Weights {
        path: path.to_owned(),
        source,
    })?;
    Ok(net)
}

/// Writes the weights of a network to a safetensors file; an existing one is replaced.
///
/// See [`load`] for an example.
///
/// # Errors
///
/// If the file cannot be written, or a part of the network cannot be stored.
pub fn save<N: Stored>(net: &N, path: impl AsRef<Path>) -> Result<(), FileError> {
    let path = path.as_ref();
    let io = |source| FileError::Io {
        path: path.to_owned(),
        source,
    };
    let mut file = BufWriter::new(File::create(path).map_err(io)?);
    match write_params(net, |bytes| file.write_all(bytes)) {
        Ok(()) => file.flush().map_err(io),
        Err(WriteError::Sink(source)) => Err(io(source)),
        Err(WriteError::Weights(source)) => Err(FileError::Weights {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Weights that could not be loaded or saved: which file, and why.
///
/// ```
/// use typograd::{prelude::*, weights};
///
/// let error = weights::load::<Dense<D<3>, D<2>>>("nowhere.safetensors").unwrap_err();
/// assert!(error.to_string().starts_with("nowhere.safetensors: "));
/// ```
#[derive(Debug)]
pub enum FileError {
    /// The file could not be read or written.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It is not that of such a network.
    Weights {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: WeightsError,
    },
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Weights { path, source } => write!(f, "{}: {source}", path.display()),
        }
    }
}

impl Error for FileError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Weights { source, .. } => Some(source),
        }
    }
}
