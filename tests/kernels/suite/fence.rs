//! Pages between two that can't be touched.

#![allow(unsafe_code)] // the system's calls

use std::ops::{Deref, DerefMut};
use std::ptr;

/// Whole pages of elements; the page before them and the one after them can be neither read nor written.
pub(super) struct Fenced<T> {
    /// The start of the first page that can't be touched.
    start: *mut u8,
    page: usize,
    elements: usize,
    element: std::marker::PhantomData<T>,
}

impl<T: Copy> Fenced<T> {
    /// At least one page, and `length` elements.
    pub(super) fn new(length: usize, value: T) -> Self {
        // SAFETY: asks for a number.
        let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap();
        assert!(page % size_of::<T>() == 0 && page % align_of::<T>() == 0);
        let bytes = (length * size_of::<T>()).next_multiple_of(page).max(page);
        let (private, usable) = (
            libc::MAP_PRIVATE | libc::MAP_ANON,
            libc::PROT_READ | libc::PROT_WRITE,
        );
        // SAFETY: new memory, wherever the system likes.
        let start = unsafe {
            libc::mmap(
                ptr::null_mut(),
                bytes + 2 * page,
                libc::PROT_NONE,
                private,
                -1,
                0,
            )
        };
        assert!(start != libc::MAP_FAILED);
        let start = start.cast::<u8>();
        // SAFETY: pages of the memory above, which nobody else knows of.
        assert!(unsafe { libc::mprotect(start.add(page).cast(), bytes, usable) } == 0);
        let mut fenced = Self {
            start,
            page,
            elements: bytes / size_of::<T>(),
            element: std::marker::PhantomData,
        };
        fenced.fill(value);
        fenced
    }
}

impl<T> Deref for Fenced<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        // SAFETY: `elements` fill the pages between the fences, from zero bytes on; they are numbers.
        unsafe { std::slice::from_raw_parts(self.start.add(self.page).cast(), self.elements) }
    }
}

impl<T> DerefMut for Fenced<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: as above, and borrowed by one.
        unsafe { std::slice::from_raw_parts_mut(self.start.add(self.page).cast(), self.elements) }
    }
}

impl<T> Drop for Fenced<T> {
    fn drop(&mut self) {
        let bytes = self.elements * size_of::<T>() + 2 * self.page;
        // SAFETY: the memory that `new` asked for.
        unsafe { libc::munmap(self.start.cast(), bytes) };
    }
}

/// A child process reads past an end, and dies of it.
#[test]
fn a_read_past_either_end_faults() {
    let fenced = Fenced::new(3, 1.0_f32);
    let (first, past) = (fenced.as_ptr(), fenced.as_ptr_range().end);
    for outside in [first.wrapping_sub(1), past] {
        // SAFETY: the child does nothing but to read, and to leave: it needs no other thread.
        let child = unsafe { libc::fork() };
        if child == 0 {
            // SAFETY: it is not; the child is here to be killed for it, without a word from whoever handles the signal.
            unsafe {
                libc::signal(libc::SIGSEGV, libc::SIG_DFL);
                outside.read_volatile();
                libc::_exit(0);
            }
        }
        let mut status = 0;
        // SAFETY: waits for the child above.
        assert!(child > 0 && unsafe { libc::waitpid(child, &raw mut status, 0) } == child);
        assert!(libc::WIFSIGNALED(status), "the child lived: {status}");
    }
}
