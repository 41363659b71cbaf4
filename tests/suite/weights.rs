//! Weights in files: those of PyTorch, those of the reference implementation of safetensors, and bad ones.

use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView, serialize};
use serde_json::json;
use typograd::network::{InputBatch, Parameter, Path};
use typograd::prelude::*;
use typograd::weights::{Stored, WeightsError};
use typograd::zeroed;

use crate::golden::{assert_close, case, fill};

dims! { Seen = 6; Hidden = 5; Class = 3; Samples = 4; }

#[derive(Clone, Debug, Default, PartialEq, Network)]
struct Named {
    hidden: Dense<Seen, Hidden, Relu>,
    logits: Dense<Hidden, Class>,
}

#[derive(Debug, Default, PartialEq, Network)]
struct Double {
    hidden: Dense<Seen, Hidden, Relu, f64>,
    logits: Dense<Hidden, Class, Identity, f64>,
}

#[derive(Debug, Default, PartialEq, Network)]
struct Nested {
    encoder: (Dense<Seen, D<4>>, DenseNoBias<D<4>, Hidden>),
    head: Dense<Hidden, Class>,
}

#[derive(Debug, Default, PartialEq, Network)]
struct Renamed {
    #[weights(name = "fc1")]
    hidden: Dense<Seen, Hidden, Relu>,
    #[weights(name = "fc2")]
    logits: Dense<Hidden, Class>,
}

type Sequential = (Dense<Seen, Hidden, Relu>, Dense<Hidden, Class>);

/// Each module as a layer of its own, so that numbers are the same.
type Numbered = (
    Dense<Seen, Hidden>,
    Activate<Relu, (Hidden,)>,
    Dense<Hidden, Class>,
);

#[derive(Debug, Default, PartialEq, Network)]
struct ByNumber {
    #[weights(name = "0")]
    hidden: Dense<Seen, Hidden, Relu>,
    #[weights(name = "2")]
    logits: Dense<Hidden, Class>,
}

#[derive(Debug, Default, PartialEq, Network)]
struct Within {
    encoder: (Dense<Seen, D<4>, Tanh>, DenseNoBias<D<4>, Hidden, Relu>),
    head: Dense<Hidden, Class>,
}

#[derive(Debug, Default, PartialEq, Network)]
struct WithinByName {
    #[weights(name = "encoder.1")]
    first: Dense<Seen, D<4>, Tanh>,
    #[weights(name = "encoder.3")]
    second: DenseNoBias<D<4>, Hidden, Relu>,
    head: Dense<Hidden, Class>,
}

type Conv = Conv2d<Image<D<1>, D<6>, D<6>>, D<2>, D<3>, Relu>;
type Pool = MaxPool2d<OutputOf<Conv>, D<2>>;
type Convolutional = (
    Conv,
    Pool,
    Flatten<OutputOf<Pool>>,
    Dense<FlatOf<Pool>, Class>,
);

const GOLDEN: &str = include_str!("../goldens/weights.json");

#[track_caller]
fn agrees<N: Layer + Stored>(name: &str) {
    let path = format!(
        "{}/goldens/weights-{name}.safetensors",
        env!("CARGO_MANIFEST_DIR")
    );
    let network = weights::load::<N>(path).unwrap();
    let case = case(GOLDEN, name);
    let mut x = InputBatch::<Samples, N>::new();
    x.set_len(Samples::LEN).unwrap();
    fill(x.as_mut_slice(), &case["x"]);
    let mut buffers = zeroed();
    assert_close(name, network.infer(&x, &mut buffers).as_slice(), &case["y"]);
}

#[test]
fn networks_of_pytorch() {
    agrees::<Named>("named");
    agrees::<Named>("ordered");
    agrees::<Double>("double");
    agrees::<Nested>("nested");
    agrees::<Renamed>("renamed");
    agrees::<Convolutional>("convolutional");
}

static SEQUENTIAL: Sequential = weights!("../goldens/weights-sequential.safetensors" as Sequential);
static WITHIN: Within = weights!("../goldens/weights-within.safetensors" as Within);

#[test]
fn sequential_networks_of_pytorch() {
    agrees::<Sequential>("sequential");
    agrees::<Numbered>("sequential");
    agrees::<ByNumber>("sequential");
    agrees::<Within>("within");
    agrees::<WithinByName>("within");
    let file = include_bytes!("../goldens/weights-sequential.safetensors");
    assert_eq!(weights::from_bytes::<Sequential>(file).unwrap(), SEQUENTIAL);
    assert!(WITHIN.encoder.1.w.norm_max() > 0.0);
}

