//! From the bytes of a file into a network: first everything is looked at, then copied.

use super::error::{Name, WeightsError};
use super::header::{Entry, File, equal, get, shown};
use super::names::{Long, Names, leaf, unknown};
use super::{Stored, bytes};
use crate::network::LayoutKind as Kind;
use crate::zeroed;

type Result<X> = core::result::Result<X, WeightsError>;

/// The network that the bytes of a safetensors file hold, as a `const fn`: what [`weights!`](macro@crate::weights) calls.
///
/// ```
/// use typograd::{prelude::*, weights};
///
/// type Net = Dense<D<3>, D<2>>;
///
/// let net = Net::seeded(1);
/// let mut file = Vec::new();
/// weights::write_params(&net, |bytes| Ok::<_, ()>(file.extend_from_slice(bytes))).unwrap();
/// assert_eq!(weights::from_bytes::<Net>(&file)?, net);
/// # Ok::<(), weights::WeightsError>(())
/// ```
///
/// # Errors
///
/// If the bytes are no such file, or if a tensor is missing, is not one of the network's, or has another shape or other
/// elements.
pub const fn from_bytes<N: Stored>(file: &[u8]) -> Result<N> {
    let mut net = zeroed::<N>();
    match read_params(&mut net, file) {
        Ok(()) => Ok(net),
        Err(error) => {
            // Zero bytes own nothing, and a `const fn` cannot drop what it does not know.
            core::mem::forget(net);
            Err(error)
        }
    }
}

/// Reads the parameters of a network from the bytes of a safetensors file, in place. Needs neither a heap nor std.
///
/// Names are those of the fields: `hidden.w`; PyTorch's are known too, see [`weights`](mod@super).
///
/// ```
/// use typograd::{prelude::*, weights};
///
/// let mut file = Vec::new();
/// let net = Dense::<D<3>, D<2>>::seeded(1);
/// weights::write_params(&net, |bytes| Ok::<_, ()>(file.extend_from_slice(bytes))).unwrap();
///
/// let mut other = Dense::<D<3>, D<2>>::seeded(2);
/// weights::read_params(&mut other, &file)?;
/// assert_eq!(other, net);
///
/// let error = weights::read_params(&mut Dense::<D<4>, D<2>>::seeded(3), &file).unwrap_err();
/// assert_eq!(error.to_string(), "`w` is [2,3] in the file, but [2, 4] in the network");
/// # Ok::<(), weights::WeightsError>(())
/// ```
///
/// # Errors
///
/// As [`from_bytes`]; the network is as it was then.
pub const fn read_params<N: Stored>(net: &mut N, file: &[u8]) -> Result<()> {
    let kind = N::LAYOUT.kind();
    let file = get!(File::new(file));
    let names = get!(check(kind, file));
    let mut number = 0;
    while let Some(leaf) = leaf(kind, number, 0, Long::new()) {
        if let Some(entry) = get!(names.find(&leaf)) {
            let from = file.data.split_at(entry.end).0.split_at(entry.begin).1;
            bytes::fill(net, leaf.offset, from, leaf.extents.dtype.size());
        }
        number += 1;
    }
    Ok(())
}

/// Copies the parameters of a network into another, in place, tensor by tensor: from flash to RAM, where they go on being
/// trained. A `clone` would pass over the stack.
///
/// ```
/// use typograd::{prelude::*, weights};
///
/// static IN_FLASH: DenseNoBias<D<3>, D<2>> = typograd::zeroed(); // `weights!(…)`, say
///
/// let mut run = Training::<DenseNoBias<D<3>, D<2>>, Sgd, D<1>>::new();
/// run.network.w.fill(1.0);
/// weights::copy_params(&IN_FLASH, &mut run.network);
/// assert_eq!(run.network, IN_FLASH);
/// ```
///
/// What cannot be [stored](Stored) is not copied.
pub fn copy_params<N: Stored>(from: &N, to: &mut N) {
    let mut number = 0;
    while let Some(leaf) = leaf(N::LAYOUT.kind(), number, 0, Long::new()) {
        bytes::copy(from, to, leaf.offset, leaf.extents.bytes());
        number += 1;
    }
}

