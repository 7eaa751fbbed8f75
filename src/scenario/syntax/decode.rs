//! From the tree to the written form, without stopping at a mistake: what cannot be read is noted and left
//! out, and reading goes on beside it.

use schemars::{Schema, SchemaGenerator, json_schema};

use super::yaml::{Content, Key, Node};
use crate::scenario::diagnostics::{Mistake, Mistakes, Place};
use crate::scenario::suggest::{listed, suggest};

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

/// A value that is one word or number.
pub(in crate::scenario) trait Scalar: Sized {
    /// `a latency`
    const WHAT: &'static str;
    /// How it is written, for hints and editors.
    const EXAMPLES: &'static [&'static str];
    /// The JSON types that editors may see it as.
    const TYPES: &'static [&'static str] = &["string"];
    /// What editors check it with, as a text.
    const PATTERN: &'static str;

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
            mistakes.add(Mistake::new(place, message).hint(format!("write it like {}", listed(T::EXAMPLES))));
            None
        }
        Err(Unreadable::Value(message, hint)) => {
            let hint = hint.unwrap_or_else(|| format!("write it like {}", listed(T::EXAMPLES)));
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
            mistakes.add(
                Mistake::new(node.place, format!("{} is expected here", T::WHAT))
                    .label(format!("this is {}", kind_of(node)))
                    .hint(format!("write it like {}", listed(T::EXAMPLES))),
            );
            return None;
        };
        if node.is_nothing() {
            mistakes.add(
                Mistake::new(node.place, format!("{} is missing here", T::WHAT))
                    .hint(format!("write it like {}", listed(T::EXAMPLES))),
            );
            return None;
        }
        read_scalar(text, node.place, mistakes)
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        let examples: Vec<serde_json::Value> = T::EXAMPLES
            .iter()
            .map(|text| text.parse::<u64>().map_or_else(|_| (*text).into(), serde_json::Value::from))
            .collect();
        json_schema!({ "type": T::TYPES, "pattern": T::PATTERN, "examples": examples })
    }

    fn example() -> &'static str {
        T::EXAMPLES.first().copied().unwrap_or("…")
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, mistakes: &mut Mistakes) -> Option<Self> {
        match &node.content {
            Content::List(items) => Some(items.iter().filter_map(|item| T::decode(item, mistakes)).collect()),
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

/// A mapping whose keys are names that the user chooses, in the order of the file.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Named<T>(pub(in crate::scenario) Vec<(Key, Field<T>)>);

impl<T: Decode> Decode for Named<T> {
    fn decode(node: &Node, mistakes: &mut Mistakes) -> Option<Self> {
        let entries = entries(node, "a mapping", mistakes)?;
        Some(Self(entries.iter().map(|(key, value)| (key.clone(), field(value, mistakes))).collect()))
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": T::schema(generator) })
    }
}

/// `a list`, in messages.
pub(in crate::scenario) fn kind_of(node: &Node) -> &'static str {
    match &node.content {
        Content::List(_) => "a list",
        Content::Mapping(_) => "a mapping",
        Content::Scalar { .. } if node.is_nothing() => "nothing",
        Content::Scalar { .. } => "a single value",
    }
}

fn field<T: Decode>(node: &Node, mistakes: &mut Mistakes) -> Field<T> {
    match T::decode(node, mistakes) {
        Some(value) => Field::Written(Located { value, place: node.place }),
        None => Field::Invalid,
    }
}

/// The entries of a mapping.
pub(in crate::scenario) fn entries<'n>(
    node: &'n Node,
    what: &str,
    mistakes: &mut Mistakes,
) -> Option<&'n [(Key, Node)]> {
    match &node.content {
        Content::Mapping(entries) => Some(entries),
        _ => {
            mistakes.add(
                Mistake::new(node.place, format!("{what} is expected here"))
                    .label(format!("this is {}", kind_of(node)))
                    .hint("write it as `key: value`, one a line, or `{ key: value, … }`"),
            );
            None
        }
    }
}

/// A mapping with known keys while it is being read.
pub(in crate::scenario) struct Fields<'n> {
    what: &'static str,
    place: Place,
    contents: Contents<'n>,
}

