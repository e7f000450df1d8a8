//! The wasm's allocator: one list of free blocks, in order of address. It knows no sizes of its own and no threads.
//!
//! dlmalloc, the standard library's, is 2.4 KB of brotli; this is a tenth of that. Blocks have no header, because Rust says the size
//! of what it gives back. The first block that is large enough serves; what is given back joins its neighbours, so that memory is
//! as whole after a call as before. A call holds some dozens of blocks, and all that is large leaves wasm at once (src/stream.rs):
//! walking the list costs nothing that could be measured.
//!
//! The only unsafe code of the package is here.

#![allow(unsafe_code)]

use std::ptr::null_mut;

/// A free block says in its own first bytes how long it is and which comes next.
struct Free {
    size: usize,
    next: *mut Free,
}

/// All blocks are a multiple of it long, and begin at one: 8 bytes on wasm.
const UNIT: usize = size_of::<Free>();

/// The free blocks, by address; no two of them touch.
pub struct Heap {
    first: *mut Free,
}

impl Heap {
    /// Nothing is free.
    #[must_use]
    pub const fn new() -> Self {
        Self { first: null_mut() }
    }

    /// What is taken for a block of `size` bytes.
    const fn whole(size: usize) -> usize {
        (size + (UNIT - 1)) & !(UNIT - 1)
    }

    /// Takes `size` bytes at a multiple of `align`; null where no block has room for them.
    ///
    /// # Safety
    /// Of [`Heap::give`] holds for all that was given. `align` is a power of two, and `size` at most `isize::MAX`.
    pub unsafe fn take(&mut self, size: usize, align: usize) -> *mut u8 {
        let size = Self::whole(size);
        let mut link = &raw mut self.first;
        // SAFETY: every block of the list is ours, aligned, and at least UNIT long, as all that give() took and all that is cut off
        // here; `link` is the list's beginning or lies in such a block.
        unsafe {
            loop {
                let block = *link;
                if block.is_null() {
                    return null_mut();
                }
                let Free { size: room, next } = block.read();
                let before = block.addr().wrapping_neg() & (align - 1); // a multiple of UNIT, as the block's own address is
                let Some(behind) = room.checked_sub(before).and_then(|room| room.checked_sub(size)) else {
                    link = &raw mut (*block).next;
                    continue;
                };
                let mut rest = next;
                if behind > 0 {
                    rest = block.byte_add(before + size);
                    rest.write(Free { size: behind, next });
                }
                if before > 0 {
                    block.write(Free { size: before, next: rest });
                } else {
                    *link = rest;
                }
                return block.byte_add(before).cast();
            }
        }
    }

    /// Makes `size` bytes free: those of a block that was taken, or memory that is new.
    ///
    /// # Safety
    /// They are nobody else's, and none of them is free already. New memory begins at a multiple of two words and is as many long.
    pub unsafe fn give(&mut self, start: *mut u8, size: usize) {
        let block: *mut Free = start.cast();
        let mut size = Self::whole(size);
        let mut before = null_mut::<Free>();
        let mut next = self.first;
        // SAFETY: as in take(); `block` is ours by this function's contract, and take() gave it as long as whole() says.
        unsafe {
            while !next.is_null() && next < block {
                before = next;
                next = (*next).next;
            }
            if block.byte_add(size) == next {
                size += (*next).size;
                next = (*next).next;
            }
            if before.is_null() {
                self.first = block;
            } else if before.byte_add((*before).size) == block {
                (*before).size += size;
                (*before).next = next;
                return;
            } else {
                (*before).next = block;
            }
            block.write(Free { size, next });
        }
    }
}

impl Default for Heap {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(target_arch = "wasm32")]
mod global {
    use super::Heap;
    use core::arch::wasm32::memory_grow;
    use std::alloc::{GlobalAlloc, Layout};
    use std::cell::UnsafeCell;
    use std::ptr::{null_mut, without_provenance_mut};

    const PAGE: usize = 64 * 1024;

    struct Global(UnsafeCell<Heap>);

    #[global_allocator]
    static GLOBAL: Global = Global(UnsafeCell::new(Heap::new()));

    // SAFETY: this build has one thread, and the heap calls nobody who could come back to it.
    unsafe impl Sync for Global {}

    // SAFETY: blocks come from the heap, which gives none twice; memory that grew is ours alone, as nothing else here makes it grow.
    unsafe impl GlobalAlloc for Global {
        #[inline(never)] // of some two hundred places
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            let (size, align) = (layout.size(), layout.align());
            // SAFETY: the one reference, as said at Sync; a Layout's align and size are as take() wants them.
            unsafe {
                let heap = &mut *self.0.get();
                let block = heap.take(size, align);
                if !block.is_null() {
                    return block;
                }
                let pages = (size + align).div_ceil(PAGE);
                let before = memory_grow::<0>(pages);
                if before == usize::MAX {
                    return null_mut();
                }
                heap.give(without_provenance_mut(before * PAGE), pages * PAGE);
                heap.take(size, align)
            }
        }

        #[inline(never)]
        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            // SAFETY: as above; by GlobalAlloc's contract `block` came from alloc() with this layout, and is given back once.
            unsafe { (*self.0.get()).give(block, layout.size()) }
        }
    }
}
