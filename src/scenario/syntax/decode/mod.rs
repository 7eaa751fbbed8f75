//! From the tree to the written form, without stopping at a mistake: what cannot be read is noted and left
//! out, and reading goes on beside it.

mod choice;
mod mapping;
mod scalar;

use schemars::{Schema, SchemaGenerator, json_schema};

pub(in crate::scenario) use choice::{choice, choice_schema, chosen};
pub(in crate::scenario) use mapping::{Fields, Named, Short, mapping, mapping_schema};
pub(in crate::scenario) use scalar::{Scalar, Unreadable, read_scalar, shortened};

use super::yaml::{Content, Node};
use crate::scenario::diagnostics::{Mistake, Mistakes, Place};

/// What can be read from a tree. Whoever answers `None` has noted why.
pub(in crate::scenario) trait Decode: Sized {
    /// Reads it.
    fn decode(node: &Node, mistakes: &mut Mistakes) -> Option<Self>;

    /// What it looks like, for editors.
    fn schema(generator: &mut SchemaGenerator) -> Schema;

    /// One of it, for hints.
    fn example() -> &'static str {
        "…"
    }
}

/// A value and where it is written.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Located<T> {
    pub(in crate::scenario) value: T,
    pub(in crate::scenario) place: Place,
}

/// The value of a key.
#[derive(Clone, Debug, Default)]
pub(in crate::scenario) enum Field<T> {
    /// Nothing is written; where something must be, this has been noted.
    #[default]
    Absent,
    /// Something is written that cannot be read; this has been noted.
    Invalid,
    /// This is written.
    Written(Located<T>),
}

impl<T> Field<T> {
    pub(in crate::scenario) fn written(&self) -> Option<&Located<T>> {
        match self {
            Self::Written(located) => Some(located),
            Self::Absent | Self::Invalid => None,
        }
    }

    pub(in crate::scenario) fn value(&self) -> Option<&T> {
        self.written().map(|located| &located.value)
    }

    pub(in crate::scenario) fn is_invalid(&self) -> bool {
        matches!(self, Self::Invalid)
    }

    pub(in crate::scenario) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: Clone> Field<T> {
    pub(in crate::scenario) fn or(&self, default: T) -> T {
        self.value().cloned().unwrap_or(default)
    }
}

impl<T> Field<Vec<T>> {
    /// The items of a list, none if there is no list.
    pub(in crate::scenario) fn items(&self) -> &[T] {
        self.value().map_or(&[], Vec::as_slice)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, mistakes: &mut Mistakes) -> Option<Self> {
        match &node.content {
            Content::List(items) => Some(items.iter().filter_map(|item| T::decode(item, mistakes)).collect()),
            Content::Noted => None,
            _ => {
                mistakes.add(
                    Mistake::new(node.place, "a list is expected here")
                        .label(format!("this is {}", kind_of(node)))
                        .hint("begin each item with `- `, or write `[one, another]`"),
                );
                None
            }
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": T::schema(generator) })
    }
}

impl<T: Decode> Decode for Located<T> {
    fn decode(node: &Node, mistakes: &mut Mistakes) -> Option<Self> {
        T::decode(node, mistakes).map(|value| Self { value, place: node.place })
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        T::schema(generator)
    }

    fn example() -> &'static str {
        T::example()
    }
}

/// A list, or its only item without the brackets.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct OneOrMany<T>(pub(in crate::scenario) Vec<T>);

impl<T: Decode> Decode for OneOrMany<T> {
    fn decode(node: &Node, mistakes: &mut Mistakes) -> Option<Self> {
        match &node.content {
            Content::List(_) => Vec::decode(node, mistakes).map(Self),
            _ => T::decode(node, mistakes).map(|item| Self(vec![item])),
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [T::schema(generator), Vec::<T>::schema(generator)] })
    }

    fn example() -> &'static str {
        T::example()
    }
}

/// `a list`, in messages.
pub(in crate::scenario) fn kind_of(node: &Node) -> &'static str {
    match &node.content {
        Content::List(_) => "a list",
        Content::Mapping(_) => "a mapping",
        Content::Scalar { .. } if node.is_nothing() => "nothing",
        Content::Noted => "something wrong",
        Content::Scalar { .. } => "a single value",
    }
}