/// What may be written as just the value of one of its keys.
#[derive(Clone, Copy, Debug)]
pub(in crate::scenario) enum Short {
    /// If that value is not a mapping.
    Single(&'static str),
    /// Also if it is one, told by its keys.
    Any(&'static str),
}

impl Short {
    pub(in crate::scenario) const fn key(self) -> &'static str {
        match self {
            Self::Single(key) | Self::Any(key) => key,
        }
    }

    /// Whether the value is written in the short form, among these keys of the long one.
    fn is(self, node: &Node, known: &[&str]) -> bool {
        match (&node.content, self) {
            (Content::Mapping(entries), Self::Any(_)) => {
                !entries.is_empty()
                    && entries.iter().all(|(key, _)| {
                        !known.contains(&key.text.as_str())
                            && suggest(&key.text, known.iter().copied()).is_none()
                    })
            }
            (Content::Mapping(_), Self::Single(_)) => false,
            _ => !node.is_nothing(),
        }
    }
}

enum Contents<'n> {
    Entries(&'n [(Key, Node)]),
    /// Only the value of this key is written, in the place of the mapping.
    Short(&'static str, &'n Node),
}

impl<'n> Fields<'n> {
    /// Opens a mapping and notes the keys that it should not have.
    pub(in crate::scenario) fn open(
        node: &'n Node,
        what: &'static str,
        short: Option<Short>,
        known: &[&str],
        mistakes: &mut Mistakes,
    ) -> Option<Self> {
        if let Some(short) = short
            && short.is(node, known)
        {
            return Some(Self { what, place: node.place, contents: Contents::Short(short.key(), node) });
        }
        let entries = entries(node, what, mistakes)?;
        for (key, _) in entries {
            if !known.contains(&key.text.as_str()) {
                let hint = suggest(&key.text, known.iter().copied())
                    .unwrap_or_else(|| format!("its keys are {}", listed(known)));
                let message = format!("{what} has no `{}`", shortened(&key.text));
                mistakes.add(Mistake::new(key.place, message).hint(hint));
            }
        }
        Some(Self { what, place: node.place, contents: Contents::Entries(entries) })
    }

    pub(in crate::scenario) fn place(&self) -> Place {
        self.place
    }

    fn find(&self, name: &str) -> Option<&'n Node> {
        match self.contents {
            Contents::Entries(entries) => {
                entries.iter().find(|(key, _)| key.text == name).map(|(_, node)| node)
            }
            Contents::Short(key, node) => (key == name).then_some(node),
        }
    }

    /// The value of a key that need not be there; nothing after the colon is as good as no key.
    pub(in crate::scenario) fn optional<T: Decode>(&self, name: &str, mistakes: &mut Mistakes) -> Field<T> {
        match self.find(name) {
            Some(node) if !node.is_nothing() => field(node, mistakes),
            _ => Field::Absent,
        }
    }

    /// The value of a key that must be there.
    pub(in crate::scenario) fn required<T: Decode>(&self, name: &str, mistakes: &mut Mistakes) -> Field<T> {
        match self.find(name) {
            Some(node) => field(node, mistakes),
            None => {
                mistakes.add(
                    Mistake::new(self.place, format!("{} needs `{name}`", self.what))
                        .label("it is missing here")
                        .hint(format!("add `{name}: {}`", T::example())),
                );
                Field::Absent
            }
        }
    }
}

