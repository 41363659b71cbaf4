//! The shapes of a program's values: which axes must be equally long.
//!
//! Dimensions are types, which a macro does not see. But what is multiplied or added must fit, and that is all that
//! formulas need: whether a product is a number, and how many ones stand in 1.

use super::expr::{Length, Shape};
use super::program::{Kind, Operation, Program};

/// Classes of axes; each points to one that stands for it, or to itself.
#[derive(Default)]
struct Classes(Vec<Length>);

impl Classes {
    fn fresh(&mut self) -> Length {
        let class = Length::Class(self.0.len());
        self.0.push(class);
        class
    }

    fn find(&self, mut length: Length) -> Length {
        while let Length::Class(i) = length {
            if self.0[i] == length {
                break;
            }
            length = self.0[i];
        }
        length
    }

    /// An axis that is 1 by its kind is no class, and stays what it is.
    fn join(&mut self, a: Length, b: Length) {
        if let (Length::Class(i), b @ Length::Class(j)) = (self.find(a), self.find(b)) {
            self.0[i.max(j)] = if i < j { Length::Class(i) } else { b };
        }
    }

    fn join_shapes(&mut self, a: Shape, b: Shape) {
        self.join(a.rows, b.rows);
        self.join(a.columns, b.columns);
    }

    fn of_kind(&mut self, kind: Kind) -> Shape {
        let mut length = |any: bool| if any { self.fresh() } else { Length::One };
        Shape {
            rows: length(!matches!(kind, Kind::Number | Kind::Row)),
            columns: length(matches!(kind, Kind::Row | Kind::Matrix | Kind::Stack)),
        }
    }

    fn resolve(&self, shape: Shape) -> Shape {
        Shape {
            rows: self.find(shape.rows),
            columns: self.find(shape.columns),
        }
    }
}

/// The shape of every step.
pub(super) fn shapes(program: &Program) -> Vec<Shape> {
    let mut classes = Classes::default();
    let mut shapes: Vec<Shape> = Vec::new();
    for step in &program.steps {
        let shape = shape(&step.operation, &shapes, &mut classes);
        shapes.push(shape);
    }
    shapes
        .into_iter()
        .map(|shape| classes.resolve(shape))
        .collect()
}

fn shape(operation: &Operation, shapes: &[Shape], classes: &mut Classes) -> Shape {
    match operation {
        Operation::Parameter { kind, .. } | Operation::Call { kind, .. } => classes.of_kind(*kind),
        Operation::Product {
            a,
            a_transposed,
            b,
            b_transposed,
        } => {
            let standing = |x: usize, transposed: bool| {
                if transposed {
                    shapes[x].transposed()
                } else {
                    shapes[x]
                }
            };
            let (a, b) = (standing(*a, *a_transposed), standing(*b, *b_transposed));
            if a.is_number() {
                // A number that scales; transposed, b is read so.
                return b;
            }
            if b.is_number() {
                return a;
            }
            classes.join(a.columns, b.rows);
            Shape {
                rows: a.rows,
                columns: b.columns,
            }
        }
        Operation::Binary { rule, a, b } => {
            let (a, b) = (shapes[*a], shapes[*b]);
            if *rule == "Solve" {
                classes.join(a.rows, a.columns);
                classes.join(a.rows, b.rows);
                return b;
            }
            if a.is_number() {
                return b;
            }
            if !b.is_number() {
                classes.join_shapes(a, b);
            }
            a
        }
        Operation::Unary { rule, x } => unary(rule, shapes[*x], classes),
        Operation::Scale { x, .. } | Operation::Shift { x, .. } | Operation::Function { x, .. } => {
            shapes[*x]
        }
        Operation::Image { rule, operands, .. } => {
            let operands: Vec<Shape> = operands.iter().map(|x| shapes[*x]).collect();
            image(rule, &operands, classes)
        }
        Operation::Reshape { x, kind } => {
            let (x, y) = (shapes[*x], classes.of_kind(*kind));
            // Between columns, or between rows, only the names of dimensions differ.
            if x.is_number() || y.is_number() {
                return if x.is_number() { x } else { y };
            }
            let lengths = |shape: Shape| match (shape.is_column(), shape.is_row()) {
                (true, _) => Some(shape.rows),
                (_, true) => Some(shape.columns),
                _ => None,
            };
            if let (Some(a), Some(b)) = (lengths(x), lengths(y)) {
                classes.join(a, b);
            }
            y
        }
    }
}

/// Of images as matrices of channels × pixels; what is no matrix stands in one column, and so does what becomes of it.
fn image(rule: &str, operands: &[Shape], classes: &mut Classes) -> Shape {
    let (x, other) = (operands[0], operands.get(1));
    let is_matrix = |shape: &Shape| shape.columns != Length::One;
    if !is_matrix(&x) {
        return match rule {
            "AddPerChannel" => x,
            _ => Shape::column(classes.fresh()),
        };
    }
    let other = other.filter(|other| is_matrix(other));
    let rows = match (rule, other) {
        ("AddPerChannel", _) => {
            classes.join(x.rows, operands[1].rows);
            return x;
        }
        ("ChannelMeans", _) => return Shape::column(x.rows),
        ("Convolve", Some(w)) => w.rows,
        ("Convolve" | "ConvolveTransposed" | "JoinChannels", _) => {
            if let Some(other) = other {
                if rule == "JoinChannels" {
                    classes.join(x.columns, other.columns);
                    return Shape {
                        rows: classes.fresh(),
                        columns: x.columns,
                    };
                }
                classes.join(x.rows, other.rows);
            }
            classes.fresh()
        }
        _ => x.rows,
    };
    Shape {
        rows,
        columns: classes.fresh(),
    }
}

fn unary(rule: &str, x: Shape, classes: &mut Classes) -> Shape {
    let square = |classes: &mut Classes| classes.join(x.rows, x.columns);
    match rule {
        "Transpose" | "PseudoInverse" => x.transposed(),
        "Trace" | "Det" | "LnAbsDet" => {
            square(classes);
            Shape::NUMBER
        }
        "Sum" | "Mean" | "Norm" | "NormSquared" | "LogSumExp" => Shape::NUMBER,
        "SingularValues" => Shape::column(classes.fresh()),
        "Diagonal" if x.is_column() => Shape::square(x.rows),
        "Diagonal" | "SymmetricEigenvalues" => {
            square(classes);
            Shape::column(x.rows)
        }
        _ => {
            if x.is_matrix() && super::rules::is_square(rule) {
                square(classes);
            }
            x
        }
    }
}
