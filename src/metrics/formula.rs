//! What a formula over other KPIs comes to, and whether its units fit. The only file that knows the expression library.
//!
//! `exmex` reads the text (operators, brackets, functions); what the operators do is said here, on quantities that carry
//! their unit, so that euros are never added to hours.

use crate::model::{Kpi, Terms, formula as names};
use exmex::{BinOp, Express as _, FlatEx, MakeOperators, MatchLiteral, Operator, literal_matcher_from_pattern};
use std::collections::BTreeMap;
use std::str::FromStr;

/// Why a formula has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// Nothing is written.
    #[error("the formula is empty; write names of KPIs in braces, as in {{Revenue}} / {{Orders}}")]
    Empty,
    /// Brackets, operators or functions that make no expression.
    #[error(
        "“{0}” is no formula; use + − * / ^, brackets, min(a, b), max(a, b), abs and sqrt over {{names}} and numbers"
    )]
    Unreadable(String),
    /// A name that no KPI has.
    #[error("“{0}” is no KPI of this file; write its name in braces as it stands in the list")]
    Unknown(String),
    /// The KPI would be worked out from itself.
    #[error("“{0}” would in the end be worked out from itself; leave it out of its formula")]
    Circular(String),
    /// Two quantities that cannot be added or compared.
    #[error("the formula adds or compares {0} and {1}, which are different units; convert one of them first")]
    Mixed(String, String),
    /// Something was raised to a power or drawn a root of that leaves no unit.
    #[error("the formula takes a power or root of {0} that leaves no unit; use numbers without a unit there")]
    NoUnit(String),
    /// The result is in another unit than the KPI says.
    #[error("the formula gives {found}, but the unit of the KPI is {said}; change one of them")]
    OtherUnit {
        /// What it comes to.
        found: String,
        /// What the KPI says.
        said: String,
    },
}

/// Units with their exponents; none is a plain number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Unit(BTreeMap<String, i32>);

impl Unit {
    /// The unit of a KPI's values.
    fn of(kpi: &Kpi) -> Self {
        match kpi.terms() {
            Terms::Share | Terms::ShareDifference => Self::default(),
            Terms::Points => Self::one("NPS points"),
            Terms::Score => {
                let (low, high) = kpi.answers().or(kpi.scale).unwrap_or_default();
                Self::one(&format!("points of {low}–{high}"))
            }
            Terms::Quantity => Self::parse(&kpi.unit),
        }
    }

    fn one(name: &str) -> Self {
        Self(BTreeMap::from([(name.to_owned(), 1)]))
    }

    /// As people write it: "€", "€/order", "h", "pages per session"; "%" is none.
    fn parse(text: &str) -> Self {
        let mut unit = Self::default();
        for (index, name) in text.replace(" per ", "/").split('/').map(str::trim).enumerate() {
            if !matches!(name, "" | "%" | "1") {
                unit.add(name, if index == 0 { 1 } else { -1 });
            }
        }
        unit
    }

    fn add(&mut self, name: &str, exponent: i32) {
        let sum = self.0.get(name).copied().unwrap_or(0).saturating_add(exponent);
        if sum == 0 {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), sum);
        }
    }

    fn times(&self, other: &Self, sign: i32) -> Self {
        let mut unit = self.clone();
        other.0.iter().for_each(|(name, exponent)| unit.add(name, exponent.saturating_mul(sign)));
        unit
    }

    fn text(&self) -> String {
        let part = |is_above: bool| {
            let names = self.0.iter().filter(|(_, exponent)| (**exponent > 0) == is_above);
            let names = names.map(|(name, exponent)| match exponent.unsigned_abs() {
                1 => name.clone(),
                power => format!("{name}^{power}"),
            });
            names.collect::<Vec<_>>().join("·")
        };
        match (part(true), part(false)) {
            (above, below) if above.is_empty() && below.is_empty() => "a plain number".to_owned(),
            (above, below) if below.is_empty() => above,
            (above, below) if above.is_empty() => format!("1/{below}"),
            (above, below) => format!("{above}/{below}"),
        }
    }
}

/// A number on its way through a formula.
#[derive(Debug, Clone, PartialEq, Default)]
struct Quantity {
    value: f64,
    /// `None`: a number that was written into the formula, which is in whatever unit is needed.
    unit: Option<Unit>,
    /// The first thing that went wrong.
    problem: Option<FormulaError>,
}

