//! Matrix products of which operands are copied on the way: large ones, and those whose rows are far apart.

use typograd::kernel::product::Layout;

use super::buffer::Place;
use super::products::{Case, ENDS, check, check_all};

/// Sizes beyond the caches: rows so far apart that blocks of both operands are copied, and other forms that pay there alone.
#[test]
fn far_rows() {
    let cases = [
        (Layout::Nn, (130, 1030, 129)),
        (Layout::Nn, (260, 129, 1030)),
        // A power of two apart, in panels of each depth.
        (Layout::Nn, (130, 1024, 128)),
        (Layout::Nn, (130, 1024, 140)),
        // Of few terms, whose rows share the cache with C's.
        (Layout::Tn, (256, 512, 20)),
        // Of few terms, A's rows in a few places, in one block and in several.
        (Layout::Tn, (256, 260, 35)),
        (Layout::Tn, (1024, 260, 64)),
        // And of some more, which are copied on the way.
        (Layout::Tn, (256, 512, 70)),
        // Of few terms, both operands' rows; and few rows, of a B whose rows are, and of one that is read in place.
        (Layout::Tn, (512, 512, 19)),
        (Layout::Nn, (40, 512, 70)),
        (Layout::Nn, (38, 784, 130)),
        // So few tiles that each copies more rows of B than it makes groups of steps, or than would stand among them.
        (Layout::Nn, (18, 1024, 19)),
        (Layout::Nn, (18, 1024, 60)),
        // Few rows, of a B whose lines leave little room in a second-level cache.
        (Layout::Nn, (26, 128, 780)),
        // Of few terms, with C written some rows at a time, the last fewer.
        (Layout::Nn, (40, 1024, 10)),
        (Layout::Nt, (130, 129, 1030)),
        (Layout::Tn, (520, 130, 140)),
        (Layout::Tn, (1030, 130, 140)),
        (Layout::Tn, (512, 130, 140)),
        // A read where it is, in two parts of k, its lines asked for ahead where there are many: those of doubles.
        (Layout::Tn, (528, 129, 1030)),
        // So many rows, or so far apart, that they drive one another out: B's alone, A's as well, and what is left of blocks.
        (Layout::Nn, (33, 1024, 17)),
        (Layout::Nn, (33, 512, 770)),
        (Layout::Tn, (33, 512, 770)),
        (Layout::Tn, (1024, 33, 17)),
        (Layout::Tn, (1024, 65, 257)),
        (Layout::Tn, (512, 67, 770)),
        (Layout::Tn, (256, 66, 1030)),
        // An A that fills the second-level cache.
        (Layout::Tn, (260, 130, 520)),
        // Blocks of A in tiles of two heights, of which the last ends with A.
        (Layout::Tn, (515, 129, 300)),
        (Layout::Tn, (515, 260, 300)),
        // An A that is copied some rows at a time, as it lies in many pages or comes from far, for each block of B.
        (Layout::Tn, (300, 300, 120)),
        (Layout::Tn, (300, 520, 120)),
        (Layout::Tn, (2001, 35, 40)),
        // Rows in more pages than a core finds at once, and many terms of few columns, in parts.
        (Layout::Tn, (300, 300, 30)),
        (Layout::Tn, (40, 58, 700)),
        (Layout::Tn, (17, 10, 1030)),
        // No terms, in a C that is as large.
        (Layout::Tn, (1000, 1000, 0)),
        // Few rows of A and a large B: the other way round, in one part of k and in two.
        (Layout::Nt, (31, 300, 70)),
        (Layout::Nt, (32, 300, 70)),
        (Layout::Nt, (16, 259, 1030)),
        (Layout::Nt, (32, 259, 1030)),
        // The same for long sums, where B is not as large.
        (Layout::Nt, (32, 65, 130)),
        (Layout::Nt, (32, 65, 390)),
        // A few columns, after others or alone, in several parts of k.
        (Layout::Nn, (29, 36, 2061)),
        (Layout::Nn, (16, 3, 1030)),
        (Layout::Tn, (37, 50, 530)),
        (Layout::Tn, (16, 1, 257)),
        (Layout::Nn, (35, 54, 1030)),
        (Layout::Nn, (33, 6, 2061)),
        (Layout::Nt, (300, 11, 590)),
        (Layout::Nt, (260, 8, 519)),
        (Layout::Tn, (37, 40, 530)),
        (Layout::Tn, (53, 10, 257)),
        // As many terms as there is room to copy, and some more.
        (Layout::Tn, (64, 10, 170)),
        (Layout::Tn, (53, 12, 255)),
        // A large B from memory, whose rows are copied for a few of A's.
        (Layout::Nn, (34, 8200, 520)),
        // Few columns of a large A, some rows of which go by for all of them.
        (Layout::Nn, (520, 41, 300)),
        (Layout::Nn, (130, 41, 1700)),
        (Layout::Nn, (32, 60, 36_000)),
        // A in blocks of rows, for each of which B is copied.
        (Layout::Nn, (300, 130, 1030)),
        // An A of so many bytes that blocks of B stay, in parts of k, of which one leaves some steps after its groups.
        (Layout::Nn, (390, 66, 1703)),
        // Or some rows of A for each block of B's columns, which are several, and two parts of k.
        (Layout::Nt, (300, 40, 1030)),
        (Layout::Nt, (50, 41, 1700)),
        // Deeper than usual, as little would be left: doubles, on few registers.
        (Layout::Nt, (200, 40, 790)),
        (Layout::Nn, (200, 512, 790)),
    ];
    check_each(&cases);
}

