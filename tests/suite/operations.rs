//! The operations' closed forms stand with their rules, and each is what its rule does.

use typograd::op::{
    Activation, Add, Binary, ClosedForm, Copy, Hadamard, Mean, NoTrans, Norm, NormSquared, Product,
    Quotient, Shift, Subtract, Sum, Trace, Trans, Transpose, Unary,
};
use typograd::prelude::*;

fn forms() -> Vec<ClosedForm> {
    let mut forms = vec![
        Product::<NoTrans, NoTrans>::FORM,
        Product::<Trans, NoTrans>::FORM,
        Product::<NoTrans, Trans>::FORM,
        Product::<Trans, Trans>::FORM,
        Add::FORM,
        Subtract::FORM,
        Hadamard::FORM,
        Quotient::FORM,
        Copy::<()>::FORM,
        Shift::FORM,
        Sum::FORM,
        Mean::FORM,
        Trace::FORM,
        Norm::FORM,
        NormSquared::FORM,
        Transpose::FORM,
    ];
    macro_rules! activations {
        ($($name:ty),*) => { $(forms.push(<$name>::FORM);)* };
    }
    activations!(
        Identity,
        Sigmoid,
        Tanh,
        Relu,
        LeakyRelu,
        Gelu,
        GeluTanh,
        Silu,
        Softplus,
        Elu,
        Selu,
        Mish,
        HardSwish,
        HardSigmoid,
        Softsign,
        Softmax,
        LogSoftmax
    );
    forms
}

/// Every primitive says on paper what it computes, its gradient in each operand, and its tangent.
#[test]
fn all_have_a_closed_form() {
    for form in forms() {
        assert!(form.value.starts_with("y = "), "{form:?}");
        assert!(
            !form.vjp.is_empty() && form.vjp.iter().all(|vjp| vjp.starts_with('∇')),
            "{form:?}"
        );
        assert!(form.jvp.starts_with("ẏ = "), "{form:?}");
    }
    assert_eq!(<Step as Activation>::FORM.vjp.len(), 0);
}