impl FromStr for Quantity {
    type Err = std::num::ParseFloatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self { value: text.parse()?, ..Self::default() })
    }
}

impl Quantity {
    fn unit_text(&self) -> String {
        self.unit.clone().unwrap_or_default().text()
    }

    /// Both in one unit, as for adding and comparing.
    fn alike(self, other: Self, value: fn(f64, f64) -> f64) -> Self {
        let is_mixed = matches!((&self.unit, &other.unit), (Some(a), Some(b)) if a != b);
        let mixed = is_mixed.then(|| FormulaError::Mixed(self.unit_text(), other.unit_text()));
        Self {
            value: value(self.value, other.value),
            problem: self.problem.or(other.problem).or(mixed),
            unit: self.unit.or(other.unit),
        }
    }

    fn times(self, other: Self, sign: i32) -> Self {
        let value = if sign > 0 { self.value * other.value } else { self.value / other.value };
        let unit = match (&self.unit, &other.unit) {
            (None, None) => None,
            (a, b) => Some(a.clone().unwrap_or_default().times(&b.clone().unwrap_or_default(), sign)),
        };
        Self { value, unit, problem: self.problem.or(other.problem) }
    }

    fn power(self, other: Self) -> Self {
        let value = self.value.powf(other.value);
        let has_unit = |unit: &Option<Unit>| unit.as_ref().is_some_and(|unit| !unit.0.is_empty());
        #[expect(clippy::cast_possible_truncation, reason = "checked to be a small whole number")]
        let exponent = (other.value.fract() == 0.0 && other.value.abs() <= 9.0).then_some(other.value as i32);
        let (unit, problem) = match (has_unit(&self.unit), has_unit(&other.unit), exponent) {
            (_, true, _) => (None, Some(FormulaError::NoUnit(other.unit_text()))),
            (false, ..) => (self.unit.clone(), None),
            (true, _, None) => (None, Some(FormulaError::NoUnit(self.unit_text()))),
            (true, _, Some(power)) => {
                let unit = self.unit.clone().unwrap_or_default();
                (Some(Unit(unit.0.into_iter().filter(|_| power != 0).map(|(n, e)| (n, e * power)).collect())), None)
            }
        };
        Self { value, unit, problem: self.problem.or(other.problem).or(problem) }
    }

    fn root(self) -> Self {
        let is_square = self.unit.as_ref().is_none_or(|unit| unit.0.values().all(|exponent| exponent % 2 == 0));
        let problem = (!is_square).then(|| FormulaError::NoUnit(self.unit_text()));
        let unit = self.unit.map(|unit| Unit(unit.0.into_iter().map(|(name, e)| (name, e / 2)).collect()));
        Self { value: self.value.sqrt(), unit, problem: self.problem.or(problem) }
    }
}

#[derive(Debug, Clone)]
struct Operators;

impl MakeOperators<Quantity> for Operators {
    fn make<'a>() -> Vec<Operator<'a, Quantity>> {
        let binary = |apply, prio| BinOp { apply, prio, is_commutative: false };
        vec![
            Operator::make_bin("^", binary(Quantity::power, 4)),
            Operator::make_bin("*", binary(|a, b| Quantity::times(a, b, 1), 2)),
            Operator::make_bin("/", binary(|a, b| Quantity::times(a, b, -1), 3)),
            Operator::make_bin_unary("+", binary(|a, b| Quantity::alike(a, b, |a, b| a + b), 0), |a| a),
            Operator::make_bin_unary("-", binary(|a, b| Quantity::alike(a, b, |a, b| a - b), 1), |a| Quantity {
                value: -a.value,
                ..a
            }),
            Operator::make_bin("min", binary(|a, b| Quantity::alike(a, b, f64::min), 0)),
            Operator::make_bin("max", binary(|a, b| Quantity::alike(a, b, f64::max), 0)),
            Operator::make_unary("abs", |a| Quantity { value: a.value.abs(), ..a }),
            Operator::make_unary("sqrt", Quantity::root),
        ]
    }
}

literal_matcher_from_pattern!(Numbers, r"^(\.?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)");

