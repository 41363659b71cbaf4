//! What most programs use: `use typograd::prelude::*;`.

pub use crate::dim::{Pad, Same, Valid};
pub use crate::init::Initializer;
pub use crate::layer::{
    Activate, AvgPool2d, Conv1d, Conv1dNoBias, Conv2d, Conv2dNoBias, ConvTranspose2d,
    ConvTranspose2dNoBias, Dense, DenseNoBias, DenseTransposed, DepthwiseConv2d,
    DepthwiseConv2dNoBias, Dropout, Flatten, FlattenTo, GlobalAvgPool2d, GroupedConv2d,
    GroupedConv2dNoBias, MaxPool2d, Residual,
};
pub use crate::linalg::LinalgError;
pub use crate::loss::{
    BinaryCrossEntropy, HalfSquaredError, Hinge, Huber, KlDivergence, Loss, MeanAbsoluteError,
    MeanSquaredError, SigmoidBinaryCrossEntropy, SoftTargetCrossEntropy, SoftmaxCrossEntropy,
};
pub use crate::network::{FlatOf, OutputOf};
pub use crate::op::{
    Activation, Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, Identity, LeakyRelu, LogSoftmax, Mish,
    Relu, Selu, Sigmoid, Silu, Softmax, Softplus, Softsign, Step, Tanh,
};
pub use crate::op::{
    abs, cos, elu, exp, gelu, gelu_tanh, hard_sigmoid, hard_swish, leaky_relu, ln, log_softmax,
    mish, recip, relu, selu, sigmoid, silu, sin, softmax, softplus, softsign, sqrt, square, step,
    tanh,
};
pub use crate::optim::clip::Clip;
pub use crate::optim::schedule::Schedule;
pub use crate::optim::{
    Adadelta, Adagrad, Adam, AdamW, AmsGrad, Clipped, Momentum, NAdam, Optimizer, RmsProp, Sgd,
};
pub use crate::train::Training;
#[cfg(feature = "std")]
pub use crate::train::{Fit, Trainer};
pub use crate::{
    Backward, Batch, BatchOf, D, Diagonal, Dim, Element, Gradient, Gradients, Image, Jacobian,
    Label, Layer, Matrix, Network, Parameters, Rng, Row, RowVector, Scalar, Shape, Tangent, Tensor,
    Vector, differentiable, dims, layer, weights,
};
