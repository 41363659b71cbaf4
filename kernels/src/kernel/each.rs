//! Loops over registers.

/// Runs a block for 0, 1, 2 and so on below a count, as few times as lets the compiler unroll it: `each!(row < R, { … })`.
///
/// A `for` is an iterator more, made, asked and unrolled in each of a product's hundred tiles: those took a fifth of what the
/// compiler does for a small program, beside its dependencies. The block is not to `continue`.
macro_rules! each {
    ($i:ident < $count:expr, $block:block) => {{
        let mut next = 0;
        while next < $count {
            let $i = next;
            $block
            next += 1;
        }
    }};
}

pub(in crate::kernel) use each;
