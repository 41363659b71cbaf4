#!/bin/bash
# What typograd costs a program that uses it: compile times, and the size of the smallest network program.
#
#     benches/compile.sh [runs]
#
# prints the median of some runs (3 by default), on all cores. The crates must have been downloaded before.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
runs=${1:-3}
work=$root/target/compile-cost
mkdir -p "$work"/{small,double,deep,mnist,two-small,eight-small,two-large,eight-large}/src

manifest() {
    printf '[package]\nname = "%s"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\ntypograd = { path = "%s" }\n[workspace]\n' "$1" "$root"
}

manifest small >"$work/small/Cargo.toml"
cat >"$work/small/src/main.rs" <<'RUST'
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(Network)]
pub struct Classifier {
    hidden: Dense<Pixels, Hidden, Relu>,
    logits: Dense<Hidden, Digit>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut run = Training::<Classifier, Sgd, D<4>>::new();
    run.network.initialize(&mut Rng::new(42));
    let x = Batch::from_samples(&[Vector::<Pixels>::ones()])?;
    let label = [Label::new(3)?];
    for _ in 0..100 {
        run.train_step(&Sgd::default(), &SoftmaxCrossEntropy::default(), &x, &label)?;
    }
    println!("{}", run.network.forward(&Vector::ones()));
    Ok(())
}
RUST

# The same in `f64`.
manifest double >"$work/double/Cargo.toml"
sed 's/Relu>/Relu, f64>/; s/Digit>,/Digit, Identity, f64>,/; s/<Pixels>::ones/<Pixels, f64>::ones/' "$work/small/src/main.rs" >"$work/double/src/main.rs"

manifest deep >"$work/deep/Cargo.toml"
{
    echo 'use typograd::prelude::*;'
    echo 'dims! { pub Width = 32; }'
    echo '#[derive(Network)] pub struct Deep {'
    for i in $(seq 50); do echo "    layer$i: Dense<Width, Width, Relu>,"; done
    echo '}'
    echo 'type Run = Training<Deep, Adam, D<8>>;'
    echo 'fn main() { let mut run = Run::new(); run.network.initialize(&mut Rng::new(1)); println!("{}", run.network.summary()); }'
} >"$work/deep/src/main.rs"

# A program that trains a chain of layers, given its widths.
chain() {
    local name=$1 last=${@: -1} layers=""
    shift
    manifest "$name" >"$work/$name/Cargo.toml"
    while [ $# -gt 1 ]; do
        layers+="Dense<D<$1>, D<$2>, Relu>, "
        shift
    done
    cat >"$work/$name/src/main.rs" <<RUST
use typograd::prelude::*;

type Net = ($layers);
type Run = Training<Net, Adam, D<32>>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut run = typograd::boxed::<Run>();
    run.network.initialize(&mut Rng::new(1));
    let mut x = typograd::boxed::<typograd::network::InputBatch<D<32>, Net>>();
    x.set_len(32)?;
    let targets = [Label::<D<$last>>::new(1)?; 32];
    println!("{}", run.train_step(&Adam::default(), &SoftmaxCrossEntropy::default(), &x, &targets)?);
    Ok(())
}
RUST
}

chain mnist 784 512 512 10
# Eight layers: of two distinct sizes, and of eight. Small layers have code for their sizes.
chain two-small 16 24 16 24 16 24 16 24 16
chain eight-small 16 24 32 40 48 56 64 60 52
chain two-large 96 160 96 160 96 160 96 160 96
chain eight-large 96 160 192 224 256 288 320 352 384

# The median of the seconds that a command takes, after another that makes ready for it.
median() {
    local before=$1
    shift
    for _ in $(seq "$runs"); do
        $before
        local start=$EPOCHREALTIME
        "$@" >/dev/null 2>&1
        echo "$EPOCHREALTIME $start" | awk '{ printf "%.2f\n", $1 - $2 }'
    done | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

cd "$work/small"
clean() { rm -rf target; }
touched() { touch src/main.rs; }
echo "build  clean, release, smallest network  $(median clean cargo build --release) s"
echo "build  release, after touching main.rs   $(median touched cargo build --release) s"
strip -o "$work/stripped" target/release/small
echo "size   stripped, smallest network        $(($(stat -c %s "$work/stripped") / 1024)) KiB"
cargo check >/dev/null 2>&1
echo "check  after touching main.rs            $(median touched cargo check) s"
cd "$work/double"
for features in "" typograd/f64; do
    cargo build --release --features "$features" >/dev/null 2>&1
    echo "build  release, after touching, in f64   $(median touched cargo build --release --features "$features") s${features:+, with the feature f64}"
done
cd "$work/deep"
cargo check >/dev/null 2>&1
echo "check  a network of 50 layers            $(median touched cargo check) s"
cd "$work/mnist"
echo "build  clean, release, 784-512-512-10    $(median clean cargo build --release) s"

# What the other crates cost is not of interest: they are built before.
declare -A seconds
for size in small large; do
    for count in two eight; do
        cd "$work/$count-$size"
        CARGO_TARGET_DIR=$work/shared cargo build --release >/dev/null 2>&1
        seconds[$count]=$(CARGO_TARGET_DIR=$work/shared median touched cargo build --release)
    done
    echo "build  each further layer size, $size    $(echo "${seconds[eight]} ${seconds[two]}" | awk '{ printf "%.2f", ($1 - $2) / 6 }') s"
done
