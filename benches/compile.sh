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
mkdir -p "$work/small/src" "$work/deep/src"

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
strip -o "$work/stripped" target/release/small
echo "size   stripped, smallest network        $(($(stat -c %s "$work/stripped") / 1024)) KiB"
cargo check >/dev/null 2>&1
echo "check  after touching main.rs            $(median touched cargo check) s"
cd "$work/deep"
cargo check >/dev/null 2>&1
echo "check  a network of 50 layers            $(median touched cargo check) s"
