//! Values that are one word or number.

use schemars::{Schema, SchemaGenerator, json_schema};

use super::{Decode, kind_of};
use crate::scenario::diagnostics::{Mistake, Mistakes, Place};
use crate::scenario::suggest::listed;
use crate::scenario::syntax::yaml::{Content, Node};

/// A value that is one word or number.
pub(in crate::scenario) trait Scalar: Sized {
    /// `a latency`
    const WHAT: &'static str;
    /// How it is written, for hints and editors.
    const EXAMPLES: &'static [&'static str];
    /// The JSON types that editors may see it as.
    const TYPES: &'static [&'static str] = &["string"];
    /// All that it can be, if these are only a few.
    const CHOICES: &'static [&'static str] = &[];
    /// What editors check it with, as a text.
    const PATTERN: &'static str;

    /// How to write it.
    fn hint() -> String {
        format!("write it like {}", listed(Self::EXAMPLES))
    }

    /// Reads it from the text without the blanks around it.
    fn read(text: &str) -> Result<Self, Unreadable>;
}

/// Why a text is not a [`Scalar`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Unreadable {
    /// It is not written like one.
    Form,
    /// It is written like one, but there is no such value: what is wrong, and perhaps what would be right.
    Value(String, Option<String>),
}

impl Unreadable {
    pub(in crate::scenario) fn value(message: impl Into<String>) -> Self {
        Self::Value(message.into(), None)
    }
}

/// Reads a [`Scalar`] from a text at a place.
pub(in crate::scenario) fn read_scalar<T: Scalar>(
    text: &str,
    place: Place,
    mistakes: &mut Mistakes,
) -> Option<T> {
    match T::read(text.trim()) {
        Ok(value) => Some(value),
        Err(Unreadable::Form) => {
            let message = format!("`{}` is not {}", shortened(text), T::WHAT);
            mistakes.add(Mistake::new(place, message).hint(T::hint()));
            None
        }
        Err(Unreadable::Value(message, hint)) => {
            let hint = hint.unwrap_or_else(T::hint);
            mistakes.add(Mistake::new(place, message).hint(hint));
            None
        }
    }
}

/// A text of the user as a message quotes it.
pub(in crate::scenario) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let shown: String = text.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(MOST).is_some() { format!("{shown}…") } else { shown }
}

impl<T: Scalar> Decode for T {
    fn decode(node: &Node, mistakes: &mut Mistakes) -> Option<Self> {
        let Content::Scalar { text, .. } = &node.content else {
            if matches!(node.content, Content::Noted) {
                return None;
            }
            mistakes.add(
                Mistake::new(node.place, format!("{} is expected here", T::WHAT))
                    .label(format!("this is {}", kind_of(node)))
                    .hint(T::hint()),
            );
            return None;
        };
        if node.is_nothing() {
            mistakes.add(Mistake::new(node.place, format!("{} is missing here", T::WHAT)).hint(T::hint()));
            return None;
        }
        read_scalar(text, node.place, mistakes)
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        let values = |texts: &[&str]| -> Vec<serde_json::Value> {
            let known = texts.iter().filter(|text| **text != "…");
            known.map(|text| serde_json::from_str(text).unwrap_or_else(|_| (*text).into())).collect()
        };
        if !T::CHOICES.is_empty() {
            return json_schema!({ "enum": values(T::CHOICES) });
        }
        let mut schema = json_schema!({ "type": T::TYPES, "pattern": T::PATTERN });
        if let [only] = T::TYPES {
            schema.insert("type".to_owned(), (*only).into());
        }
        let examples = values(T::EXAMPLES);
        if !examples.is_empty() {
            schema.insert("examples".to_owned(), examples.into());
        }
        schema
    }

    fn example() -> &'static str {
        T::EXAMPLES.first().copied().unwrap_or("…")
    }
}
