//! Names for what is repeated: 2 Xᵀ r, where r = W₂ a + b − y.

use super::expr::{Expr, Form, Role};
use super::program::Program;
use super::style;
use super::sweep::Derived;
use super::symbol::symbol;

/// What has so many letters is named where it occurs twice.
const LONG: usize = 4;
/// What has so many is named where it occurs so often: X w − y stands as it is in three gradients.
const SHORT: (usize, usize) = (3, 5);

/// The letters of textbooks for what factorisations give.
const LETTERS: &[(&str, &str)] = &[
    ("Cholesky", "L"),
    ("Eigenvectors", "V"),
    ("LeftSingularVectors", "U"),
    ("RightSingularVectors", "V"),
];

/// Gradients, and what they need.
pub(super) struct Named {
    /// Each parameter's number among the steps, and its gradient.
    pub(super) gradients: Vec<(usize, Expr)>,
    /// Symbols with what they stand for; each uses only those before it.
    pub(super) definitions: Vec<(Expr, Expr)>,
}

pub(super) fn named(program: &Program, derived: &Derived) -> Named {
    let mut naming = Naming {
        derived,
        lets: lets(program, derived),
        taken: derived.values.iter().flat_map(letters).collect(),
        gradients: derived
            .gradients
            .iter()
            .map(|(i, x)| (*i, style::positive(x)))
            .collect(),
        definitions: Vec::new(),
    };
    naming.taken.extend(derived.deltas.iter().flat_map(letters));
    naming.shortened();
    while naming.name_one() {}
    let definitions = naming.ordered();
    Named {
        gradients: naming.gradients,
        definitions,
    }
}

struct Naming<'a> {
    derived: &'a Derived,
    /// The user's names, with their values.
    lets: Vec<(String, Expr)>,
    /// Letters that mean something already.
    taken: Vec<String>,
    gradients: Vec<(usize, Expr)>,
    definitions: Vec<(Expr, Expr)>,
}

/// What the user named, once, and not as a parameter is.
fn lets(program: &Program, derived: &Derived) -> Vec<(String, Expr)> {
    let all = || {
        program
            .steps
            .iter()
            .enumerate()
            .filter_map(|(i, step)| Some((i, step.name.as_ref()?)))
    };
    all()
        .filter(|(i, name)| all().all(|(j, other)| j == *i || other != *name))
        .map(|(i, name)| (name.clone(), derived.values[i].clone()))
        .collect()
}

fn letters(x: &Expr) -> Vec<String> {
    match x.form() {
        Form::Symbol(symbol) => vec![symbol.text.clone()],
        _ => x.children().into_iter().flat_map(letters).collect(),
    }
}

/// What a name becomes where the expression is found in another form.
type InForm = fn(&Expr) -> Expr;

/// How an expression is found again: as it stands, transposed, or with the other sign.
struct Forms {
    standing: Expr,
    others: Vec<(Expr, InForm)>,
}

fn forms(x: &Expr) -> Forms {
    let turned = x.transpose();
    let is_turned = x.shape().is_matrix() && turned.transposes() < x.transposes();
    let standing = if x.shape().is_row() || is_turned {
        turned
    } else {
        x.clone()
    };
    let mut others: Vec<(Expr, InForm)> = vec![(standing.transpose(), Expr::transpose)];
    if matches!(standing.form(), Form::Sum(_)) {
        let flipped = style::flipped(&standing);
        others.push((flipped.transpose(), |name| name.negated().transpose()));
        others.push((flipped, Expr::negated));
    }
    Forms { standing, others }
}

/// Every subexpression that could have a name.
fn nameable(x: &Expr, found: &mut Vec<Expr>) {
    let (_, rest) = x.split_coefficient();
    if matches!(
        rest.form(),
        Form::Sum(_)
            | Form::Product(_)
            | Form::Hadamard(_)
            | Form::Power(..)
            | Form::Apply(..)
            | Form::Image { .. }
    ) {
        found.push(rest.clone());
    }
    for child in rest.children() {
        nameable(child, found);
    }
}

fn letter_of(function: &str) -> Option<&'static str> {
    let known = LETTERS.iter().find(|(name, _)| *name == function);
    known.map(|(_, letter)| *letter)
}

