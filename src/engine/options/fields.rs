//! An object that a caller gave, field by field: of the right type, or a mistake is noted.

use super::given::{Given, Number};
use super::names::{joined, unknown};
use super::rules::{BOOLEAN, Choice, FUNCTION, Mistakes, OBJECT, Real, STRING, Whole};

pub(super) struct Fields<'m> {
    path: &'m str,
    entries: Vec<(String, Given)>,
    pub mistakes: &'m mut Mistakes,
}

impl<'m> Fields<'m> {
    /// An object that may have these fields and no other. What is absent has none; what is no object has none either,
    /// and that is a mistake.
    pub fn of(path: &'m str, given: Given, names: &[&str], mistakes: &'m mut Mistakes) -> Self {
        let entries = match given {
            Given::Absent => Vec::new(),
            Given::Map(entries) => entries,
            other => {
                mistakes.must(if path.is_empty() { "options" } else { path }, OBJECT, &other.describe());
                Vec::new()
            }
        };
        if let Some((key, _)) = entries.iter().find(|(key, _)| !names.contains(&key.as_str())) {
            let failure = unknown(path, key, names);
            mistakes.note(path, failure);
        }
        Self { path, entries, mistakes }
    }

    /// The value, whatever it is.
    pub fn take(&mut self, name: &str) -> Given {
        let found = self.entries.iter_mut().find(|(key, _)| key == name);
        found.map(|(_, given)| std::mem::take(given)).unwrap_or_default()
    }

    pub fn string(&mut self, name: &str) -> Option<String> {
        match self.take(name) {
            Given::Absent => None,
            Given::String(text) => Some(text),
            other => self.must(name, STRING, &other),
        }
    }

    pub fn boolean(&mut self, name: &str) -> Option<bool> {
        match self.take(name) {
            Given::Absent => None,
            Given::Bool(value) => Some(value),
            other => self.must(name, BOOLEAN, &other),
        }
    }

    /// Whether there is one.
    pub fn function(&mut self, name: &str) -> bool {
        match self.take(name) {
            Given::Absent => false,
            Given::Function => true,
            other => self.must::<()>(name, FUNCTION, &other).is_some(),
        }
    }

    /// A whole number of a field at the top.
    pub fn whole<T: TryFrom<i64>>(&mut self, rule: &Whole) -> Option<T> {
        self.whole_of(rule).and_then(|number| T::try_from(number).ok())
    }

    fn whole_of(&mut self, rule: &Whole) -> Option<i64> {
        match self.take(rule.field) {
            Given::Absent => None,
            Given::Number(number) if number.whole().is_some_and(|whole| rule.holds(whole)) => number.whole(),
            other => self.must(rule.field, rule.must, &other),
        }
    }

    /// A number of a field at the top.
    pub fn real(&mut self, rule: &Real) -> Option<Number> {
        match self.take(rule.field) {
            Given::Absent => None,
            Given::Number(number) if rule.holds(number.value) => Some(number),
            other => self.must(rule.field, rule.must, &other),
        }
    }

    pub fn choice<T: Copy>(&mut self, name: &str, rule: &Choice<T>) -> Option<T> {
        let given = self.string(name)?;
        let found = rule.names.iter().find(|(name, _)| *name == given);
        if found.is_none() {
            self.mistakes.must(rule.field, rule.must, &Given::String(given).describe());
        }
        found.map(|(_, value)| *value)
    }

    /// Notes that a field is not what it must be; gives nothing.
    pub fn must<T>(&mut self, name: &str, must: &str, given: &Given) -> Option<T> {
        self.mistakes.must(&joined(self.path, name), must, &given.describe());
        None
    }
}
