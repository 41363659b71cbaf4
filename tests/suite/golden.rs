//! Reading golden values, and comparing with them.

use serde_json::Value;
use typograd::Element;

/// The cases of a golden file.
pub(crate) fn cases(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("the golden files are JSON lists")
}

/// The case of a name.
pub(crate) fn case(text: &str, name: &str) -> Value {
    let found = cases(text).into_iter().find(|case| case["name"] == name);
    found.unwrap_or_else(|| panic!("no golden case {name}"))
}

/// All numbers in an array of arrays, in order.
pub(crate) fn flat(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(flat).collect(),
        number => vec![number.as_f64().expect("golden values are numbers")],
    }
}

/// Fills a slice with golden numbers.
pub(crate) fn fill<T: Element>(into: &mut [T], value: &Value) {
    let numbers = flat(value);
    assert_eq!(
        into.len(),
        numbers.len(),
        "the golden case has another shape"
    );
    for (x, number) in into.iter_mut().zip(numbers) {
        *x = T::from_f64(number);
    }
}

/// The relative tolerance for an element type: 1e-10 for `f64`, 1e-5 for `f32`.
pub(crate) fn tolerance<T: Element>() -> f64 {
    if size_of::<T>() == 8 { 1e-10 } else { 1e-5 }
}

/// Compares numbers with golden ones, relative to the larger of 1 and the golden number.
#[track_caller]
pub(crate) fn assert_close<T: Element>(what: &str, found: &[T], expected: &Value) {
    let expected = flat(expected);
    assert_eq!(
        found.len(),
        expected.len(),
        "{what}: another number of elements"
    );
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (found.as_f64() - expected).abs() / expected.abs().max(1.0);
        assert!(
            error <= tolerance::<T>(),
            "{what}[{i}]: {found:e} where PyTorch has {expected:e}, error {error:.1e}"
        );
    }
}