#[test]
fn numbers_are_compared_by_their_order() {
    type Net = (
        Flatten<Vector<D<3>>>,
        Dense<D<3>, D<1>, Relu>,
        (Activate<Tanh, (D<1>,)>, Dense<D<1>, D<1>>),
    );
    let read = |names: &[&str]| {
        let entry = |name: &&str| {
            let (shape, bytes) = match *name {
                name if name.contains(".b") => ("[1]", 4),
                name if name.matches('.').count() > 1 => ("[1,1]", 4),
                _ => ("[1,3]", 12),
            };
            ((*name).to_string(), shape, bytes)
        };
        let (mut text, mut data) = (Vec::new(), 0);
        for (name, shape, bytes) in names.iter().map(entry) {
            text.push(format!(
                r#""{name}":{{"dtype":"F32","shape":{shape},"data_offsets":[{data},{}]}}"#,
                data + bytes
            ));
            data += bytes;
        }
        weights::from_bytes::<Net>(&file(&format!("{{{}}}", text.join(",")), data))
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    // As here, and with other numbers, in any order of the file, and beyond 9.
    assert_eq!(
        read(&["1.bias", "1.weight", "2.1.bias", "2.1.weight"]),
        Ok(())
    );
    assert_eq!(read(&["9.3.bias", "9.3.weight", "2.w", "2.b"]), Ok(()));
    assert_eq!(
        read(&["10.0.weight", "4.bias", "10.0.bias", "4.weight"]),
        Ok(())
    );
    // A weight and a bias of two layers, a layer too many, one too few, and what is no number.
    let unknown = |name| {
        Err(format!(
            "the file has a tensor `{name}`, which the network has not"
        ))
    };
    assert_eq!(
        read(&["0.bias", "1.weight", "2.1.bias", "2.1.weight"]),
        unknown("0.bias")
    );
    assert_eq!(
        read(&["0.bias", "0.weight", "2.1.bias", "2.1.weight", "3.bias"]),
        unknown("0.bias")
    );
    assert_eq!(
        read(&["1.bias", "1.weight"]),
        Err("the file has no tensor `2.1.w`, [1, 1] of F32".into())
    );
    assert_eq!(
        read(&["01.bias", "01.weight", "2.1.bias", "2.1.weight"]),
        unknown("01.bias")
    );
    assert_eq!(
        read(&["x.bias", "x.weight", "2.1.bias", "2.1.weight"]),
        unknown("x.bias")
    );
}

#[test]
fn fields_have_their_names_in_files() {
    let net = Renamed::seeded(3);
    let file = written(&net);
    let read = SafeTensors::deserialize(&file).unwrap();
    let mut names = read.names();
    names.sort_unstable();
    assert_eq!(names, ["fc1.b", "fc1.w", "fc2.b", "fc2.w"]);
    assert_eq!(weights::from_bytes::<Renamed>(&file).unwrap(), net);
    let error = weights::from_bytes::<Named>(&file).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the file has a tensor `fc1.w`, which the network has not"
    );
    // Paths in the program are those of the fields.
    let mut paths = Vec::new();
    net.visit::<f32>(&Path::ROOT, &mut |p| paths.push(p.path.to_string()));
    assert_eq!(paths, ["hidden.w", "hidden.b", "logits.w", "logits.b"]);
}

/// PyTorch's names for parameters of a layer of one's own.
#[layer]
#[derive(Debug, PartialEq)]
struct Norm<N: Dim> {
    #[weights(name = "weight")]
    #[init(ones)]
    gain: Vector<N>,
    #[weights(name = "bias")]
    shift: Vector<N>,
}

#[layer]
impl<N: Dim> Norm<N> {
    fn forward(&self, x: &Vector<N>) -> Vector<N> {
        x.hadamard(&self.gain) + &self.shift
    }
}

#[test]
fn parameters_have_their_names_in_files() {
    let net = <(Norm<D<3>>,)>::seeded(1);
    let file = written(&net);
    let mut names: Vec<String> = SafeTensors::deserialize(&file)
        .unwrap()
        .names()
        .into_iter()
        .map(Into::into)
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["0.bias", "0.weight"]);
    assert_eq!(weights::from_bytes::<(Norm<D<3>>,)>(&file).unwrap(), net);
}

static AT_COMPILE_TIME: Named = weights!("../goldens/weights-named.safetensors" as Named);

#[test]
fn at_compile_time_as_at_run_time() {
    let file = include_bytes!("../goldens/weights-named.safetensors");
    assert_eq!(weights::from_bytes::<Named>(file).unwrap(), AT_COMPILE_TIME);
    assert!(AT_COMPILE_TIME.hidden.w.norm_max() > 0.0);
}