impl Naming<'_> {
    fn all(&self) -> impl Iterator<Item = &Expr> {
        let gradients = self.gradients.iter().map(|(_, x)| x);
        gradients.chain(self.definitions.iter().map(|(_, x)| x))
    }

    /// Letters for what the sweep found too long, where it is still used.
    fn shortened(&mut self) {
        let mut open: Vec<Expr> = self.gradients.iter().map(|(_, x)| x.clone()).collect();
        let mut used = Vec::new();
        while let Some(x) = open.pop() {
            for name in symbols(&x) {
                let known = self.derived.definitions.iter().find(|(y, _)| *y == name);
                if let Some((name, value)) = known
                    && !used.iter().any(|(y, _)| y == name)
                {
                    used.push((name.clone(), value.clone()));
                    open.push(value.clone());
                }
            }
        }
        used.sort_by_key(|(name, _)| {
            let all = &self.derived.definitions;
            all.iter().position(|(y, _)| y == name)
        });
        let names: Vec<(Expr, Expr)> = used
            .iter()
            .map(|(old, value)| (old.clone(), self.letter(value, old)))
            .collect();
        let renamed = |x: &Expr| {
            names
                .iter()
                .fold(x.clone(), |x, (old, new)| replaced(&x, &forms(old), new))
        };
        for ((_, value), (_, name)) in used.iter().zip(&names) {
            self.definitions.push((name.clone(), renamed(value)));
        }
        for (_, gradient) in &mut self.gradients {
            *gradient = renamed(gradient);
        }
    }

    /// Names what it saves most to name, if anything.
    fn name_one(&mut self) -> bool {
        let mut found = Vec::new();
        for x in self.all() {
            nameable(x, &mut found);
        }
        let mut classes: Vec<(Forms, usize)> = Vec::new();
        for x in found {
            let known = classes.iter_mut().find(|(forms, _)| {
                forms.standing == x || forms.others.iter().any(|(other, _)| *other == x)
            });
            match known {
                Some((_, count)) => *count += 1,
                None => classes.push((forms(&x), 1)),
            }
        }
        let is_let = |x: &Expr| self.lets.iter().any(|(_, value)| value == x);
        let worth = |(forms, count): &(Forms, usize)| {
            let letters = letters(&forms.standing).len();
            let defined = self.definitions.iter().any(|(_, x)| *x == forms.standing);
            if defined && *count == 1 {
                return 0;
            }
            let (short, often) = SHORT;
            match forms.standing.form() {
                // What it is, a letter and a name say best.
                Form::Apply(name, _) if letter_of(name).is_some() => usize::MAX,
                _ if letters >= LONG && *count > 1 || letters >= short && *count >= often => {
                    (count - 1) * letters
                }
                _ => 0,
            }
        };
        let best = classes
            .iter()
            .filter(|class| worth(class) > 0)
            .max_by_key(|class| {
                let x = &class.0.standing;
                // Of u and σ(u), found equally often, what the user named, or else the longer.
                (worth(class), is_let(x), x.cost())
            });
        let Some((forms, _)) = best else {
            return false;
        };
        let value = forms.standing.clone();
        let name = self.letter(&value, &value);
        let forms = self::forms(&value);
        for (_, x) in &mut self.gradients {
            *x = style::positive(&replaced(x, &forms, &name));
        }
        let definitions = self.definitions.iter_mut().map(|(_, x)| x);
        for x in definitions.chain(self.lets.iter_mut().map(|(_, x)| x)) {
            *x = replaced(x, &forms, &name);
        }
        self.definitions.push((name, value));
        true
    }

    /// The user's name for a value, or a letter that is free.
    fn letter(&mut self, value: &Expr, known_as: &Expr) -> Expr {
        let matrix = value.shape().is_matrix();
        let let_name = self
            .lets
            .iter()
            .find(|(_, x)| x == value || x == known_as)
            .map(|(name, _)| symbol(name, matrix, Role::Defined))
            .filter(|symbol| !self.taken.contains(&symbol.text));
        let known = match value.form() {
            Form::Apply(name, _) => letter_of(name),
            _ => None,
        };
        let standard = ["r", "s", "u", "v", "p", "q", "t", "g", "h"];
        let plain = known.into_iter().chain(standard).map(str::to_owned);
        let numbered = (1..).map(|i| format!("r{i}"));
        let mut letters = plain
            .chain(numbered)
            .map(|name| symbol(&name, matrix, Role::Defined))
            .filter(|symbol| !self.taken.contains(&symbol.text));
        let symbol = let_name
            .or_else(|| letters.next())
            .expect("there are infinitely many");
        self.taken.push(symbol.text.clone());
        let mut symbol = symbol;
        // Evaluated under the letter it is read as.
        symbol.name.clone_from(&symbol.text);
        Expr::symbol(symbol, value.shape())
    }

    /// Definitions that are used, each after those that it uses.
    fn ordered(&self) -> Vec<(Expr, Expr)> {
        fn visit(x: &Expr, all: &[(Expr, Expr)], ordered: &mut Vec<(Expr, Expr)>) {
            for name in symbols(x) {
                let Some((name, value)) = all.iter().find(|(y, _)| *y == name) else {
                    continue;
                };
                if !ordered.iter().any(|(y, _)| y == name) {
                    visit(value, all, ordered);
                    ordered.push((name.clone(), value.clone()));
                }
            }
        }
        let mut ordered = Vec::new();
        for (_, gradient) in &self.gradients {
            visit(gradient, &self.definitions, &mut ordered);
        }
        ordered
    }
}

/// The names within an expression.
pub(super) fn symbols(x: &Expr) -> Vec<Expr> {
    match x.form() {
        Form::Symbol(symbol) if symbol.role == Role::Defined => vec![x.clone()],
        _ => x.children().into_iter().flat_map(symbols).collect(),
    }
}

/// x with a name in the place of what it names.
fn replaced(x: &Expr, forms: &Forms, name: &Expr) -> Expr {
    if *x == forms.standing {
        return name.clone();
    }
    for (other, standing_for) in &forms.others {
        if x == other {
            return standing_for(name);
        }
    }
    let (coefficient, rest) = x.split_coefficient();
    if rest != *x && !rest.is_zero() {
        return replaced(&rest, forms, name).scaled(coefficient);
    }
    style::rebuilt(x, &|part| replaced(part, forms, name))
}