/// Declares a mapping once: as a type, as what reads it and as the schema that editors know it by.
///
/// `key: required Type` or `key: optional Type`; `key = "for"` where the key is no identifier of Rust.
/// `("a participant", Single "name")` may be written as just its `name`, see [`Short`].
macro_rules! mapping {
    (@short) => { None };
    (@short $kind:ident $short:literal) => {
        Some($crate::scenario::syntax::decode::Short::$kind($short))
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@required required) => { true };
    (@required optional) => { false };
    (
        $(#[doc = $doc:literal])*
        $name:ident ($what:literal $(, $kind:ident $short:literal)?) {
            $($(#[doc = $field_doc:literal])* $field:ident $(= $key:literal)? : $presence:ident $type:ty,)*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        #[allow(dead_code, reason = "a place is kept of every mapping, whether or not a message shows it")]
        pub(in crate::scenario) struct $name {
            pub(in crate::scenario) place: $crate::scenario::diagnostics::Place,
            $($(#[doc = $field_doc])* pub(in crate::scenario) $field: $crate::scenario::syntax::decode::Field<$type>,)*
        }

        impl $name {
            const KEYS: &'static [&'static str] = &[$($crate::scenario::syntax::decode::mapping!(@key $field $($key)?)),*];
        }

        impl $crate::scenario::syntax::decode::Decode for $name {
            fn decode(
                node: &$crate::scenario::syntax::yaml::Node,
                mistakes: &mut $crate::scenario::diagnostics::Mistakes,
            ) -> Option<Self> {
                let short = $crate::scenario::syntax::decode::mapping!(@short $($kind $short)?);
                let fields =
                    $crate::scenario::syntax::decode::Fields::open(node, $what, short, Self::KEYS, mistakes)?;
                Some(Self {
                    place: fields.place(),
                    $($field: fields.$presence(
                        $crate::scenario::syntax::decode::mapping!(@key $field $($key)?),
                        mistakes,
                    ),)*
                })
            }

            fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                generator.subschema_for::<Self>()
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let fields = [$((
                    $crate::scenario::syntax::decode::mapping!(@key $field $($key)?),
                    $crate::scenario::syntax::decode::mapping!(@required $presence),
                    concat!($($field_doc),*),
                    <$type as $crate::scenario::syntax::decode::Decode>::schema(generator),
                )),*];
                let short = $crate::scenario::syntax::decode::mapping!(@short $($kind $short)?);
                $crate::scenario::syntax::decode::mapping_schema(concat!($($doc),*), short, fields)
            }
        }
    };
}
pub(in crate::scenario) use mapping;

/// The schema of a mapping: key, whether it is required, description and schema of each field.
pub(in crate::scenario) fn mapping_schema<const N: usize>(
    description: &str,
    short: Option<Short>,
    fields: [(&str, bool, &str, Schema); N],
) -> Schema {
    let mut alone = None;
    let mut required = Vec::new();
    let mut properties = serde_json::Map::new();
    for (key, is_required, description, mut schema) in fields {
        if is_required {
            required.push(key);
        }
        if short.is_some_and(|short| short.key() == key) {
            alone = Some(schema.clone());
        }
        schema.insert("description".to_owned(), description.trim().into());
        properties.insert(key.to_owned(), schema.into());
    }
    let mut schema = json_schema!({
        "type": "object",
        "description": description.trim(),
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    match alone {
        Some(alone) => json_schema!({ "anyOf": [alone, schema] }),
        None => schema,
    }
}

/// Declares what is written as a mapping with exactly one of several keys, or as a name alone.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])*
        $name:ident ($what:literal) {
            $(#[doc = $plain_doc:literal])* $plain:ident,
            $($(#[doc = $key_doc:literal])* $key:literal => $variant:ident,)*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub(in crate::scenario) enum $name {
            $(#[doc = $plain_doc])*
            $plain(String),
            $($(#[doc = $key_doc])* $variant(String),)*
        }

        impl $crate::scenario::syntax::decode::Decode for $name {
            fn decode(
                node: &$crate::scenario::syntax::yaml::Node,
                mistakes: &mut $crate::scenario::diagnostics::Mistakes,
            ) -> Option<Self> {
                let keys = [$($key),*];
                let (key, name) =
                    $crate::scenario::syntax::decode::chosen(node, $what, &keys, mistakes)?;
                match key {
                    $(Some($key) => Some(Self::$variant(name)),)*
                    _ => Some(Self::$plain(name)),
                }
            }

            fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                generator.subschema_for::<Self>()
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::scenario::syntax::decode::choice_schema(
                    concat!($($doc),*),
                    concat!($($plain_doc),*),
                    [$(($key, concat!($($key_doc),*))),*],
                )
            }
        }
    };
}
pub(in crate::scenario) use choice;

/// The key and the name of a choice; no key if only a name is written.
pub(in crate::scenario) fn chosen<'k>(
    node: &Node,
    what: &str,
    keys: &[&'k str],
    mistakes: &mut Mistakes,
) -> Option<(Option<&'k str>, String)> {
    let forms = format!("write a name, or a mapping with one of {}", listed(keys));
    match &node.content {
        Content::Scalar { .. } => String::decode(node, mistakes).map(|name| (None, name)),
        Content::Mapping(entries) => {
            let [(key, value)] = entries.as_slice() else {
                let message = format!("{what} has one key, here are {}", entries.len());
                mistakes.add(Mistake::new(node.place, message).hint(forms));
                return None;
            };
            let Some(known) = keys.iter().find(|known| **known == key.text) else {
                let hint = suggest(&key.text, keys.iter().copied()).unwrap_or(forms);
                let message = format!("{what} has no `{}`", shortened(&key.text));
                mistakes.add(Mistake::new(key.place, message).hint(hint));
                return None;
            };
            String::decode(value, mistakes).map(|name| (Some(*known), name))
        }
        Content::List(_) => {
            mistakes.add(
                Mistake::new(node.place, format!("{what} is expected here"))
                    .label("this is a list")
                    .hint(forms),
            );
            None
        }
    }
}

/// The schema of a choice.
pub(in crate::scenario) fn choice_schema<const N: usize>(
    description: &str,
    plain: &str,
    keys: [(&str, &str); N],
) -> Schema {
    let name = json_schema!({ "type": ["string", "integer"], "description": plain.trim() });
    let properties: serde_json::Map<String, serde_json::Value> = keys
        .into_iter()
        .map(|(key, description)| {
            let name =
                serde_json::json!({ "type": ["string", "integer"], "description": description.trim() });
            (key.to_owned(), name)
        })
        .collect();
    json_schema!({
        "description": description.trim(),
        "anyOf": [name, {
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
            "minProperties": 1,
            "maxProperties": 1,
        }],
    })
}
