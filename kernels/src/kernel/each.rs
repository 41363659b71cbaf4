//! Loops over registers.

/// Runs a block for 0, 1, 2 and so on below a count, as few times as lets the compiler unroll it: `each!(row < R, { … })`.
///
/// A `for` is an iterator more, made, asked and unrolled in each of a product's hundred tiles: those took a fifth of what the
/// compiler does for a small program, beside its dependencies. Whether there is another round is asked at its end: the compiler would
/// rearrange each of thousands of loops so. The block is not to `continue`.
macro_rules! each {
    ($i:ident < $count:expr, $block:block) => {{
        let (mut next, count) = (0, $count);
        if next < count {
            loop {
                let $i = next;
                $block
                next += 1;
                if next >= count {
                    break;
                }
            }
        }
    }};
}

pub(in crate::kernel) use each;
