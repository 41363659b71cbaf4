//! From the bytes of a file into a network: first everything is looked at, then copied.

use super::error::{Name, WeightsError};
use super::header::{Entry, File, equal, get, shown};
use super::text::Text;
use super::{Extents, Stored, bytes};
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
    let count = get!(check(kind, &file));
    let mut number = 0;
    while number < count {
        if let Some(leaf) = leaf(kind, number, 0, Long::new())
            && let Some(entry) = get!(find(kind, &file, leaf.offset))
        {
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

/// The name of a tensor in full.
pub(super) type Long = Text<200>;

/// The most bytes of a name that is stored.
const LONGEST: usize = 190;

/// A tensor of a network.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    pub(super) name: Long,
    pub(super) offset: usize,
    pub(super) extents: &'static Extents,
}

/// The tensor with this number, in the order of the fields; `offset` and `name` are those of the whole.
pub(super) const fn leaf(kind: Kind, number: usize, offset: usize, name: Long) -> Option<Leaf> {
    match kind {
        Kind::Unknown => None,
        Kind::Tensor(extents) => Some(Leaf {
            name,
            offset,
            extents,
        }),
        Kind::Parts(parts) => {
            let (mut rest, mut i) = (number, 0);
            while i < parts.len() {
                let part = &parts[i];
                let Some(count) = part.kind.count() else {
                    return None;
                };
                if rest < count {
                    return leaf(
                        part.kind,
                        rest,
                        offset + part.offset,
                        below(name, part.name),
                    );
                }
                rest -= count;
                i += 1;
            }
            None
        }
    }
}

/// `hidden` and `w`: `hidden.w`.
const fn below(name: Long, part: &str) -> Long {
    if name.len() == 0 || part.is_empty() {
        name.push(part)
    } else {
        name.push(".").push(part)
    }
}

/// The first part that cannot be stored.
pub(super) const fn unknown(kind: Kind, name: Long) -> Option<Long> {
    match kind {
        Kind::Tensor(_) if name.len() <= LONGEST => None,
        Kind::Tensor(_) | Kind::Unknown => Some(name),
        Kind::Parts(parts) => {
            let mut i = 0;
            while i < parts.len() {
                let found = unknown(parts[i].kind, below(name, parts[i].name));
                if found.is_some() {
                    return found;
                }
                i += 1;
            }
            None
        }
    }
}

/// The tensor that a file calls `name`, and its place.
const fn resolve(kind: Kind, name: &[u8], offset: usize) -> Option<(&'static Extents, usize)> {
    match kind {
        Kind::Tensor(extents) if name.is_empty() => Some((extents, offset)),
        Kind::Unknown | Kind::Tensor(_) => None,
        Kind::Parts(parts) => {
            let mut i = 0;
            while i < parts.len() {
                let part = &parts[i];
                if part.name.is_empty() {
                    let found = resolve(part.kind, name, offset + part.offset);
                    if found.is_some() {
                        return found;
                    }
                }
                let is_tensor = matches!(part.kind, Kind::Tensor(_));
                let found = match after(name, part.name.as_bytes()) {
                    None if is_tensor => after(name, pytorch(part.name).as_bytes()),
                    found => found,
                };
                if let Some(rest) = found {
                    let found = resolve(part.kind, rest, offset + part.offset);
                    if found.is_some() {
                        return found;
                    }
                }
                i += 1;
            }
            None
        }
    }
}

/// What PyTorch calls a parameter.
const fn pytorch(name: &str) -> &str {
    match name.as_bytes() {
        b"w" => "weight",
        b"b" => "bias",
        _ => name,
    }
}

/// What follows `first` in a name, behind a dot: nothing for `first` itself.
const fn after<'a>(name: &'a [u8], first: &[u8]) -> Option<&'a [u8]> {
    if name.len() < first.len() {
        return None;
    }
    let (head, rest) = name.split_at(first.len());
    if !equal(head, first) {
        return None;
    }
    match rest {
        [] => Some(rest),
        [b'.', rest @ ..] if !rest.is_empty() => Some(rest),
        _ => None,
    }
}

/// The entry of the tensor at this place of the network.
const fn find<'a>(kind: Kind, file: &File<'a>, offset: usize) -> Result<Option<Entry<'a>>> {
    let mut entries = file.entries();
    while let Some(entry) = get!(entries.next()) {
        if let Some((_, place)) = resolve(kind, entry.name, 0)
            && place == offset
        {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

/// Looks at everything. Returns how many tensors there are.
const fn check(kind: Kind, file: &File<'_>) -> Result<usize> {
    let (Some(wanted), None) = (kind.count(), unknown(kind, Long::new())) else {
        let name = match unknown(kind, Long::new()) {
            Some(name) => shown(name.as_str().as_bytes()),
            None => Name::new(),
        };
        return Err(WeightsError::NotStorable { name });
    };
    let (mut entries, mut count) = (file.entries(), 0);
    while let Some(entry) = get!(entries.next()) {
        get!(check_entry(kind, file, &entry));
        count += 1;
    }
    let mut number = 0;
    while number < wanted {
        if let Some(leaf) = leaf(kind, number, 0, Long::new())
            && get!(find(kind, file, leaf.offset)).is_none()
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
            name: get!(twice(kind, file)),
        });
    }
    get!(check_cover(file, count));
    Ok(wanted)
}

/// Whether an entry is that of a tensor of the network, and lies within the data.
const fn check_entry(kind: Kind, file: &File<'_>, entry: &Entry<'_>) -> Result<()> {
    let name = shown(entry.name);
    let Some((expected, _)) = resolve(kind, entry.name, 0) else {
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
const fn twice(kind: Kind, file: &File<'_>) -> Result<Name> {
    let (mut entries, mut number) = (file.entries(), 0);
    while let Some(entry) = get!(entries.next()) {
        let (mut others, mut other) = (file.entries(), 0);
        while other < number {
            if let (Some((_, place)), Some(earlier)) =
                (resolve(kind, entry.name, 0), get!(others.next()))
                && let Some((_, earlier)) = resolve(kind, earlier.name, 0)
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
