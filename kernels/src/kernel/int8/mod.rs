//! Integers of 8 bits: sums of products in 32, and from real numbers to them and back without floating point, which small
//! processors do not have.

// The registers for real numbers hold a place in memory there, too.
#[cfg(all(dsp, target_abi = "eabihf"))]
mod dsp;

/// Calls `each` with the number of every row and b + W x for it.
///
/// ```
/// use typograd::kernel::int8::rows;
///
/// let mut y = [0; 2];
/// rows(&[1, 2, -3, 4], &[10, -1], &[100, 200], |row, sum| y[row] = sum);
/// assert_eq!(y, [100 + 10 - 2, 200 - 30 - 4]);
/// ```
///
/// # Panics
///
/// If W is not of as many rows as b has numbers, and as many columns as x.
#[inline]
pub fn rows(w: &[i8], x: &[i8], b: &[i32], mut each: impl FnMut(usize, i32)) {
    let (k, n) = (x.len(), b.len());
    assert!(Some(w.len()) == n.checked_mul(k), "a matrix of {n} × {k}");
    #[cfg(all(dsp, target_abi = "eabihf"))]
    if dsp::rows(w, x, b, &mut each) {
        return;
    }
    let mut row = 0;
    while row + AT_ONCE <= n {
        let mut sums = [0; AT_ONCE];
        sums.copy_from_slice(&b[row..row + AT_ONCE]);
        dots(&w[row * k..(row + AT_ONCE) * k], x, &mut sums);
        for (i, sum) in sums.into_iter().enumerate() {
            each(row + i, sum);
        }
        row += AT_ONCE;
    }
    while row < n {
        let mut sum = [b[row]];
        dots(&w[row * k..][..k], x, &mut sum);
        each(row, sum[0]);
        row += 1;
    }
}

/// For how many rows each number of x is loaded once: as many as there are registers for. A Cortex-M0, whose target is the one
/// of ARM without atomic operations, has eight.
const AT_ONCE: usize = if cfg!(all(target_arch = "arm", not(target_has_atomic = "32"))) {
    2
} else {
    4
};

/// Adds the products of some rows with x to the sums.
#[inline(never)] // amid other code, the sums would be in memory
#[allow(unsafe_code)] // a bound for each byte would cost more than the product
fn dots<const N: usize>(w: &[i8], x: &[i8], sums: &mut [i32; N]) {
    let lines: [&[i8]; N] = core::array::from_fn(|row| &w[row * x.len()..][..x.len()]);
    let mut totals = *sums;
    let mut add = |column: usize| {
        // SAFETY: the column is one of x, and each line is as long.
        let x = i32::from(unsafe { *x.get_unchecked(column) });
        for (total, line) in totals.iter_mut().zip(lines) {
            // SAFETY: as above.
            *total += i32::from(unsafe { *line.get_unchecked(column) }) * x;
        }
    };
    let whole = x.len() / 4 * 4;
    for column in (0..whole).step_by(4) {
        // Four at once: what leads from one to the next costs as much as a product.
        add(column);
        add(column + 1);
        add(column + 2);
        add(column + 3);
    }
    for column in whole..x.len() {
        add(column);
    }
    *sums = totals;
}

/// scale · sum, rounded to the nearest, in integers: no less than −2¹⁶, no more than 2¹⁶. The scale is positive.
///
/// ```
/// use typograd::kernel::int8::scaled;
///
/// assert_eq!(scaled(-1004, 0.1), -100);
/// assert_eq!(scaled(i32::MAX, 0.1), 1 << 16);
/// ```
#[inline]
pub fn scaled(sum: i32, scale: f32) -> i32 {
    // scale = mantissa · 2^(exponent − 157), the mantissa of 31 bits.
    let bits = scale.to_bits();
    let (mantissa, exponent) = ((bits | 0x0080_0000) << 8 >> 1, bits >> 23 & 0xff);
    let product = i64::from(sum) * i64::from(mantissa);
    let value = match exponent {
        // Beyond 2⁻³² of the largest sum, all is 0.
        0..95 => 0,
        // A scale below ¼, the usual case: what is rounded is in the upper half of the product.
        95..=124 => {
            #[allow(clippy::cast_possible_truncation)] // half of 64 bits
            let (upper, shift) = ((product >> 32) as i32, 125 - exponent);
            let value = (upper + (1 << (shift - 1))) >> shift;
            return value.clamp(-1 << 16, 1 << 16);
        }
        125..157 => {
            let shift = 157 - exponent;
            (product + (1_i64 << (shift - 1))) >> shift
        }
        // Beyond all ends, if not 0.
        _ => product.signum() << 16,
    };
    #[allow(clippy::cast_possible_truncation)] // cut off at both ends
    {
        value.clamp(-1 << 16, 1 << 16) as i32
    }
}