/// A formula that was read.
#[derive(Debug, Clone)]
pub struct Formula {
    expression: FlatEx<Quantity, Operators, Numbers>,
    /// The distinct names it reads, in order of appearance.
    pub names: Vec<String>,
    /// The names in the order in which the expression wants their values.
    order: Vec<usize>,
}

/// Brackets may stand in each other this deep; the library goes down one call for each.
const DEEPEST: usize = 50;

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// [`FormulaError::Empty`] or [`FormulaError::Unreadable`].
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        if text.trim().is_empty() {
            return Err(FormulaError::Empty);
        }
        let unreadable = || FormulaError::Unreadable(text.trim().to_owned());
        // Names become letters the library knows, so that they may be written in any language. The signs that people
        // copy from elsewhere become those of the library.
        let mut distinct: Vec<String> = Vec::new();
        let (mut plain, mut at) = (String::new(), 0);
        let signs = |text: &str| text.replace(['−', '–'], "-").replace(['×', '·'], "*").replace('÷', "/");
        for found in names::names(text) {
            let index = distinct.iter().position(|known| known == found.name).unwrap_or_else(|| {
                distinct.push(found.name.to_owned());
                distinct.len() - 1
            });
            plain.push_str(&signs(text.get(at..found.span.start).unwrap_or_default()));
            plain.push_str(&format!("{{v{index:04}}}"));
            at = found.span.end;
        }
        plain.push_str(&signs(text.get(at..).unwrap_or_default()));
        let depth = plain.chars().fold((0_usize, 0_usize), |(depth, deepest), c| {
            let depth = match c {
                '(' => depth + 1,
                ')' => depth.saturating_sub(1),
                _ => depth,
            };
            (depth, deepest.max(depth))
        });
        if depth.1 > DEEPEST || !plain.is_ascii() || distinct.iter().any(String::is_empty) {
            return Err(unreadable());
        }
        let expression = FlatEx::<Quantity, Operators, Numbers>::parse(&plain).map_err(|_| unreadable())?;
        let index_of = |name: &String| name.trim_start_matches('v').parse::<usize>().ok();
        let order = expression.var_names().iter().map(index_of).collect::<Option<Vec<_>>>().ok_or_else(unreadable)?;
        Ok(Self { expression, names: distinct, order })
    }

    /// The value from the values of the names, in their order. `None` when one of them has no value, or when the result
    /// is no number (a division by zero is a gap).
    #[must_use]
    pub fn value(&self, values: &[Option<f64>]) -> Option<f64> {
        let of = |index: &usize| Some(Quantity { value: (*values.get(*index)?)?, ..Quantity::default() });
        let values = self.order.iter().map(of).collect::<Option<Vec<_>>>()?;
        self.expression.eval(&values).ok().map(|result| result.value).filter(|value| value.is_finite())
    }

    /// Whether the units of what is read fit together and give the unit of the KPI.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check_units(&self, kpi: &Kpi, read: &[&Kpi]) -> Result<(), FormulaError> {
        let of = |index: &usize| {
            let unit = read.get(*index).map(|kpi| Unit::of(kpi));
            // Neither zero nor one, which would hide a division or a power.
            Quantity { value: 2.0, unit, problem: None }
        };
        let values: Vec<_> = self.order.iter().map(of).collect();
        let Ok(result) = self.expression.eval(&values) else { return Ok(()) };
        if let Some(problem) = result.problem {
            return Err(problem);
        }
        let said = Unit::parse(&kpi.unit);
        let is_said = !kpi.unit.trim().is_empty();
        match result.unit {
            Some(found) if is_said && found != said => {
                Err(FormulaError::OtherUnit { found: found.text(), said: said.text() })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture::kpi;
    use crate::model::KpiKind;

    fn check(text: &str, values: &[Option<f64>], expected: Option<f64>) {
        let formula = Formula::parse(text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(formula.value(values), expected, "{text}");
    }

    #[test]
    fn formulas_are_worked_out_as_people_read_them() {
        check("{Revenue} / {Orders won}", &[Some(500.0), Some(4.0)], Some(125.0));
        check("a - b - c", &[Some(10.0), Some(3.0), Some(2.0)], Some(5.0));
        check("a / b / c", &[Some(12.0), Some(3.0), Some(2.0)], Some(2.0));
        check("a - b + c", &[Some(10.0), Some(3.0), Some(2.0)], Some(9.0));
        check("a / b * c", &[Some(12.0), Some(3.0), Some(2.0)], Some(8.0));
        check("2 + 3 * a ^ 2", &[Some(4.0)], Some(50.0));
        check("-a + 1e2 * .5", &[Some(4.0)], Some(46.0));
        check("max(a, b) − min(a, b) × 2", &[Some(4.0), Some(7.0)], Some(-1.0));
        check("abs(a) + sqrt({Größe})", &[Some(-4.0), Some(9.0)], Some(7.0));
        check("(b - a) / a", &[Some(3.0), Some(2.0)], Some(0.5));
        check("a / b", &[Some(3.0), Some(0.0)], None);
        check("a / b", &[Some(3.0), None], None);
        check("7", &[], Some(7.0));
    }

    #[test]
    fn what_is_no_formula_is_refused_with_a_sentence() {
        for text in ["a +", "* a", "(a", "a)", "a b", "{a", "a ? b", "{}", "foo(a", "a,b", "ä + ß ¿"] {
            let error = Formula::parse(text).map(|f| f.names).unwrap_err();
            assert!(matches!(error, FormulaError::Unreadable(_)), "{text}: {error}");
        }
        assert_eq!(Formula::parse("  ").map(|f| f.names), Err(FormulaError::Empty));
        assert!(Formula::parse(&format!("{}a{}", "(".repeat(400), ")".repeat(400))).is_err());
    }

    /// Whatever is typed gives a formula or a sentence, and never a panic.
    #[test]
    fn random_signs_never_stop_the_program() {
        let mut state = 7_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        let parts =
            ["a", "{b c}", "1", "2.5", "+", "-", "*", "/", "^", "(", ")", ",", "min", "max(", "abs", "sqrt(", " "];
        for _ in 0..20_000 {
            let text: String = (0..next(12)).map(|_| parts[next(parts.len())]).collect();
            if let Ok(formula) = Formula::parse(&text) {
                let values: Vec<_> = formula.names.iter().map(|_| Some(3.0)).collect();
                let _ = formula.value(&values);
            }
        }
    }

    fn units(text: &str, unit: &str, read: &[&Kpi]) -> Result<(), String> {
        let kpi = Kpi { unit: unit.to_owned(), ..kpi(KpiKind::Formula, None) };
        Formula::parse(text).unwrap().check_units(&kpi, read).map_err(|error| error.to_string())
    }

    #[test]
    fn units_must_fit() {
        let of = |kind, unit: &str| Kpi { unit: unit.to_owned(), ..kpi(kind, None) };
        let (euros, hours, rate) = (of(KpiKind::Sum, "€"), of(KpiKind::Mean, "h"), of(KpiKind::Rate, ""));
        let orders = of(KpiKind::Count, "orders");
        assert_eq!(units("a / b", "€/orders", &[&euros, &orders]), Ok(()));
        assert_eq!(units("a / b", "€ per orders", &[&euros, &orders]), Ok(()));
        assert_eq!(units("a * b * 100", "€", &[&euros, &rate]), Ok(()));
        assert_eq!(units("a - 5", "€", &[&euros]), Ok(()));
        assert_eq!(units("(a - b) / a", "%", &[&euros, &euros]), Ok(()));
        assert_eq!(units("sqrt(a * a)", "h", &[&hours]), Ok(()));
        assert_eq!(units("a ^ 2 / a", "", &[&hours]), Ok(()));
        let mixed = units("a + b", "", &[&euros, &hours]).unwrap_err();
        assert!(mixed.contains("€ and h"), "{mixed}");
        let other = units("a / b", "€", &[&euros, &hours]).unwrap_err();
        assert!(other.contains("gives €/h") && other.contains("is €"), "{other}");
        assert!(units("sqrt(a)", "", &[&hours]).is_err() && units("2 ^ a", "", &[&hours]).is_err());
        let (five, seven) = (kpi(KpiKind::Mean, Some((1.0, 5.0))), kpi(KpiKind::Mean, Some((1.0, 7.0))));
        assert!(units("(a + b) / 2", "", &[&five, &seven]).is_err(), "scores of different scales");
        assert_eq!(units("(a + b) / 2", "", &[&five, &five]), Ok(()));
    }
}
