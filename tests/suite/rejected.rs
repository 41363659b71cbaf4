//! Bad files: each error names the file, the place and what was expected, and nothing panics.

use std::fmt::Debug;
use std::io::Write as _;
use std::path::Path;

use typograd::data::{Csv, DataError, read_csv_labelled, read_idx_images, read_idx_labels};
use typograd::prelude::*;

use crate::data::{file, idx};

#[track_caller]
fn refused<X: Debug>(path: &Path, result: Result<X, DataError>, expected: &str) {
    let text = result.unwrap_err().to_string();
    let start = path.display().to_string();
    assert!(text.starts_with(&start), "{text} does not name {start}");
    assert_eq!(&text[start.len()..], expected);
}

fn csv(name: &str, contents: &[u8], expected: &str) {
    let path = file(name, contents);
    refused(
        &path,
        read_csv_labelled::<D<2>, D<3>, f32>(&path, Csv::default()),
        expected,
    );
}

#[test]
fn csv_files() {
    let missing = Path::new("no/such/file.csv");
    let result = read_csv_labelled::<D<2>, D<3>, f32>(missing, Csv::default());
    refused(missing, result, ": No such file or directory (os error 2)");
    csv(
        "empty.csv",
        b"",
        ": the file holds no data, expected lines of 2 numbers and a label",
    );
    csv(
        "blank.csv",
        b"\n\n",
        ": the file holds no data, expected lines of 2 numbers and a label",
    );
    csv(
        "short.csv",
        b"1,2,0\n1,2\n",
        ", line 2: expected 3 columns, found 2",
    );
    csv(
        "long.csv",
        b"1,2,0\n\n1,2,3,0\n",
        ", line 3: expected 3 columns, found 4",
    );
    csv(
        "cut.csv",
        b"1,2,0\n1,2,0\n1",
        ", line 3: expected 3 columns, found 1",
    );
    csv(
        "word.csv",
        b"1,two,0\n",
        ", line 1: column 2: expected a number, found \"two\"",
    );
    csv(
        "void.csv",
        b"1,,0\n",
        ", line 1: column 2: expected a number, found \"\"",
    );
    csv(
        "nan.csv",
        b"1,2,0\nnan,2,0\n",
        ", line 2: column 1: expected a finite number, found \"nan\"",
    );
    csv(
        "huge.csv",
        b"1,1e300,0\n",
        ", line 1: column 2: expected a finite number, found \"1e300\"",
    );
    csv(
        "label.csv",
        b"1,2,3\n",
        ", line 1: column 3: label 3 is not one of the 3 classes 0 to 2",
    );
    csv(
        "minus.csv",
        b"1,2,-1\n",
        ", line 1: column 3: expected a label, a whole number from 0, found \"-1\"",
    );
    csv(
        "half.csv",
        b"1,2,0.5\n",
        ", line 1: column 3: expected a label, a whole number from 0, found \"0.5\"",
    );
    let path = file("binary.csv", b"1,2,0\n\xff\xfe,2,0\n");
    let text = read_csv_labelled::<D<2>, D<3>, f32>(&path, Csv::default())
        .unwrap_err()
        .to_string();
    assert!(text.contains("line 2") && text.contains("UTF-8"), "{text}");
    let header = file("only_header.csv", b"a,b,c\n");
    let result = read_csv_labelled::<D<2>, D<3>, f32>(
        &header,
        Csv {
            header: true,
            ..Csv::default()
        },
    );
    refused(
        &header,
        result,
        ": the file holds no data, expected lines of 2 numbers and a label",
    );
}

fn images(name: &str, contents: &[u8], expected: &str) {
    let path = file(name, contents);
    refused(&path, read_idx_images::<(D<2>, D<2>), f32>(&path), expected);
}

#[test]
fn idx_images() {
    let missing = Path::new("no/such/file.idx");
    refused(
        missing,
        read_idx_images::<(D<4>,), f32>(missing),
        ": No such file or directory (os error 2)",
    );
    images(
        "empty.idx",
        b"",
        ": the file holds no data, expected an IDX file of images",
    );
    images(
        "stub.idx",
        b"\0\0",
        ", byte 2: expected the four bytes an IDX file begins with, found the end of the file",
    );
    images(
        "png.idx",
        b"\x89PNG....",
        ", byte 0: expected 00 00, as an IDX file begins, found 89 50",
    );
    images(
        "floats.idx",
        &[0, 0, 0x0d, 1, 0, 0, 0, 0],
        ", byte 2: expected 08, for a file of bytes, found 0d",
    );
    images(
        "head.idx",
        &[0, 0, 8, 3, 0, 0, 0, 1],
        ", byte 8: expected a header of 3 sizes, found the end of the file",
    );
    images(
        "cut.idx",
        &idx(&[2, 2, 2], &[0; 7]),
        ", byte 23: expected 2 × 2 × 2 bytes of images, found the end of the file",
    );
    images(
        "over.idx",
        &idx(&[1, 2, 2], &[0; 6]),
        ", byte 20: expected the end of the file, after 1 × 2 × 2 bytes of images, found more",
    );
    images(
        "size.idx",
        &idx(&[1, 3, 3], &[0; 9]),
        ", byte 8: expected images of 4 pixels, for 2 × 2, found images of 3 × 3",
    );
    images(
        "labels_for_images.idx",
        &idx(&[4], &[0; 4]),
        ", byte 8: expected images of 4 pixels, for 2 × 2, found one number an image, as labels have",
    );
    images(
        "none.idx",
        &idx(&[0, 2, 2], &[]),
        ": the file holds no data, expected images",
    );
    images(
        "number.idx",
        &idx(&[], &[]),
        ", byte 4: expected one byte of images, having no dimensions, found the end of the file",
    );
    // A size that overflows is a file cut short.
    let path = file("vast.idx", &idx(&[u32::MAX, u32::MAX, u32::MAX], &[]));
    let text = read_idx_images::<(D<4>,), f32>(&path)
        .unwrap_err()
        .to_string();
    assert!(text.contains("byte 16"), "{text}");
    // A small file that would unpack to a huge one is unpacked as far as its header says.
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed
        .write_all(&idx(&[1, 2, 2], &vec![0; 1 << 20]))
        .unwrap();
    images(
        "bomb.gz",
        &packed.finish().unwrap(),
        ", byte 20: expected the end of the file, after 1 × 2 × 2 bytes of images, found more",
    );
    // A packed file cut short says where it stopped to make sense.
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    packed.write_all(&idx(&[900, 2, 2], &[7; 3600])).unwrap();
    let packed = packed.finish().unwrap();
    let path = file("cut.gz", &packed[..2000]);
    let text = read_idx_images::<(D<4>,), f32>(&path)
        .unwrap_err()
        .to_string();
    assert!(
        text.contains("expected data packed by gzip, found"),
        "{text}"
    );
    // Bytes that begin as gzip and go on as something else.
    let path = file("broken.gz", &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]);
    let text = read_idx_images::<(D<4>,), f32>(&path)
        .unwrap_err()
        .to_string();
    assert!(text.contains("broken.gz"), "{text}");
}

#[test]
fn idx_labels() {
    let path = file("range.idx", &idx(&[3], &[1, 2, 3]));
    refused(
        &path,
        read_idx_labels::<D<3>>(&path),
        ", byte 10: expected a label of 0 to 2, found 3",
    );
    let path = file("images_for_labels.idx", &idx(&[1, 2, 2], &[0; 4]));
    refused(
        &path,
        read_idx_labels::<D<3>>(&path),
        ", byte 3: expected one number a label, found 3 dimensions",
    );
}