fn written<N: Stored>(net: &N) -> Vec<u8> {
    let mut file = Vec::new();
    let write = |bytes: &[u8]| {
        file.extend_from_slice(bytes);
        Ok::<_, ()>(())
    };
    weights::write_params(net, write).unwrap();
    assert_eq!(file.len(), weights::file_len::<N>());
    file
}

fn bytes<X: AsRef<[f32]>>(numbers: X) -> Vec<u8> {
    numbers
        .as_ref()
        .iter()
        .flat_map(|x| x.to_le_bytes())
        .collect()
}

#[test]
fn the_reference_implementation_reads_what_is_written() {
    let net = Nested::seeded(7);
    let file = written(&net);
    let read = SafeTensors::deserialize(&file).unwrap();
    let mut names = read.names();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "encoder.0.b",
            "encoder.0.w",
            "encoder.1.w",
            "head.b",
            "head.w"
        ]
    );
    let w = read.tensor("encoder.0.w").unwrap();
    assert_eq!((w.dtype(), w.shape()), (Dtype::F32, &[4, 6][..]));
    assert_eq!(w.data(), bytes(net.encoder.0.w.as_slice()));
    assert_eq!(read.tensor("head.b").unwrap().shape(), [3]);
}

/// The tensors of a network, by name and shape.
fn tensors(net: &Named) -> Vec<(&'static str, Vec<usize>, Vec<u8>)> {
    vec![
        ("hidden.w", vec![5, 6], bytes(net.hidden.w.as_slice())),
        ("hidden.b", vec![5], bytes(net.hidden.b.as_slice())),
        ("logits.w", vec![3, 5], bytes(net.logits.w.as_slice())),
        ("logits.b", vec![3], bytes(net.logits.b.as_slice())),
    ]
}

#[test]
fn what_the_reference_implementation_writes_is_read() {
    let net = Named::seeded(3);
    let tensors = tensors(&net);
    let views = tensors.iter().map(|(name, shape, data)| {
        (
            *name,
            TensorView::new(Dtype::F32, shape.clone(), data).unwrap(),
        )
    });
    let file = serialize(views, None).unwrap();
    assert_eq!(weights::from_bytes::<Named>(&file).unwrap(), net);
}

/// A file with this header before so many bytes.
fn file(header: &str, data: usize) -> Vec<u8> {
    [
        &(header.len() as u64).to_le_bytes()[..],
        header.as_bytes(),
        &vec![0; data],
    ]
    .concat()
}

type Small = DenseNoBias<D<2>, D<3>>;

#[track_caller]
fn refused(file: &[u8], message: &str) {
    let mut net = Small::seeded(1);
    let error = weights::read_params(&mut net, file).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(net, Small::seeded(1), "the network was changed");
}

