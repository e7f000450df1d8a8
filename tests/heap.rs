//! The allocator: what it gives is aligned and nobody else's, and what it gets back it gives again.

#![cfg(not(target_arch = "wasm32"))]
#![allow(unsafe_code)]

use proptest::prelude::*;
use wasmagine::heap::Heap;

const UNIT: usize = 2 * size_of::<usize>();
const ARENA: usize = 4096;

#[repr(align(4096))]
struct Arena([u8; ARENA]);

struct Block {
    start: *mut u8,
    size: usize,
    fill: u8,
}

impl Block {
    fn whole(&self) -> usize {
        self.size.next_multiple_of(UNIT)
    }

    /// Whether it holds what was written to it.
    fn is_untouched(&self) -> bool {
        (0..self.size).all(|at| unsafe { self.start.add(at).read() } == self.fill)
    }
}

fn heap(arena: &mut Arena) -> Heap {
    let mut heap = Heap::new();
    unsafe { heap.give(arena.0.as_mut_ptr(), ARENA) };
    heap
}

proptest! {
    /// Blocks are taken and given back in any order: none overlaps another, none is refused that would fit into an empty heap whose
    /// every byte came back.
    #[test]
    fn blocks_are_apart_aligned_and_come_back_whole(steps in prop::collection::vec((any::<bool>(), 1_usize..300, 0_u32..8, any::<prop::sample::Index>()), 1..200)) {
        let mut arena = Box::new(Arena([0; ARENA]));
        let from = arena.0.as_ptr().addr();
        let mut heap = heap(&mut arena);
        let mut blocks: Vec<Block> = Vec::new();
        for (fill, (give, size, align, index)) in (1_u8..=255).cycle().zip(steps) {
            if give && !blocks.is_empty() {
                let block = blocks.swap_remove(index.index(blocks.len()));
                prop_assert!(block.is_untouched());
                unsafe { heap.give(block.start, block.size) };
                continue;
            }
            let align = 1 << align;
            let start = unsafe { heap.take(size, align) };
            if start.is_null() {
                continue;
            }
            let block = Block { start, size, fill };
            prop_assert_eq!(start.addr() % align, 0);
            prop_assert!(start.addr() >= from && start.addr() + block.whole() <= from + ARENA);
            for other in &blocks {
                prop_assert!(start.addr() + block.whole() <= other.start.addr() || other.start.addr() + other.whole() <= start.addr());
            }
            unsafe { start.write_bytes(fill, size) };
            blocks.push(block);
        }
        for block in blocks {
            prop_assert!(block.is_untouched());
            unsafe { heap.give(block.start, block.size) };
        }
        prop_assert_eq!(unsafe { heap.take(ARENA, 1) }.addr(), from, "all of it is one block again");
    }
}

#[test]
fn what_was_given_back_is_taken_first() {
    let mut arena = Box::new(Arena([0; ARENA]));
    let mut heap = heap(&mut arena);
    let first = unsafe { heap.take(100, 1) };
    let second = unsafe { heap.take(100, 1) };
    unsafe { heap.give(first, 100) };
    assert_eq!(unsafe { heap.take(40, 8) }, first);
    assert_eq!(unsafe { heap.take(64, 8) }, unsafe { first.add(48) });
    assert_eq!(unsafe { heap.take(1, 1) }, unsafe { second.add(112) });
}

#[test]
fn there_is_no_more_than_there_is() {
    let mut heap = Heap::new();
    assert!(unsafe { heap.take(1, 1) }.is_null());
    let mut arena = Box::new(Arena([0; ARENA]));
    let from = arena.0.as_mut_ptr();
    unsafe { heap.give(from, 1024) };
    assert!(unsafe { heap.take(1025, 1) }.is_null());
    // New memory behind the old is one with it.
    unsafe { heap.give(from.add(1024), ARENA - 1024) };
    assert!(unsafe { heap.take(isize::MAX as usize, 1) }.is_null());
    assert_eq!(unsafe { heap.take(ARENA, 4096) }, from);
    assert!(unsafe { heap.take(1, 1) }.is_null());
}
