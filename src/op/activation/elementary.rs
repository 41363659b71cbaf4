//! The elementary functions, element by element.

use super::pointwise;

pointwise! {
    /// eˣ, with the derivative y.
    Exp, exp;
    paper "y = eˣ", "∇x = δ ⊙ y", "ẏ = y ⊙ ẋ";
    value |x| x.exp();
    from Output |y| y;
}

pointwise! {
    /// The natural logarithm ln x, with the derivative 1/x.
    Ln, ln;
    paper "y = ln x", "∇x = δ ⊘ x", "ẏ = ẋ ⊘ x";
    value |x| x.ln();
    from Input |x| x.recip();
}

pointwise! {
    /// The square root √x, with the derivative 1/(2y).
    Sqrt, sqrt;
    paper "y = √x", "∇x = δ ⊘ 2y", "ẏ = ẋ ⊘ 2y";
    value |x| x.sqrt();
    from Output |y| (y + y).recip();
}

pointwise! {
    /// The square x², with the derivative 2x.
    Square, square;
    paper "y = x²", "∇x = 2 δ ⊙ x", "ẏ = 2 x ⊙ ẋ";
    value |x| x * x;
    from Input |x| x + x;
}

pointwise! {
    /// The magnitude |x|; the derivative at 0 is taken to be 0, as PyTorch does.
    Abs, abs;
    paper "y = |x|", "∇x = δ ⊙ sign x", "ẏ = sign x ⊙ ẋ";
    value |x| x.abs();
    from Input |x| if x.is_zero() { T::zero() } else { x.signum() };
}

pointwise! {
    /// The reciprocal 1/x, with the derivative −y².
    Recip, recip;
    paper "y = 1 ⊘ x", "∇x = −δ ⊙ y²", "ẏ = −y² ⊙ ẋ";
    value |x| x.recip();
    from Output |y| -(y * y);
}

pointwise! {
    /// The sine, with the derivative cos x.
    Sin, sin;
    paper "y = sin x", "∇x = δ ⊙ cos x", "ẏ = cos x ⊙ ẋ";
    value |x| x.sin();
    from Input |x| x.cos();
}

pointwise! {
    /// The cosine, with the derivative −sin x.
    Cos, cos;
    paper "y = cos x", "∇x = −δ ⊙ sin x", "ẏ = −sin x ⊙ ẋ";
    value |x| x.cos();
    from Input |x| -x.sin();
}