#[test]
fn what_is_wrong_is_said() {
    let entry = |what: &str| file(&format!(r#"{{"w":{what}}}"#), 24);
    refused(
        &[1, 2, 3],
        "the file ends too early: 8 bytes are needed, there are 3",
    );
    refused(
        &[200, 0, 0, 0, 0, 0, 0, 0, b'{'],
        "the file ends too early: 208 bytes are needed, there are 9",
    );
    refused(
        &[255; 20],
        "the file ends too early: more than 2147483647 bytes are needed, there are 20",
    );
    refused(&file("", 0), "byte 8: the header should have `{` here");
    refused(
        &file("\u{7b}\"w\"", 0),
        "byte 12: the header should have `:` here",
    );
    refused(&file(" {}", 0), "byte 8: the header should have `{` here");
    refused(
        &file("{} x", 0),
        "byte 11: the header should have nothing but spaces here",
    );
    refused(&file("{}", 0), "the file has no tensor `w`, [3, 2] of F32");
    refused(
        &file("{", 0),
        "byte 9: the header should have a string here",
    );
    refused(
        &entry(r#"{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}"#),
        "`w` is [2,3] in the file, but [3, 2] in the network",
    );
    refused(
        &entry(r#"{"dtype":"F32","shape":[6],"data_offsets":[0,24]}"#),
        "`w` is [6] in the file, but [3, 2] in the network",
    );
    refused(
        &entry(r#"{"dtype":"F32","shape":[3,2,1,1,1],"data_offsets":[0,24]}"#),
        "`w` is [3,2,1,1,1] in the file, but [3, 2] in the network",
    );
    refused(
        &entry(r#"{"dtype":"F16","shape":[3,2],"data_offsets":[0,12]}"#),
        "`w` is of F16 in the file, but [3, 2] of F32 in the network",
    );
    for offsets in ["[0,25]", "[0,23]", "[8,0]", "[4,28]"] {
        let text = entry(&format!(
            r#"{{"dtype":"F32","shape":[3,2],"data_offsets":{offsets}}}"#
        ));
        let [begin, end] = serde_json::from_str(offsets).unwrap();
        let (begin, end): (usize, usize) = (begin, end);
        refused(
            &text,
            &format!("`w` lies at {begin}..{end} of 24 bytes of data, and must have 24"),
        );
    }
    refused(
        &entry(r#"{"dtype":"F32","shape":[3,2],"data_offsets":[0,99999999999999999999]}"#),
        "byte 60: the header should have a smaller number here",
    );
    refused(
        &entry(r#"{"dtype":"F32","shape":[3,02],"data_offsets":[0,24]}"#),
        "byte 39: the header should have a whole number here",
    );
    refused(
        &entry(r#"{"dtype":"F32","shape":[3,2]}"#),
        "byte 42: the header should have `dtype`, `shape` and `data_offsets` before here",
    );
    let w = r#"{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}"#;
    refused(
        &file(&format!(r#"{{"w":{w},"v":{w}}}"#), 24),
        "the file has a tensor `v`, which the network has not",
    );
    let late = w.replace("[0,24]", "[24,48]");
    refused(
        &file(&format!(r#"{{"w":{w},"weight":{late}}}"#), 48),
        "the file has the tensor `weight` twice",
    );
    refused(
        &file(&format!(r#"{{"w":{w},"w":{late}}}"#), 48),
        "the file has the tensor `w` twice",
    );
    refused(
        &file(&format!(r#"{{"w":{w}}}"#), 28),
        "tensors overlap, or bytes belong to none: at byte 24 of 28 of the data",
    );
    refused(
        &file(&format!(r#"{{"w":{late}}}"#), 48),
        "tensors overlap, or bytes belong to none: at byte 0 of 48 of the data",
    );
    refused(
        &[&8_u64.to_le_bytes()[..], b"{\"w\xff\":1}"].concat(),
        "byte 11: the header should have text in UTF-8 here",
    );
}

#[test]
fn tensors_that_lie_on_one_another() {
    let b = json!({"dtype": "F32", "shape": [3], "data_offsets": [0, 12]});
    let w = json!({"dtype": "F32", "shape": [3, 2], "data_offsets": [4, 28]});
    let file = file(&json!({"b": b, "w": w}).to_string(), 36);
    let error = weights::from_bytes::<Dense<D<2>, D<3>>>(&file).unwrap_err();
    assert_eq!(error, WeightsError::Apart { byte: 12, data: 36 });
}

#[test]
fn a_layer_without_parameters() {
    let file = written(&Dropout::<(D<2>,), 50>::default());
    assert_eq!(&file[8..10], b"{}");
    assert!(weights::from_bytes::<Dropout<(D<2>,), 50>>(&file).is_ok());
}

/// A layer that says nothing of its fields.
struct ByHand(Dense<D<2>, D<2>>);

#[allow(unsafe_code)] // what a derive would say
// SAFETY: a dense layer may be zero.
unsafe impl typograd::Zeroed for ByHand {}

impl Parameters for ByHand {
    const COUNT: usize = 6;
    fn initialize(&mut self, rng: &mut Rng) {
        self.0.initialize(rng);
    }
    fn visit<T: Element>(&self, path: &Path<'_>, visitor: &mut dyn FnMut(Parameter<'_, T>)) {
        self.0.visit(path, visitor);
    }
    fn zip<T: Element, const K: usize>(parts: [&mut Self; K], each: &mut dyn FnMut([&mut [T]; K])) {
        Dense::zip(parts.map(|part| &mut part.0), each);
    }
}

#[test]
fn what_cannot_be_stored() {
    let mut net = ByHand(Dense::default());
    let refused = "`` in the network cannot be stored: files have no name for its type, or none so long for itself";
    let error = weights::write_params(&net, |_| Err("was written to")).unwrap_err();
    assert_eq!(error.to_string(), refused);
    let error = weights::read_params(&mut net, &file("{}", 0)).unwrap_err();
    assert_eq!(error.to_string(), refused);
}

proptest! {
    #[test]
    fn any_network_comes_back(seed: u64) {
        let net = Named::seeded(seed);
        prop_assert_eq!(weights::from_bytes::<Named>(&written(&net)).unwrap(), net);
    }

    /// Whatever is changed, nothing panics; and what is taken is what the reference takes.
    #[test]
    fn damaged_files(at in 0..524_usize, to: u8, cut in 0..600_usize) {
        let mut file = include_bytes!("../goldens/weights-named.safetensors").to_vec();
        file[at] = to;
        file.truncate(cut.max(8));
        if weights::from_bytes::<Named>(&file).is_ok() {
            prop_assert!(SafeTensors::deserialize(&file).is_ok());
        }
    }
}
