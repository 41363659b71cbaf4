//! What tensors are called: in the network, and in a file from PyTorch.

use super::Extents;
use super::header::{Entry, File, equal, get};
use super::text::Text;
use crate::network::LayoutKind as Kind;

type Result<X> = core::result::Result<X, super::WeightsError>;

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

/// The tensor of that name, or with PyTorch's name for the parameter, and its place.
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

/// Which tensor of a file is which of a network.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    kind: Kind,
    file: File<'a>,
    /// Whether numbers in names, of layers in a row, are compared by their order: a `Sequential` of PyTorch's counts its
    /// activations, too.
    by_order: bool,
    /// Whether each tensor of the file is one of the network, and each of those is there.
    pub(super) fits: bool,
}

/// Where names are.
#[derive(Clone, Copy)]
enum Side {
    File,
    Network,
}

impl<'a> Names<'a> {
    /// Numbers are as they are, or else by order, if that fits.
    pub(super) const fn new(kind: Kind, file: File<'a>) -> Result<Self> {
        let mut names = Self {
            kind,
            file,
            by_order: false,
            fits: true,
        };
        if !get!(names.fit()) {
            names.by_order = true;
            names.fits = get!(names.fit());
            names.by_order = names.fits;
        }
        Ok(names)
    }

    /// Whether each tensor of the file is found in the network, and each of those in the file.
    const fn fit(&self) -> Result<bool> {
        let mut entries = self.file.entries();
        while let Some(entry) = get!(entries.next()) {
            if get!(self.resolve(entry.name)).is_none() {
                return Ok(false);
            }
        }
        let mut number = 0;
        while let Some(leaf) = leaf(self.kind, number, 0, Long::new()) {
            if get!(self.find(&leaf)).is_none() {
                return Ok(false);
            }
            number += 1;
        }
        Ok(true)
    }

    /// The tensor that the file calls so, and its place.
    pub(super) const fn resolve(&self, name: &[u8]) -> Result<Option<(&'static Extents, usize)>> {
        if !self.by_order {
            return Ok(resolve(self.kind, name, 0));
        }
        match get!(self.translated(name, Side::File, Side::Network)) {
            Some(name) => Ok(resolve(self.kind, name.as_str().as_bytes(), 0)),
            None => Ok(None),
        }
    }

    /// The entry of a tensor of the network.
    pub(super) const fn find(&self, leaf: &Leaf) -> Result<Option<Entry<'a>>> {
        let mut name = leaf.name;
        if self.by_order {
            let own = leaf.name.as_str().as_bytes();
            name = match get!(self.translated(own, Side::Network, Side::File)) {
                Some(name) => name,
                None => return Ok(None),
            };
        }
        let mut entries = self.file.entries();
        while let Some(entry) = get!(entries.next()) {
            if is_called(entry.name, name.as_str().as_bytes()) {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// A name of the one side's on the other: where it has a number, the number of the same rank.
    const fn translated(&self, name: &[u8], from: Side, to: Side) -> Result<Option<Long>> {
        let (mut result, mut at) = (Long::new(), 0);
        while at <= name.len() {
            let (before, rest) = name.split_at(at);
            let segment = first(rest);
            if let Some(number) = number(segment) {
                let rank = get!(self.rank(from, before, number));
                match get!(self.ranked(to, result.as_str().as_bytes(), rank)) {
                    Some(number) => result = result.number(number),
                    None => return Ok(None),
                }
            } else {
                result = result.push_bytes(segment);
            }
            at += segment.len() + 1;
            if at <= name.len() {
                result = result.push(".");
            }
        }
        Ok(Some(result))
    }

    /// How many smaller numbers there are at the place of a number, behind the same beginning.
    const fn rank(&self, side: Side, before: &[u8], number: usize) -> Result<usize> {
        let mut rank = 0;
        let mut next = get!(self.next(side, before, 0));
        while let Some(other) = next {
            if other >= number {
                break;
            }
            rank += 1;
            next = get!(self.next(side, before, other + 1));
        }
        Ok(rank)
    }

    /// The number of this rank behind such a beginning.
    const fn ranked(&self, side: Side, before: &[u8], rank: usize) -> Result<Option<usize>> {
        let (mut next, mut passed) = (get!(self.next(side, before, 0)), 0);
        while let Some(number) = next {
            if passed == rank {
                break;
            }
            passed += 1;
            next = get!(self.next(side, before, number + 1));
        }
        Ok(next)
    }

    /// The smallest number, no less than `least`, behind such a beginning.
    const fn next(&self, side: Side, before: &[u8], least: usize) -> Result<Option<usize>> {
        let (mut smallest, mut i, mut entries) = (None, 0, self.file.entries());
        loop {
            let leaf_name;
            let name = match side {
                Side::File => match get!(entries.next()) {
                    Some(entry) => entry.name,
                    None => return Ok(smallest),
                },
                Side::Network => match leaf(self.kind, i, 0, Long::new()) {
                    Some(leaf) => {
                        leaf_name = leaf.name;
                        leaf_name.as_str().as_bytes()
                    }
                    None => return Ok(smallest),
                },
            };
            i += 1;
            if name.len() < before.len() || !equal(name.split_at(before.len()).0, before) {
                continue;
            }
            if let Some(number) = number(first(name.split_at(before.len()).1)) {
                let is_smaller = match smallest {
                    Some(smallest) => number < smallest,
                    None => true,
                };
                if number >= least && is_smaller {
                    smallest = Some(number);
                }
            }
        }
    }
}

/// What stands before the first dot.
const fn first(name: &[u8]) -> &[u8] {
    let mut end = 0;
    while end < name.len() && name[end] != b'.' {
        end += 1;
    }
    name.split_at(end).0
}

/// The whole number that these are the digits of, as one is written.
const fn number(digits: &[u8]) -> Option<usize> {
    if digits.is_empty() || digits.len() > 9 || digits.len() > 1 && digits[0] == b'0' {
        return None;
    }
    let (mut number, mut i) = (0, 0);
    while i < digits.len() {
        if !digits[i].is_ascii_digit() {
            return None;
        }
        number = 10 * number + (digits[i] - b'0') as usize;
        i += 1;
    }
    Some(number)
}

/// Whether a file's name is that of a tensor, or the same with PyTorch's name for the parameter.
const fn is_called(found: &[u8], name: &[u8]) -> bool {
    if equal(found, name) {
        return true;
    }
    let mut start = name.len();
    while start > 0 && name[start - 1] != b'.' {
        start -= 1;
    }
    let (head, last) = name.split_at(start);
    let other = match last {
        b"w" => pytorch("w").as_bytes(),
        b"b" => pytorch("b").as_bytes(),
        _ => return false,
    };
    found.len() == head.len() + other.len()
        && equal(found.split_at(start).0, head)
        && equal(found.split_at(start).1, other)
}
