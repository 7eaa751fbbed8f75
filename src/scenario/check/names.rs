//! References by name.

use std::collections::HashMap;

use crate::scenario::diagnostics::{Mistake, Mistakes, Place};
use crate::scenario::suggest::{listed, suggest};
use crate::scenario::syntax::decode::{Located, shortened};

/// The names of things of one kind, which a plan refers to by their indices.
pub(super) struct Names<'n> {
    what: &'static str,
    all: Vec<&'n str>,
    indices: HashMap<&'n str, usize>,
}

impl<'n> Names<'n> {
    /// `what` is what one of them is called in messages.
    pub(super) fn new(what: &'static str, names: impl Iterator<Item = &'n str>) -> Self {
        let all: Vec<&str> = names.collect();
        let mut indices = HashMap::new();
        for (index, name) in all.iter().enumerate() {
            indices.entry(*name).or_insert(index);
        }
        Self { what, all, indices }
    }

    /// All names, in the order of their indices.
    pub(super) fn all(&self) -> impl Iterator<Item = &'n str> + Clone {
        self.all.iter().copied()
    }

    /// The index of a name.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.indices.get(name).copied()
    }

    /// The index of a name; if it is not there this is noted, with what may have been meant.
    pub(super) fn find(&self, name: &Located<String>, mistakes: &mut Mistakes) -> Option<usize> {
        let index = self.position(&name.value);
        if index.is_none() {
            unknown(self.what, &name.value, name.place, self.all(), mistakes);
        }
        index
    }
}

/// Notes that there is nothing of a name.
pub(super) fn unknown<'n>(
    what: &str,
    name: &str,
    place: Place,
    names: impl Iterator<Item = &'n str> + Clone,
    mistakes: &mut Mistakes,
) {
    let mut mistake = Mistake::new(place, format!("no {what} is called `{}`", shortened(name)));
    if !mistakes.is_full() {
        let hint = suggest(name, names.clone()).unwrap_or_else(|| {
            let mut some: Vec<&str> = Vec::new();
            // One more than is shown, so that it shows that there are more.
            for name in names {
                if some.len() > 20 {
                    break;
                }
                if !some.contains(&name) {
                    some.push(name);
                }
            }
            if some.is_empty() { "there is none".to_owned() } else { format!("there is {}", listed(&some)) }
        });
        mistake = mistake.hint(hint);
    }
    mistakes.add(mistake);
}
