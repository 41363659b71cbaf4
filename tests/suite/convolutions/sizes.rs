//! The sizes that the compiler computes, against numbers, and the names it gives them.

use std::any::TypeId;

use typograd::dim::{
    Digits4, Digits5, Digits6, Digits7, Digits8, Fit, Grouped, Pad, Plus, Repeats, Same, Sliding,
    Times, Valid,
};
use typograd::prelude::{Batch, D, Dim, Matrix, Vector};

/// Whether something fits, as a value: the length of what is picked.
fn fits<F: Fit>() -> bool {
    F::Pick::<D<1>, D<2>>::LEN == 1
}

fn window<N, K: Dim, S: Dim, E: Dim, P>(padding: usize)
where
    N: Sliding<K, S, E, P>,
{
    let found = (fits::<N::Fits>(), N::Places::LEN);
    check_window((N::LEN, K::LEN, S::LEN, E::LEN), padding, found);
    assert_eq!(N::BEFORE, padding / 2);
}

fn check_window((n, k, s, e): (usize, usize, usize, usize), padding: usize, found: (bool, usize)) {
    let (room, span) = (n + padding, e * (k - 1) + 1);
    let expected = if room < span {
        n
    } else {
        (room - span) / s + 1
    };
    let what = format!("{n} elements and {padding}, windows of {k} with the stride {s}, {e} apart");
    assert_eq!(found, (room >= span, expected), "{what}");
}

macro_rules! windows {
    ($($n:literal)*; $others:tt) => {
        $(windows!(@of $n $others);)*
    };
    (@of $n:literal ($($k:literal)*)) => {
        $(windows!(@by $n $k; 1 2 3 4 5 8 12);)*
    };
    (@by $n:literal $k:literal; $($s:literal)*) => {
        $(
            window::<D<$n>, D<$k>, D<$s>, D<1>, Valid>(0);
            window::<D<$n>, D<$k>, D<$s>, D<2>, Pad<1>>(2);
            window::<D<$n>, D<$k>, D<$s>, D<3>, Valid>(0);
        )*
    };
}

#[test]
fn windows_of_all_sizes() {
    windows!(1 2 7 8 29; (1 2 3 5 8));
    windows!(31 64 100; (4 11));
    windows!(1023 1024 2048 4095; (1 1024));
    // As much padding as keeps the size, for a stride of one.
    window::<D<1>, D<4>, D<1>, D<1>, Same>(3);
    window::<D<28>, D<5>, D<1>, D<3>, Same>(12);
    assert!(!fits::<<D<28> as Sliding<D<5>, D<2>, D<1>, Same>>::Fits>());
    // Far too large.
    window::<D<67_108_864>, D<100_000_000>, D<1>, D<1>, Valid>(0);
}

fn groups<C: Grouped<G>, G: Dim>() {
    let what = format!("{} in {}", C::LEN, G::LEN);
    assert_eq!(fits::<C::Fits>(), C::LEN.is_multiple_of(G::LEN), "{what}");
    if fits::<C::Fits>() {
        assert_eq!(C::Each::LEN, C::LEN / G::LEN, "{what}");
    }
}

macro_rules! all_groups {
    ($($channels:literal)*) => {
        $(all_groups!(@in $channels; 1 2 3 4 5 6 8 12 16);)*
    };
    (@in $channels:literal; $($groups:literal)*) => {
        $(groups::<D<$channels>, D<$groups>>();)*
    };
}

#[test]
fn groups_of_all_sizes() {
    all_groups!(1 2 3 4 6 7 8 12 15 16 24 30 31 48 64);
}

/// That the one dimension so many times is the other.
fn is<N, M, Expected>()
where
    N: Repeats<M>,
    M: Dim,
    Expected: Dim,
{
    let what = format!("{} times {}", N::LEN, M::LEN);
    assert_eq!(N::Out::LEN, N::LEN * M::LEN, "{what}");
    assert_eq!(TypeId::of::<N::Out>(), TypeId::of::<Expected>(), "{what}");
}

#[test]
fn names_are_literals_where_there_are_some() {
    is::<D<1>, D<1>, D<1>>();
    is::<D<31>, D<33>, D<1023>>();
    is::<D<32>, D<32>, D<1024>>();
    is::<D<25>, D<41>, Digits4<1, 0, 2, 5>>();
    is::<D<32>, D<34>, Digits4<1, 0, 8, 8>>();
    is::<D<20>, D<100>, Digits4<2, 0, 0, 0>>();
    is::<D<11>, D<100>, Digits4<1, 1, 0, 0>>();
    is::<D<64>, D<32>, D<2048>>();
    is::<D<64>, D<48>, Digits4<3, 0, 7, 2>>();
    is::<D<100>, D<100>, D<10_000>>();
    is::<D<100>, D<101>, Digits5<1, 0, 1, 0, 0>>();
    is::<D<625>, D<32>, Digits5<2, 0, 0, 0, 0>>();
    is::<D<256>, D<256>, D<65_536>>();
    is::<D<1000>, D<100>, D<100_000>>();
    is::<D<1000>, D<1000>, D<1_000_000>>();
    is::<D<1024>, D<1024>, D<1_048_576>>();
    is::<D<2048>, D<1024>, D<2_097_152>>();
    is::<D<1_000_000>, D<10>, D<10_000_000>>();
    is::<D<1024>, D<1000>, Digits7<1, 0, 2, 4, 0, 0, 0>>();
    is::<D<65_536>, D<1024>, D<67_108_864>>();
    is::<D<65_536>, D<1000>, Digits8<6, 5, 5, 3, 6, 0, 0, 0>>();
}

/// Arrays of a dimension hold as many values as it is long, and nothing else.
#[test]
fn arrays_have_no_padding() {
    fn of<N: Dim, T>() {
        let what = std::any::type_name::<N::Array<T>>();
        assert_eq!(size_of::<N::Array<T>>(), N::LEN * size_of::<T>(), "{what}");
        assert_eq!(align_of::<N::Array<T>>(), align_of::<T>(), "{what}");
    }
    fn of_any<N: Dim>() {
        of::<N, u8>();
        of::<N, f64>();
        of::<N, (u8, u32)>();
        of::<N, ()>();
    }
    of_any::<D<7>>();
    of_any::<Digits4<1, 0, 2, 5>>();
    of_any::<Digits5<1, 0, 1, 0, 0>>();
    of_any::<Digits6<9, 0, 8, 7, 6, 5>>();
    of_any::<Digits7<1, 0, 2, 4, 0, 0, 0>>();
    of_any::<Digits8<6, 5, 5, 3, 6, 0, 0, 1>>();
    of_any::<Plus<D<3>, Digits4<1, 0, 2, 5>>>();
    of_any::<Times<D<3>, D<7>>>();
}

/// Elements lie in order where a dimension is of digits.
#[test]
fn tensors_of_digits() {
    let x: Matrix<Digits4<1, 0, 2, 5>, D<2>> = Matrix::from_fn(|(i, j)| (2 * i + j) as f32);
    assert!(x.as_slice().iter().enumerate().all(|(i, &x)| x == i as f32));
    assert_eq!(x[(1024, 1)], 2049.0);
    let mut batch = Batch::<Digits4<1, 0, 2, 5>, (D<3>,)>::new();
    batch.set_len(1025).unwrap();
    batch.samples_mut()[1024] = Vector::full(3.0);
    assert_eq!(batch.as_slice()[3 * 1025 - 1], 3.0);
    assert!(batch.set_len(1026).is_err());
}
