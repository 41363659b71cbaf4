// Relabelling keeps every length.
use typograd::prelude::*;

dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

fn main() {
    let x = Vector::<Pixels>::ones();
    let _: &Vector<Hidden> = x.relabel();
}
