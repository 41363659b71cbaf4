//! Numerical optimisation: the minimum of a differentiable function, by its gradient.
//!
//! [`optim`](crate::optim) trains a network by many small steps on batches that change. Here one function stays the same,
//! and each step is searched for: fewer steps, of more work, to full precision. Nocedal & Wright, *Numerical
//! Optimization*, 2nd ed., 2006, is the source of all that names no other.
//!
//! | what | where |
//! |---|---|
//! | a function | [`Objective`]: a closure, [`BatchLoss`] of a network, [`WithHessian`]; of [a few coordinates](Section), of [a flat vector](Flattened) |
//! | a point | [`Space`]: a tensor, a tuple of tensors, a network |
//! | a method | [`SteepestDescent`], [`ConjugateGradient`], [`Bfgs`], [`Lbfgs`], [`Newton`]; of your own: [`Direction`] |
//! | a line search | [`FixedStep`], [`Backtracking`], [`StrongWolfe`]; of your own: [`LineSearch`] |
//! | running it | [`minimize`], [`minimize_with`]; with memory of the caller's, [`Minimization`] |
//! | the end of it | [`Stopping`], [`Outcome`], [`Reason`] |
//!
//! No heap is used, and nothing panics: a search that fails says why, and has the best point that it saw.
//!
//! ```
//! use typograd::minimize::{Bfgs, minimize};
//! use typograd::prelude::*;
//!
//! // The sum of squares of A x − b
//! let a = Matrix::<D<3>, D<2>, f64>::from([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]);
//! let b = Vector::<D<3>, f64>::from([1.0, 3.0, 5.0]);
//! let squares = |x: &Vector<D<2>, f64>, gradient: &mut Vector<D<2>, f64>| {
//!     let residual = &a * x - &b;
//!     *gradient = a.t() * &residual * 2.0;
//!     residual.norm_squared()
//! };
//!
//! let mut x = Vector::zeros();
//! let outcome = minimize(&Bfgs::default(), squares, &mut x);
//! assert!(outcome.reason.is_converged());
//! assert!(x.is_close(&Vector::from([1.0, 2.0]), 1e-5)); // 1 + 2 t goes through all three
//! ```

mod backtracking;
mod bfgs;
mod conjugate_gradient;
mod fixed_step;
mod flattened;
mod lbfgs;
mod line;
mod method;
mod network;
mod newton;
mod objective;
mod outcome;
mod run;
mod section;
mod space;
mod steepest_descent;
mod strong_wolfe;

pub use backtracking::Backtracking;
pub use bfgs::{Bfgs, InverseHessian};
pub use conjugate_gradient::{ConjugateGradient, Conjugation};
pub use fixed_step::FixedStep;
pub use flattened::{FlatMemory, Flattened, from_flat, to_flat};
pub use lbfgs::{History, Lbfgs};
pub use line::{Line, LineFailure, LineSearch, Trial};
pub use method::{At, Direction, FirstStep, Method, Taken};
pub use network::{BatchLoss, LossMemory};
pub use newton::{Curvature, Newton};
pub use objective::{Hessian, Objective, WithHessian};
pub use outcome::{Evaluations, Outcome, Reason, Stopping};
pub use run::{Iterate, Minimization, minimize, minimize_with};
pub use section::{CoordinateError, Section};
pub use space::Space;
pub use steepest_descent::SteepestDescent;
pub use strong_wolfe::StrongWolfe;