/// zero + scale · sum, rounded to the nearest, in integers: no less than `least`, no more than 127. The scale is positive.
///
/// ```
/// use typograd::kernel::int8::narrow;
///
/// assert_eq!(narrow(1000, 0.1, -28, -128), 72);
/// assert_eq!(narrow(-100, 0.1, -28, -28), -28);
/// assert_eq!(narrow(100_000, 0.1, 0, -128), 127);
/// ```
#[inline]
pub fn narrow(sum: i32, scale: f32, zero: i32, least: i32) -> i8 {
    let value = scaled(sum, scale) + zero;
    #[allow(clippy::cast_possible_truncation)] // cut off at both ends
    {
        value.clamp(least.clamp(-128, 127), 127) as i8
    }
}

/// What a table says at a place given in 256ths of an entry, by a straight line between two; at its ends, the first or
/// about the last one.
///
/// ```
/// use typograd::kernel::int8::look_up;
///
/// let table = [-20, 0, 100];
/// assert_eq!(look_up(&table, 256 + 64), 25); // a quarter of the way from 0 to 100
/// assert_eq!((look_up(&table, -5), look_up(&table, 9999)), (-20, 100));
/// ```
///
/// # Panics
///
/// If it has less than two entries.
#[inline]
pub fn look_up(table: &[i8], place: i32) -> i8 {
    assert!(table.len() > 1, "a table of two entries");
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss
    )] // a place in the table, and a number between two of its entries
    {
        let place = place.clamp(0, (table.len() as i32 - 1) * 256 - 1);
        let (entry, part) = ((place >> 8) as usize, place & 255);
        let (before, after) = (i32::from(table[entry]), i32::from(table[entry + 1]));
        (before + (((after - before) * part + 128) >> 8)) as i8
    }
}

/// zero + scale · x, rounded to the nearest, in integers: no less than −128, no more than 127. A NaN is taken for infinite.
/// The scale is positive; it and x are taken to 16 bits, which is 2⁻⁸ of a step for the largest numbers.
///
/// ```
/// use typograd::kernel::int8::quantize;
///
/// let mut q = [0; 4];
/// quantize(&[0.0, 0.5, -1.0, 9.0], 100.0, -28, &mut q);
/// assert_eq!(q, [-28, 22, -128, 127]);
/// ```
///
/// # Panics
///
/// If there are not as many integers as numbers.
#[inline]
pub fn quantize(x: &[f32], scale: f32, zero: i32, q: &mut [i8]) {
    assert!(x.len() == q.len());
    // The upper 16 of 24 bits: number = mantissa · 2^(exponent − 142).
    let split = |bits: u32| ((bits >> 8 & 0x7fff | 0x8000), bits >> 23 & 0xff);
    let (factor, factor_exponent) = split(scale.to_bits());
    for (q, x) in q.iter_mut().zip(x) {
        let bits = x.to_bits();
        let (mantissa, exponent) = split(bits);
        // |scale · x| = product · 2^(exponents − 284), the product from 2³⁰ up: as in fixed point.
        let (product, exponents) = (mantissa * factor, exponent + factor_exponent);
        let size = match exponents {
            0..252 => 0, // less than ½
            252..262 => {
                let shift = 284 - exponents;
                ((product >> 1) + (1 << (shift - 2))) >> (shift - 1)
            }
            _ => 1 << 10,
        };
        #[allow(clippy::cast_possible_wrap, clippy::cast_possible_truncation)]
        // at most 2¹⁰, then cut off at both ends
        {
            let value = if bits >> 31 == 0 {
                size as i32
            } else {
                -(size as i32)
            };
            *q = (value + zero).clamp(-128, 127) as i8;
        }
    }
}