/// Sizes at which other forms begin where the third-level cache is far.
#[test]
#[cfg_attr(not(target_arch = "x86_64"), ignore = "only AVX-512 has them")]
fn from_afar() {
    let cases = [
        // A large B, copied on the way, of some rows, or of few where its lines share a few places; and of many rows, some of B at a time.
        (Layout::Nn, (70, 1040, 140)),
        (Layout::Nn, (18, 1024, 430)),
        (Layout::Tn, (18, 1024, 430)),
        (Layout::Nn, (130, 2048, 530)),
        // One that goes by along its rows: for tiles that ask for the next ones, some of them lower, or none; of ragged columns, and a
        // number of terms that leaves a part of a vector, or a single row.
        (Layout::Nn, (24, 1040, 520)),
        (Layout::Nn, (31, 1037, 521)),
        (Layout::Tn, (16, 701, 755)),
        (Layout::Tn, (55, 4100, 129)),
        (Layout::Nn, (20, 1100, 500)),
        (Layout::Nn, (3, 1030, 515)),
        (Layout::Tn, (7, 2050, 257)),
        // In parts of k, which there are none of elsewhere.
        (Layout::Nn, (66, 150, 1300)),
        // By blocks of B: of panels of three vectors, and two of two at the end, in one part of k and in two.
        (Layout::Nn, (392, 150, 1004)),
        (Layout::Nn, (385, 200, 1300)),
        // A large A goes by in blocks of rows, read in place or where B is transposed.
        (Layout::Nn, (700, 60, 400)),
        (Layout::Nn, (700, 14, 400)),
        (Layout::Nt, (910, 140, 300)),
        // Both copied, beside the steps, or at once.
        (Layout::Tn, (230, 400, 700)),
        (Layout::Tn, (600, 17, 600)),
        (Layout::Tn, (600, 16, 601)),
        (Layout::Tn, (1024, 20, 330)),
        // Few terms of a large C, which is written some rows at a time, each from one end to the other.
        (Layout::Nn, (700, 600, 20)),
        (Layout::Tn, (650, 610, 64)),
        (Layout::Nt, (700, 600, 40)),
        (Layout::Nt, (390, 1024, 19)),
        // The same, of an A that is copied, strip by strip, or read in place, and a B in one part or several; of few rows, or columns.
        (Layout::Tn, (389, 1011, 61)),
        (Layout::Tn, (35, 11300, 34)),
        (Layout::Nn, (3200, 120, 40)),
        (Layout::Tn, (640, 640, 33)),
        (Layout::Nn, (400, 1024, 33)),
        (Layout::Tn, (300, 1700, 64)),
        (Layout::Nt, (300, 1705, 64)),
        // Columns of a B that the first-level cache does not keep.
        (Layout::Nt, (40, 43, 600)),
    ];
    check_each(&cases);
}

