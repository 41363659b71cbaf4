//! From a network to the bytes of a file, piece by piece.

use super::error::WeightsError;
use super::header::{PREFIX, shown};
use super::names::{Leaf, Long, leaf, unknown};
use super::text::Text;
use super::{Stored, bytes};
use crate::network::LayoutKind as Kind;

/// Writes the parameters of a network as a safetensors file, in pieces of at most a few kilobytes where tensors are small,
/// to whatever takes bytes: a file, a flash page, a serial line. Needs neither a heap nor std.
///
/// What it writes [`read_params`](super::read_params), [`weights!`](macro@crate::weights) and every other reader of
/// safetensors read. Its length is [`file_len`].
///
/// ```
/// use typograd::{prelude::*, weights};
///
/// let net = Dense::<D<3>, D<2>>::seeded(1);
/// let (mut page, mut at) = ([0; 256], 0);
/// weights::write_params(&net, |bytes| {
///     let room = page.get_mut(at..at + bytes.len()).ok_or("the page is full")?;
///     room.copy_from_slice(bytes);
///     at += bytes.len();
///     Ok(())
/// })?;
/// assert_eq!(at, weights::file_len::<Dense<D<3>, D<2>>>());
/// # Ok::<(), weights::WriteError<&str>>(())
/// ```
///
/// # Errors
///
/// What `sink` returns, at once; and [`NotStorable`](WeightsError::NotStorable) before anything is written.
pub fn write_params<N: Stored, E>(
    net: &N,
    mut sink: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), WriteError<E>> {
    let kind = N::LAYOUT.kind();
    if let Some(name) = unknown(kind, Long::new()) {
        return Err(WriteError::Weights(WeightsError::NotStorable {
            name: shown(name.as_str().as_bytes()),
        }));
    }
    let mut put = |bytes: &[u8]| sink(bytes).map_err(WriteError::Sink);
    let header = header_len(kind);
    let padded = padded(header);
    put(&(padded as u64).to_le_bytes())?;
    let mut begin = 0;
    for (i, leaf) in leaves(kind).enumerate() {
        let line = line(&leaf, begin, i == 0);
        put(line.as_str().as_bytes())?;
        begin += leaf.extents.bytes();
    }
    put(if begin == 0 { b"{}" } else { b"}" })?;
    put(&b"       "[..padded - header])?;
    for leaf in leaves(kind) {
        let (data, size) = (
            bytes::of(net, leaf.offset, leaf.extents.bytes()),
            leaf.extents.dtype.size(),
        );
        if cfg!(target_endian = "little") {
            put(data)?;
        } else {
            for element in data.chunks(size) {
                let mut turned = [0; 8];
                turned[..size].copy_from_slice(element);
                turned[..size].reverse();
                put(&turned[..size])?;
            }
        }
    }
    Ok(())
}

/// The bytes that [`write_params`] writes, as a constant: what a page of flash must have room for. None if a part cannot be
/// stored.
///
/// ```
/// use typograd::{prelude::*, weights};
///
/// const BYTES: usize = weights::file_len::<Dense<D<64>, D<10>>>();
/// const _: () = assert!(BYTES < (64 * 10 + 10) * 4 + 256);
/// ```
pub const fn file_len<N: Stored>() -> usize {
    let kind = N::LAYOUT.kind();
    let (mut bytes, mut number) = (PREFIX + padded(header_len(kind)), 0);
    while let Some(leaf) = leaf_of_size(kind, number) {
        bytes += leaf.extents.bytes();
        number += 1;
    }
    bytes
}

/// Why [`write_params`] stopped.
///
/// ```
/// use typograd::{prelude::*, weights};
///
/// let net = Dense::<D<3>, D<2>>::seeded(1);
/// let error = weights::write_params(&net, |_| Err("the line is cut")).unwrap_err();
/// assert_eq!(error.to_string(), "the line is cut");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteError<E> {
    /// The sink does not take more.
    Sink(E),
    /// The network cannot be stored.
    Weights(WeightsError),
}

impl<E: core::fmt::Display> core::fmt::Display for WriteError<E> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Sink(error) => error.fmt(f),
            Self::Weights(error) => error.fmt(f),
        }
    }
}

impl<E: core::fmt::Debug + core::fmt::Display> core::error::Error for WriteError<E> {}

/// The data begins at a multiple of eight.
const fn padded(header: usize) -> usize {
    (PREFIX + header).next_multiple_of(8) - PREFIX
}

/// The length of the JSON.
const fn header_len(kind: Kind) -> usize {
    let (mut bytes, mut begin, mut number) = (1, 0, 0);
    while let Some(leaf) = leaf_of_size(kind, number) {
        bytes += line(&leaf, begin, number == 0).as_str().len();
        begin += leaf.extents.bytes();
        number += 1;
    }
    if number == 0 { 2 } else { bytes }
}

/// `{"hidden.w":{"dtype":"F32","shape":[32,64],"data_offsets":[0,8192]}`, or with a comma before.
const fn line(leaf: &Leaf, begin: usize, is_first: bool) -> Text<400> {
    let text = Text::new().push(if is_first { "{\"" } else { ",\"" });
    let text = text.push(leaf.name.as_str()).push("\":{\"dtype\":\"");
    let text = text.push(leaf.extents.dtype.name()).push("\",\"shape\":");
    let text = leaf.extents.shape(text, false).push(",\"data_offsets\":[");
    let text = text.number(begin).push(",");
    text.number(begin + leaf.extents.bytes()).push("]}")
}

/// The tensor with this number, those of large elements first: so each is aligned in the file.
const fn leaf_of_size(kind: Kind, mut number: usize) -> Option<Leaf> {
    let mut size = 8;
    while size > 0 {
        let mut i = 0;
        while let Some(leaf) = leaf(kind, i, 0, Long::new()) {
            if leaf.extents.dtype.size() == size {
                if number == 0 {
                    return Some(leaf);
                }
                number -= 1;
            }
            i += 1;
        }
        size /= 2;
    }
    None
}

fn leaves(kind: Kind) -> impl Iterator<Item = Leaf> {
    (0..).map_while(move |number| leaf_of_size(kind, number))
}
