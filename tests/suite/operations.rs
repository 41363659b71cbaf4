//! The operations' closed forms stand with their rules, and each is what its rule does.

use typograd::op::{
    Activation, Add, AddPerChannel, AveragePool, Binary, Centred, ChannelMeans, Cholesky,
    ClosedForm, ConcatChannels, Convolve, ConvolveTransposed, Copy, Det, Expm, Hadamard, Inverse,
    LnAbsDet, LogSumExp, MatrixPower, MaxPool, Mean, NoTrans, Norm, NormSquared, Product,
    PseudoInverse, Quotient, Shift, SingularValues, Solve, Subtract, Sum, SymmetricEigenvalues,
    Trace, Trans, Transpose, TryBinary, TryUnary, Unary, Upsample,
};
use typograd::prelude::*;
use typograd::tensor::{Convolution2d, Pooling2d};

type Sizes = Convolution2d<(D<1>, D<3>, D<3>), D<1>, D<2>>;
type Windows = Pooling2d<(D<1>, D<4>, D<4>), D<2>>;

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
        LogSumExp::FORM,
        Inverse::FORM,
        Solve::FORM,
        Det::FORM,
        LnAbsDet::FORM,
        Cholesky::FORM,
        MatrixPower::<2>::FORM,
        Expm::FORM,
        SymmetricEigenvalues::FORM,
        SingularValues::FORM,
        PseudoInverse::FORM,
        Convolve::<Sizes>::FORM,
        ConvolveTransposed::<Sizes>::FORM,
        AddPerChannel::FORM,
        MaxPool::<Windows>::FORM,
        AveragePool::<Windows>::FORM,
        ChannelMeans::FORM,
        Centred::<()>::FORM,
        Upsample::<()>::FORM,
        ConcatChannels::<()>::FORM,
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
