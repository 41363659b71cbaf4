//! Making, indexing, reshaping and printing tensors.

use typograd::prelude::*;
use typograd::tensor::LengthError;

dims! { Rows = 2; Columns = 3; Depth = 4; Six = 6; }

fn counted() -> Matrix<Rows, Columns> {
    Matrix::from([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
}

#[test]
fn made_from_arrays_slices_and_functions() {
    assert_eq!(
        Matrix::<Rows, Columns>::from_fn(|(i, j)| (3 * i + j) as f32),
        counted()
    );
    assert_eq!(
        Matrix::from_slice(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]),
        Ok(counted())
    );
    let short = Matrix::<Rows, Columns>::from_slice(&[1.0; 5]);
    assert_eq!(
        short,
        Err(LengthError {
            expected: 6,
            found: 5
        })
    );
    assert_eq!(
        short.unwrap_err().to_string(),
        "expected 6 elements, found 5"
    );
    assert!(
        Vector::<Rows>::from_slice(&[0.0; 3]).is_err() && Vector::<Rows>::from_slice(&[]).is_err()
    );
    assert_eq!(Vector::<Rows>::full(7.0), Vector::from([7.0, 7.0]));
    assert_eq!(Image::<Rows, Columns, Depth>::ones().sum(), 24.0);
    assert_eq!(Scalar::<f32>::full(3.0).value(), 3.0);
    assert_eq!(
        RowVector::<Columns>::from([1.0, 2.0, 3.0]).t(),
        Vector::from([1.0, 2.0, 3.0])
    );
    let image = Tensor::<(D<1>, D<2>, D<2>)>::from([[[1.0, 2.0], [3.0, 4.0]]]);
    assert_eq!(image[(0, 1, 0)], 3.0);
    let four = Tensor::<(D<1>, D<1>, D<2>, D<1>)>::from([[[[1.0], [2.0]]]]);
    assert_eq!(four[(0, 0, 1, 0)], 2.0);
    assert_eq!(
        Tensor::<(D<2>, D<2>, D<2>, D<2>)>::from_fn(
            |(i, j, k, l)| (8 * i + 4 * j + 2 * k + l) as f32
        )
        .as_slice()[13],
        13.0
    );
}

/// A slice of the right length is a tensor in place.
#[test]
fn borrowed_from_slices() {
    let mut elements = [1.0_f32, 2.0, 3.0];
    let view: &Vector<Columns> = elements.as_slice().try_into().unwrap();
    assert_eq!(view[2], 3.0);
    let view: &mut Vector<Columns> = elements.as_mut_slice().try_into().unwrap();
    view[0] = 9.0;
    assert_eq!(elements[0], 9.0);
    assert!(<&Vector<Rows>>::try_from(&elements[..]).is_err());
}

#[test]
fn indexed_by_element_row_and_column() {
    let mut m = counted();
    assert_eq!(
        (m[(1, 0)], m.get((1, 2)), m.get((2, 0)), m.get((0, 3))),
        (3.0, Some(&5.0), None, None)
    );
    m[(0, 1)] = 8.0;
    m.row_mut(1).fill(1.0);
    assert_eq!(m, Matrix::from([[0.0, 8.0, 2.0], [1.0, 1.0, 1.0]]));
    assert_eq!(m.column(1), Vector::from([8.0, 1.0]));
    assert_eq!(
        m.rows().map(RowVector::sum).collect::<Vec<_>>(),
        [10.0, 3.0]
    );
    assert_eq!(m.columns().len(), 3);
    *m.get_mut((0, 0)).unwrap() = 4.0;
    for x in &mut m {
        *x += 1.0;
    }
    assert_eq!((m.iter().sum::<f32>(), (&m).into_iter().count()), (23.0, 6));
}

#[test]
#[should_panic(expected = "index [2, 0] is outside a tensor of Rows=2 × Columns=3")]
fn an_index_outside_says_so() {
    let _ = counted()[(2, 0)];
}

#[test]
#[should_panic(expected = "index [0, 3] is outside a tensor of Rows=2 × Columns=3")]
fn an_index_past_a_row_is_outside() {
    counted()[(0, 3)] = 1.0;
}

#[test]
fn relabelled_reshaped_and_flattened() {
    let m = counted();
    let other: &Matrix<D<2>, D<3>> = m.relabel();
    assert_eq!(other.as_slice(), m.as_slice());
    assert_eq!(m.reshape::<(Columns, Rows)>()[(2, 1)], 5.0);
    assert_eq!(m.reshape::<(Six,)>(), m.flatten().relabel());
    let image = Image::<Rows, Columns, Depth>::ones();
    let flat: &Vector<D<24>> = image.flatten().relabel();
    assert_eq!(flat.sum(), 24.0);
    let row: &RowVector<D<3>> = m.row(0).relabel();
    assert_eq!(row[1], 1.0);
}

#[test]
fn concatenated_and_split() {
    let (a, b) = (counted(), counted() * 10.0);
    let below = a.concat_rows(&b);
    assert_eq!(below.row(2), b.row(0));
    assert_eq!(below.split_rows::<Rows, Rows>(), (&a, &b));
    let beside = a.concat_columns(&b);
    assert_eq!(beside.row(1).as_slice(), [3.0, 4.0, 5.0, 30.0, 40.0, 50.0]);
    assert_eq!(beside.split_columns::<Columns, Columns>(), (a.clone(), b));
    let x = Vector::<Rows>::from([1.0, 2.0]).concat(&Vector::<Columns>::ones());
    let (first, rest) = x.split::<D<1>, D<4>>();
    assert_eq!((first.sum(), rest.sum()), (1.0, 5.0));
}

#[test]
fn sums_over_each_axis() {
    let image = Image::<Rows, Columns, Depth>::from_fn(|(i, j, k)| (100 * i + 10 * j + k) as f32);
    assert_eq!(image.sum_axis::<0>()[(2, 3)], 23.0 + 123.0);
    assert_eq!(image.sum_axis::<1>()[(1, 1)], 101.0 + 111.0 + 121.0);
    assert_eq!(image.sum_axis::<2>()[(1, 2)], 4.0 * 120.0 + 6.0);
    assert_eq!(Vector::<Columns>::ones().sum_axis::<0>().value(), 3.0);
}

#[test]
fn the_largest_element() {
    let v = Vector::<D<5>>::from([1.0, 7.0, -8.0, 7.0, 0.0]);
    assert_eq!(
        (v.argmax(), v.max(), v.min(), v.norm_max()),
        (1, 7.0, -8.0, 8.0)
    );
    let nan = Vector::<D<3>>::from([1.0, f32::NAN, 9.0]);
    assert!(nan.argmax() == 1 && nan.max().is_nan() && nan.min().is_nan());
}

#[test]
fn numbers_on_either_side() {
    let x = Vector::<D<2>>::from([1.0, 4.0]);
    let pairs = [
        (3.0 + &x, &x + 3.0, [4.0, 7.0]),
        (3.0 - &x, -(&x - 3.0), [2.0, -1.0]),
        (3.0 * &x, &x * 3.0, [3.0, 12.0]),
        (2.0 / x.clone(), x.map(|x| 2.0 / x), [2.0, 0.5]),
    ];
    for (left, right, expected) in pairs {
        assert_eq!(left, right);
        assert_eq!(left, Vector::from(expected));
    }
    let mut sum = x.clone();
    sum += &x;
    sum += x.clone();
    sum -= 1.0;
    assert_eq!(sum, Vector::from([2.0, 11.0]));
}

#[test]
fn a_transpose_prints_as_what_it_is() {
    let m = Matrix::<D<1>, D<2>>::from([[1.0, 2.0]]);
    assert_eq!(format!("{:.0}", m.t()), "[ 1 ]\n[ 2 ]");
    assert_eq!(format!("{:?}", m.t()), format!("{:?}", m.transpose()));
}

/// The norm of numbers whose squares overflow or vanish.
#[test]
fn norms_at_the_ends() {
    let large = Vector::<D<2>>::from([3e30, 4e30]);
    assert!((large.norm() / 5e30 - 1.0).abs() < 1e-6);
    let small = Vector::<D<2>>::from([3e-30, 4e-30]);
    assert!((small.norm() / 5e-30 - 1.0).abs() < 1e-6);
    assert_eq!(Vector::<D<2>>::zeros().norm(), 0.0);
    assert_eq!(
        Vector::<D<2>>::from([f32::INFINITY, 1.0]).norm(),
        f32::INFINITY
    );
    assert!(Vector::<D<2>>::from([f32::NAN, 1.0]).norm().is_nan());
}

#[test]
fn near_and_far() {
    let a = Vector::<D<3>>::from([1.0, 1e6, 0.0]);
    assert!(a.is_close(&Vector::from([1.0 + 1e-6, 1e6 + 1.0, 1e-6]), 2e-6));
    assert!(!a.is_close(&Vector::from([1.0, 1e6, 1e-3]), 1e-4));
    let odd = Vector::<D<2>>::from([f32::NAN, f32::INFINITY]);
    assert!(!odd.is_close(&odd, 1.0) && odd != odd);
    assert!(Vector::<D<1>>::full(f32::INFINITY).is_close(&Vector::full(f32::INFINITY), 0.0));
    assert_eq!(a.max_difference(&Vector::from([1.5, 1e6, -2.0])), 2.0);
}

#[test]
fn a_matrix_prints_as_a_matrix() {
    assert_eq!(
        format!("{:.1}", counted()),
        "[ 0.0 1.0 2.0 ]\n[ 3.0 4.0 5.0 ]"
    );
    assert_eq!(
        format!("{:.0}", Vector::<Rows>::from([-1.0, 20.0])),
        "[ -1 ]\n[ 20 ]"
    );
    assert_eq!(
        format!("{:.0}", Vector::<Rows>::from([-1.0, 20.0]).t()),
        "[ -1 20 ]"
    );
    assert_eq!(
        format!("{:?}", Vector::<Rows>::ones()),
        "Tensor(Rows=2)\n[ 1.0000 ]\n[ 1.0000 ]"
    );
    assert_eq!(format!("{}", Scalar::<f32>::full(0.5)), "0.5000");
    assert_eq!(
        format!("{:.2}", Matrix::<D<1>, D<2>>::from([[2e7, 1.0]])),
        "[ 2.00e7 1.00e0 ]"
    );
    assert_eq!(format!("{:.1}", Vector::<D<1>>::full(f32::NAN)), "[ NaN ]");
    let image = Image::<D<2>, D<1>, D<2>>::from([[[1.0, 2.0]], [[3.0, 4.0]]]);
    assert_eq!(format!("{image:.0}"), "[0]\n[ 1 2 ]\n[1]\n[ 3 4 ]");
    let wide = format!("{:.0}", Matrix::<D<30>, D<40>>::ones());
    assert_eq!(wide.lines().count(), 11);
    assert_eq!(wide.lines().next(), Some("[ 1 1 1 1 1 … 1 1 1 1 1 ]"));
    assert_eq!(wide.lines().nth(5), Some("[ ⋮ ⋮ ⋮ ⋮ ⋮ … ⋮ ⋮ ⋮ ⋮ ⋮ ]"));
}

#[test]
fn batches_hold_up_to_their_capacity() {
    let samples = [Vector::<Rows>::from([1.0, 2.0]), Vector::from([3.0, 4.0])];
    let mut batch: Batch<D<3>, (Rows,)> = Batch::from_samples(&samples).unwrap();
    assert_eq!(
        (batch.len(), batch.is_empty(), batch.as_slice()),
        (2, false, &[1.0, 2.0, 3.0, 4.0][..])
    );
    batch.push(&samples[0]).unwrap();
    let error = batch.push(&samples[0]).unwrap_err();
    assert_eq!(error.to_string(), "4 samples do not fit into a batch of 3");
    assert!(batch.set_len(4).is_err());
    assert_eq!(batch.samples()[2], samples[0]);
    batch[1][0] = 9.0;
    assert_eq!(batch.clone(), batch);
    assert_eq!(
        batch.into_iter().map(Tensor::sum).collect::<Vec<_>>(),
        [3.0, 13.0, 3.0]
    );
    batch.clear();
    assert!(batch.is_empty() && batch.as_slice().is_empty());
    assert!(Batch::<D<1>, (Rows,)>::from_samples(&samples).is_err());
}

#[test]
fn dims_of_any_length_and_visibility() {
    dims! {
        /// With docs and an attribute.
        #[doc(alias = "large")]
        Large = 1_000_003;
        pub(crate) Hex = 0xFF;
        One = 1;
        Last = 9216
    }
    assert_eq!(
        (Large::LEN, Hex::LEN, One::LEN, Last::LEN),
        (1_000_003, 255, 1, 9216)
    );
    assert_eq!((Large::NAME, D::<5>::NAME), ("Large", ""));
    assert_eq!(
        Matrix::<One, Last>::shape().to_string(),
        "One=1 × Last=9216"
    );
}

/// A tensor of any element type the user brings: here one that counts multiplications is enough to be told apart.
#[test]
fn f64_works_everywhere() {
    let w = Matrix::<Rows, Columns, f64>::from([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]);
    let x = Vector::<Columns, f64>::from([1.0, 2.0, 3.0]);
    let z = 2.0 * (&w * &x) - Vector::ones();
    assert!(z.is_close(&Vector::from([1.8, 5.4]), 1e-15));
}

#[test]
fn labels_have_a_range() {
    assert_eq!(Label::<Columns>::new(2).unwrap().index(), 2);
    let error = Label::<Columns>::new(3).unwrap_err();
    assert_eq!(
        error.to_string(),
        "label 3 is not one of the 3 classes 0 to 2"
    );
    assert_eq!(
        format!("{0} {0:?}", Label::<Columns>::new(1).unwrap()),
        "1 Label(1)"
    );
}
