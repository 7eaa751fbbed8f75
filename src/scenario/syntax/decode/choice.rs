//! Values that are a name, or a mapping with exactly one of several keys.

use schemars::{Schema, json_schema};

use super::{Decode, shortened};
use crate::scenario::diagnostics::{Mistake, Mistakes};
use crate::scenario::suggest::{listed, suggest};
use crate::scenario::syntax::yaml::{Content, Node};

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
        Content::Noted => None,
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
