//! Every name by its path: the macros need no import.

typograd::dims! { pub Pixels = 64; pub Hidden = 32; pub Digit = 10; }

#[derive(typograd::Network)]
pub struct Classifier {
    hidden: typograd::layer::Dense<Pixels, Hidden, typograd::op::Relu>,
    logits: typograd::layer::Dense<Hidden, Digit>,
}

#[test]
fn runs() {
    let net = <Classifier as typograd::Layer>::seeded(1);
    let x = typograd::Vector::<Pixels>::ones();
    let y: typograd::Vector<Digit> = typograd::Layer::forward(&net, &x);
    assert!(y.iter().all(|y| y.is_finite()));
}
