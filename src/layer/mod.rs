//! The layers of the library: declared by their forward expression, as yours would be.
//!
//! A new layer is one new file here and one line below.

mod activate;
mod avg_pool2d;
mod conv1d;
mod conv1d_no_bias;
mod conv2d;
mod conv2d_no_bias;
mod conv_transpose2d;
mod conv_transpose2d_no_bias;
mod dense;
mod dense_no_bias;
mod dense_transposed;
mod depthwise_conv2d;
mod depthwise_conv2d_no_bias;
mod dropout;
mod flatten;
mod flatten_to;
mod global_avg_pool2d;
mod grouped_conv2d;
mod grouped_conv2d_no_bias;
mod max_pool2d;
mod residual;

pub use activate::Activate;
pub use avg_pool2d::AvgPool2d;
pub use conv_transpose2d::ConvTranspose2d;
pub use conv_transpose2d_no_bias::ConvTranspose2dNoBias;
pub use conv1d::Conv1d;
pub use conv1d_no_bias::Conv1dNoBias;
pub use conv2d::Conv2d;
pub use conv2d_no_bias::Conv2dNoBias;
pub use dense::Dense;
pub use dense_no_bias::DenseNoBias;
pub use dense_transposed::DenseTransposed;
pub use depthwise_conv2d::DepthwiseConv2d;
pub use depthwise_conv2d_no_bias::DepthwiseConv2dNoBias;
pub use dropout::Dropout;
pub use flatten::Flatten;
pub use flatten_to::FlattenTo;
pub use global_avg_pool2d::GlobalAvgPool2d;
pub use grouped_conv2d::GroupedConv2d;
pub use grouped_conv2d_no_bias::GroupedConv2dNoBias;
pub use max_pool2d::MaxPool2d;
pub use residual::{Keeps, Residual};
