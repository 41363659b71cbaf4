//! The layers on images against PyTorch.

use typograd::network::{InputBatch, OutputBatch, Path};
use typograd::prelude::*;
use typograd::{boxed, zeroed};

use crate::golden::{assert_close, case, fill};

const LAYERS: &str = include_str!("../../goldens/convolutions.json");

/// Output, and the gradient in the input and in the parameters, of a layer whose parameters have PyTorch's names `weight`
/// and `bias`, in this order.
fn agrees<L: Gradients>(name: &str) {
    let golden = case(LAYERS, name);
    let names = ["weight", "bias"];
    let mut parameters = names.iter().filter_map(|name| golden["params"].get(name));
    let mut layer = zeroed::<L>();
    L::zip::<L::Elem, 1>([&mut layer], &mut |[part]| {
        fill(part, parameters.next().expect("a parameter of PyTorch's"));
    });
    assert!(parameters.next().is_none(), "{name} has another parameter");

    let mut x = boxed::<InputBatch<D<4>, L>>();
    let samples = golden["inputs"][0].as_array().expect("samples").len();
    x.set_len(samples).unwrap();
    fill(x.as_mut_slice(), &golden["inputs"][0]);
    let mut buffers = boxed();
    let output = layer.infer::<D<4>>(&x, &mut buffers);
    assert_close("output", output.as_slice(), &golden["output"]);
    for (x, y) in x.samples().iter().zip(output) {
        assert!(
            layer
                .forward(x)
                .is_close(y, <L::Elem as Element>::from_f64(1e-5))
        );
    }

    let mut saved = boxed();
    let recorded = layer.record::<D<4>>(&x, &mut saved);
    assert_close("recorded", recorded.as_slice(), &golden["output"]);
    let mut delta = boxed::<OutputBatch<D<4>, L>>();
    delta.set_len(samples).unwrap();
    fill(delta.as_mut_slice(), &golden["G"]);
    let mut dx = boxed();
    // The gradient is overwritten, whatever it held.
    let mut gradient = Gradient::<L>::zeros();
    L::zip::<L::Elem, 1>([&mut gradient], &mut |[part]| {
        part.fill(<L::Elem as Element>::from_f64(f64::NAN));
    });
    layer.backward(&x, &mut saved, &mut delta, &mut gradient, Some(&mut dx));
    assert_close("∇x", dx.as_slice(), &golden["input_grads"][0]);
    let mut names = names.iter();
    gradient.visit::<L::Elem>(&Path::ROOT, &mut |part| {
        let name = *names.next().expect("as many as above");
        assert_close(
            &format!("∇{}", part.path),
            part.values,
            &golden["param_grads"][name],
        );
    });
}

/// A layer of each element type against a golden case.
macro_rules! goldens {
    ($($test:ident, $name:literal: $layer:ident[$image:ident $dims:tt $($rest:tt)*];)*) => {
        $(mod $test {
            use super::*;

            #[test]
            fn f64() {
                agrees::<goldens!(@layer $layer, f64, $image $dims $($rest)*)>($name);
            }

            #[test]
            fn f32() {
                agrees::<goldens!(@layer $layer, f32, $image $dims $($rest)*)>($name);
            }
        })*
    };
    (@layer $layer:ident, $element:ty, $image:ident ($($dim:literal)*) $($rest:tt)*) => {
        $layer<$image<$(D<$dim>,)* $element> $($rest)*>
    };
}

goldens! {
    conv1d, "conv1d": Conv1d[Matrix (2 6), D<3>, D<3>, Identity, Pad<1>];
    conv1d_same, "conv1d": Conv1d[Matrix (2 6), D<3>, D<3>, Identity, Same];
    valid, "conv2d valid": Conv2d[Image (2 6 7), D<3>, D<3>];
    one_group, "conv2d valid": GroupedConv2d[Image (2 6 7), D<3>, D<3>, D<1>];
    same, "conv2d same": Conv2d[Image (2 6 7), D<3>, D<3>, Identity, Same];
    padded, "conv2d same": Conv2d[Image (2 6 7), D<3>, D<3>, Identity, Pad<1>];
    stride, "conv2d stride2": Conv2d[Image (2 6 7), D<3>, D<3>, Identity, Pad<1>, D<2>];
    point_wise, "conv2d 1x1": Conv2d[Image (2 6 7), D<3>, D<1>];
    depthwise, "conv2d depthwise": DepthwiseConv2d[Image (4 6 7), D<3>];
    grouped, "conv2d depthwise": GroupedConv2d[Image (4 6 7), D<4>, D<3>, D<4>];
    transposed, "conv_transpose2d": ConvTranspose2d[Image (2 4 5), D<3>, D<3>, Identity, Pad<1>, D<2>, Pad<1>];
    lecture, "conv example 4-3": Conv2dNoBias[Image (1 3 3), D<1>, D<2>];
    max_pool, "max_pool2d": MaxPool2d[Image (2 6 7), D<2>];
    average_pool, "avg_pool2d": AvgPool2d[Image (2 6 7), D<2>];
    global_average_pool, "global_avg_pool": GlobalAvgPool2d[Image (2 6 7)];
}