/// One row or column, or few of them: forms of their own.
#[test]
fn few_rows_or_columns() {
    let cases = [
        // One row, of many vectors and what is left of them.
        (Layout::Nn, (1, 300, 37)),
        (Layout::Tn, (1, 151, 6)),
        // And of a large B: of eight vectors or sixteen, and of some more, whole or not, in one part and in two.
        (Layout::Nn, (1, 128, 131)),
        (Layout::Tn, (1, 256, 67)),
        (Layout::Nn, (1, 190, 89)),
        (Layout::Nn, (1, 384, 66)),
        (Layout::Tn, (1, 397, 131)),
        (Layout::Nn, (1, 1100, 18)),
        (Layout::Nn, (1, 2310, 9)),
        // And of a B whose lines share a few places, or which comes from memory.
        (Layout::Nn, (1, 1024, 70)),
        (Layout::Tn, (1, 2070, 1030)),
        // One row or column, or both: dot products in groups, or one by one, or of long rows from afar.
        (Layout::Nt, (1, 37, 100)),
        (Layout::Nt, (1, 29, 300)),
        (Layout::Nt, (1, 7, 1100)),
        (Layout::Nt, (1, 70, 530)),
        (Layout::Nn, (37, 1, 300)),
        (Layout::Tn, (300, 1, 37)),
        (Layout::Nt, (300, 1, 1)),
        (Layout::Nn, (1, 1, 1030)),
        (Layout::Tn, (1, 1, 40)),
        // Few rows, in blocks, of which some are computed twice, or as panels; and those of which each has two sums.
        (Layout::Nt, (7, 70, 60)),
        (Layout::Nt, (4, 22, 45)),
        (Layout::Nt, (5, 130, 18)),
        (Layout::Nn, (3, 150, 41)),
        (Layout::Tn, (2, 100, 34)),
        // Few terms, row by row: in parts of the columns, of which the last ends amid a vector, in parts of the terms, and of a C from
        // afar; and of many terms, whose lines in B share a few places.
        (Layout::Nn, (5, 230, 3)),
        (Layout::Tn, (6, 177, 10)),
        (Layout::Nn, (3, 2101, 8)),
        (Layout::Nn, (29, 1030, 6)),
        (Layout::Tn, (1500, 700, 2)),
        (Layout::Nn, (300, 2101, 7)),
        (Layout::Nn, (4, 130, 15)),
        (Layout::Nn, (5, 29, 3)),
        (Layout::Nt, (4, 130, 7)),
        (Layout::Nn, (9, 512, 600)),
        (Layout::Tn, (7, 260, 515)),
        // And of a B from memory: a few terms at a time, or some more.
        (Layout::Nn, (3, 2070, 1030)),
        (Layout::Tn, (8, 1030, 2050)),
        (Layout::Nn, (9, 2070, 1030)),
        // Few terms of a B that is stored transposed, of which all is copied, in one part and in several.
        (Layout::Nt, (20, 1700, 7)),
        (Layout::Nt, (33, 1030, 16)),
        (Layout::Nt, (3, 530, 9)),
        // Of so few that as many columns are transposed alone.
        (Layout::Nt, (16, 300, 3)),
        (Layout::Nt, (10, 180, 5)),
        // Few columns, and long rows, or few rows: dot products.
        (Layout::Nt, (40, 10, 520)),
        (Layout::Nt, (13, 70, 300)),
        // Rows that are neither few nor short.
        (Layout::Nt, (20, 70, 400)),
        (Layout::Nt, (70, 70, 1100)),
    ];
    check_each(&cases);
}

/// Checks products of these sizes, set with a bias and without, and added.
fn check_each(cases: &[(Layout, (usize, usize, usize))]) {
    for (seed, &(layout, sizes)) in cases.iter().enumerate() {
        let case = |store, biased| Case {
            layout,
            sizes,
            store,
            biased,
            halved: false,
            seed: seed as u64,
        };
        let (biased, added) = (&case((1.0, 0.0), true), &case((-0.5, 1.0), false));
        let set = &case((1.5, 0.0), false);
        let cases = [
            (biased, [Place::Alone; 4]),
            (added, [ENDS[0]; 4]),
            (set, [ENDS[0]; 4]),
        ];
        check_all::<f32>(cases);
        check_all::<f64>(cases);
    }
}

/// Panels of two and three vectors whose B is transposed between the steps of a tile, with what may be left of k.
#[test]
fn transposed_on_the_way() {
    for (seed, m) in [16, 17, 23, 40].into_iter().enumerate() {
        for n in [8, 16, 24, 32, 40, 48, 49, 64, 80] {
            for k in [2, 4, 7, 8, 12, 16, 20, 24, 28, 31, 32, 40, 61, 130] {
                let case = Case {
                    layout: Layout::Nt,
                    sizes: (m, n, k),
                    store: if k % 8 == 0 { (-0.5, 1.0) } else { (1.0, 0.0) },
                    biased: k % 8 != 0,
                    halved: false,
                    seed: seed as u64,
                };
                check::<f32>(&case, [Place::Alone; 4]);
                check::<f64>(&case, [Place::Alone; 4]);
            }
        }
    }
}