/// Looks at everything. Returns which tensor is which.
const fn check(kind: Kind, file: File<'_>) -> Result<Names<'_>> {
    let (Some(wanted), None) = (kind.count(), unknown(kind, Long::new())) else {
        let name = match unknown(kind, Long::new()) {
            Some(name) => shown(name.as_str().as_bytes()),
            None => Name::new(),
        };
        return Err(WeightsError::NotStorable { name });
    };
    let names = get!(Names::new(kind, file));
    let (mut entries, mut count) = (file.entries(), 0);
    while let Some(entry) = get!(entries.next()) {
        get!(check_entry(&names, &file, &entry));
        count += 1;
    }
    let mut number = 0;
    while !names.fits && number < wanted {
        if let Some(leaf) = leaf(kind, number, 0, Long::new())
            && get!(names.find(&leaf)).is_none()
        {
            return Err(WeightsError::Missing {
                name: shown(leaf.name.as_str().as_bytes()),
                expected: leaf.extents,
            });
        }
        number += 1;
    }
    // Each tensor is there, and each entry is one of them: more entries than tensors, and there is one twice.
    if count > wanted {
        return Err(WeightsError::Twice {
            name: get!(twice(&names, &file)),
        });
    }
    get!(check_cover(&file, count));
    Ok(names)
}

/// Whether an entry is that of a tensor of the network, and lies within the data.
const fn check_entry(names: &Names<'_>, file: &File<'_>, entry: &Entry<'_>) -> Result<()> {
    let name = shown(entry.name);
    let Some((expected, _)) = get!(names.resolve(entry.name)) else {
        return Err(WeightsError::Unknown { name });
    };
    if !equal(entry.dtype, expected.dtype.name().as_bytes()) {
        return Err(WeightsError::Elements {
            name,
            expected,
            found: shown(entry.dtype),
        });
    }
    let dims = expected.dims();
    let mut fits = dims.len() == entry.rank;
    let mut axis = 0;
    while axis < dims.len() {
        fits = fits && dims[axis] == entry.dims[axis];
        axis += 1;
    }
    if !fits {
        return Err(WeightsError::Dimensions {
            name,
            expected,
            found: shown(entry.shape),
        });
    }
    let is_long_enough = match entry.end.checked_sub(entry.begin) {
        Some(bytes) => bytes == expected.bytes(),
        None => false,
    };
    if !is_long_enough || entry.end > file.data.len() {
        return Err(WeightsError::Offsets {
            name,
            begin: entry.begin,
            end: entry.end,
            expected: expected.bytes(),
            data: file.data.len(),
        });
    }
    Ok(())
}

/// The tensor that an entry has, and an earlier one as well.
const fn twice(names: &Names<'_>, file: &File<'_>) -> Result<Name> {
    let (mut entries, mut number) = (file.entries(), 0);
    while let Some(entry) = get!(entries.next()) {
        let (mut others, mut other) = (file.entries(), 0);
        while other < number {
            if let (Some((_, place)), Some(earlier)) =
                (get!(names.resolve(entry.name)), get!(others.next()))
                && let Some((_, earlier)) = get!(names.resolve(earlier.name))
                && place == earlier
            {
                return Ok(shown(entry.name));
            }
            other += 1;
        }
        number += 1;
    }
    Ok(Name::new())
}

/// Whether the tensors, none of which is empty, cover the data without a gap, and none lies on another. In a file whose
/// header has them in their order, one look is enough.
const fn check_cover(file: &File<'_>, count: usize) -> Result<()> {
    let (mut at, mut met) = (0, 0);
    loop {
        let (before, mut entries) = (met, file.entries());
        while let Some(entry) = get!(entries.next()) {
            if entry.begin == at {
                at = entry.end;
                met += 1;
            }
        }
        if met == before {
            break;
        }
    }
    if met == count && at == file.data.len() {
        return Ok(());
    }
    Err(WeightsError::Apart {
        byte: at,
        data: file.data.len(),
    })
}
