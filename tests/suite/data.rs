//! Data sets and the readers of files.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use typograd::data::{
    Csv, Dataset, read_csv_labelled, read_csv_regression, read_idx_images, read_idx_labels,
};
use typograd::prelude::*;

/// A file in the tests' own folder.
pub(crate) fn file(name: &str, contents: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, contents).unwrap();
    path
}

/// An IDX file of bytes.
pub(crate) fn idx(dims: &[u32], data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0, 0, 8, u8::try_from(dims.len()).unwrap()];
    for dim in dims {
        bytes.extend(dim.to_be_bytes());
    }
    bytes.extend(data);
    bytes
}

#[test]
fn csv_with_labels() {
    let path = file("labelled.csv", b"0, 1.5,2\n-3e2,4,0\n");
    let data = read_csv_labelled::<D<2>, D<3>, f32>(&path, Csv::default()).unwrap();
    assert_eq!(
        data.inputs(),
        [Vector::from([0.0, 1.5]), Vector::from([-300.0, 4.0])]
    );
    assert_eq!(
        data.targets()
            .iter()
            .map(|label| label.index())
            .collect::<Vec<_>>(),
        [2, 0]
    );
    let path = file("header.csv", b"a;b;class\n1;2;1\n");
    let data = read_csv_labelled::<D<2>, D<3>, f64>(
        &path,
        Csv {
            header: true,
            delimiter: b';',
        },
    )
    .unwrap();
    assert_eq!(data.len(), 1);
}

#[test]
fn csv_for_regression() {
    let path = file("regression.csv", b"1,2,3\n4,5,6\n");
    let data = read_csv_regression::<D<2>, D<1>, f64>(&path, Csv::default()).unwrap();
    assert_eq!(data.targets(), [Vector::from([3.0]), Vector::from([6.0])]);
}

#[test]
fn idx_packed_or_not() {
    let images = idx(
        &[2, 2, 3],
        &[0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255],
    );
    let plain = file("images.idx", &images);
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&images).unwrap();
    let packed = file("images.idx.gz", &packed.finish().unwrap());
    for path in [plain, packed] {
        let read = read_idx_images::<(D<2>, D<3>), f32>(&path).unwrap();
        assert_eq!((read.len(), read[1][(1, 2)]), (2, 255.0));
        assert_eq!(read_idx_images::<(D<6>,), f32>(&path).unwrap()[0][5], 5.0);
    }
    let labels = file("labels.idx", &idx(&[3], &[7, 0, 9]));
    let read = read_idx_labels::<D<10>>(&labels).unwrap();
    assert_eq!(
        read.iter().map(|label| label.index()).collect::<Vec<_>>(),
        [7, 0, 9]
    );
}

#[test]
fn sets_are_shuffled_and_split() {
    let data = Dataset::new((0..10).collect(), (0..10).map(|i| i * i).collect()).unwrap();
    let shuffled = data.clone().shuffled(3);
    assert!(
        shuffled.iter().all(|(x, y)| x * x == *y),
        "inputs and targets stay together"
    );
    assert_ne!(shuffled, data);
    assert_eq!(shuffled, data.clone().shuffled(3));
    let (train, test) = data.clone().split(0.8);
    assert_eq!(
        (train.inputs(), test.inputs()),
        (&[0, 1, 2, 3, 4, 5, 6, 7][..], &[8, 9][..])
    );
    assert_eq!(data.map_inputs(|x| x + 1).inputs()[0], 1);
    let error = Dataset::new(vec![1, 2], vec![1]).unwrap_err();
    assert_eq!(error.to_string(), "2 inputs, but 1 targets");
}
