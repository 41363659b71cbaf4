//! The storage of a network seen as bytes: what its layout says lies there is read and written.

#![allow(unsafe_code)] // storage casts, as those of `tensor`

use super::Stored;

/// Copies the little-endian elements of a tensor, of `size` bytes each, to their place in a network.
///
/// # Panics
///
/// If they end beyond the network.
pub(super) const fn fill<N: Stored>(net: &mut N, offset: usize, from: &[u8], size: usize) {
    assert!(offset <= size_of::<N>() && from.len() <= size_of::<N>() - offset);
    // SAFETY: within the network, as just asked; a tensor of numbers lies there, as its layout says, for which any bytes are
    // valid.
    unsafe {
        let to = core::ptr::from_mut(net).cast::<u8>().add(offset);
        core::ptr::copy_nonoverlapping(from.as_ptr(), to, from.len());
        if cfg!(target_endian = "big") {
            let mut at = 0;
            while at < from.len() {
                let mut i = 0;
                while i < size {
                    *to.add(at + i) = from[at + size - 1 - i];
                    i += 1;
                }
                at += size;
            }
        }
    }
}

/// Copies a tensor from a network to another.
///
/// # Panics
///
/// If it ends beyond the network.
pub(super) fn copy<N: Stored>(from: &N, to: &mut N, offset: usize, length: usize) {
    let from = of(from, offset, length);
    // SAFETY: within the network, as `of` asked; a tensor of numbers lies there, as its layout says.
    unsafe {
        let to = core::ptr::from_mut(to).cast::<u8>().add(offset);
        core::ptr::copy_nonoverlapping(from.as_ptr(), to, length);
    }
}

/// The bytes of a tensor of a network, as they lie there.
///
/// # Panics
///
/// If they end beyond the network.
pub(super) fn of<N: Stored>(net: &N, offset: usize, length: usize) -> &[u8] {
    assert!(offset <= size_of::<N>() && length <= size_of::<N>() - offset);
    // SAFETY: within the network, as just asked; a tensor of numbers lies there, as its layout says, which has no padding.
    unsafe {
        let from = core::ptr::from_ref(net).cast::<u8>().add(offset);
        core::slice::from_raw_parts(from, length)
    }
}
