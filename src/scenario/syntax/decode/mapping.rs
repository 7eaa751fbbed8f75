//! Mappings: with names as keys, or with known keys.

use schemars::{Schema, SchemaGenerator, json_schema};

use super::{Decode, Field, Located, kind_of, shortened};
use crate::scenario::diagnostics::{Mistake, Mistakes, Place};
use crate::scenario::suggest::{listed, nearest};
use crate::scenario::syntax::yaml::{Content, Key, Node};

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

fn field<T: Decode>(node: &Node, mistakes: &mut Mistakes) -> Field<T> {
    match T::decode(node, mistakes) {
        Some(value) => Field::Written(Located { value, place: node.place }),
        None => Field::Invalid,
    }
}

/// The entries of a mapping.
fn entries<'n>(node: &'n Node, what: &str, mistakes: &mut Mistakes) -> Option<&'n [(Key, Node)]> {
    match &node.content {
        Content::Mapping(entries) => Some(entries),
        Content::Noted => None,
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
    /// Keys that seem to be written, but in another spelling.
    misspelt: Vec<&'static str>,
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
                            && nearest(&key.text, known.iter().copied()).is_none()
                    })
            }
            (Content::Mapping(_), Self::Single(_)) | (Content::Noted, _) => false,
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
        known: &[&'static str],
        mistakes: &mut Mistakes,
    ) -> Option<Self> {
        if let Some(short) = short
            && short.is(node, known)
        {
            return Some(Self {
                what,
                place: node.place,
                contents: Contents::Short(short.key(), node),
                misspelt: Vec::new(),
            });
        }
        let entries = entries(node, what, mistakes)?;
        let mut misspelt = Vec::new();
        for (key, _) in entries {
            if !known.contains(&key.text.as_str()) {
                let meant = nearest(&key.text, known.iter().copied());
                misspelt.extend(meant);
                let hint = meant.map_or_else(
                    || format!("its keys are {}", listed(known)),
                    |meant| format!("did you mean `{meant}`?"),
                );
                let message = format!("{what} has no `{}`", shortened(&key.text));
                mistakes.add(Mistake::new(key.place, message).hint(hint));
            }
        }
        Some(Self { what, place: node.place, contents: Contents::Entries(entries), misspelt })
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
            None if self.misspelt.contains(&name) => Field::Invalid,
            _ => Field::Absent,
        }
    }

    /// The value of a key that must be there.
    pub(in crate::scenario) fn required<T: Decode>(&self, name: &str, mistakes: &mut Mistakes) -> Field<T> {
        match self.find(name) {
            Some(node) => field(node, mistakes),
            None if self.misspelt.contains(&name) => Field::Invalid,
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
