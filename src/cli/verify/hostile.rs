//! Bodies that say the same in other bytes, and bodies that are unusual.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Map, Value};

/// The size of a large event.
const LARGE: usize = 64 * 1024;

/// Which bytes a text is written in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spelling {
    /// `\/`, as PHP writes it.
    Slashes,
    /// `\u00eb` and `\u0040`, as Java, .NET and Python write what is not plain.
    Escapes,
    /// White space between everything.
    Spaces,
    /// All keys the other way round.
    Order,
}

/// The same event in another spelling.
pub(super) fn spelled(body: &Value, spelling: Spelling) -> Vec<u8> {
    let bytes = match spelling {
        Spelling::Spaces => serde_json::to_vec_pretty(body),
        Spelling::Order => serde_json::to_vec(&reversed(body.clone())),
        Spelling::Slashes | Spelling::Escapes => {
            let mut bytes = Vec::new();
            body.serialize(&mut Serializer::with_formatter(&mut bytes, Escaping(spelling))).map(|()| bytes)
        }
    };
    // A value whose keys are texts can always be written.
    bytes.unwrap_or_default()
}

/// With something in it that each spelling writes in its own way.
pub(super) fn spellable(mut body: Value) -> Value {
    replace(&mut body, "/payload/object/uuid", Value::from("/ajXp112QmuoKj4854875=="));
    replace(&mut body, "/payload/object/participant/email", Value::from("zoë+qos@example.com"));
    body
}

/// Of a kind that nobody knows.
pub(super) fn unknown(mut body: Value) -> Value {
    replace(&mut body, "/event", Value::from("meeting.participant_weather"));
    body
}

/// With so many entries that it has 64 KiB.
pub(super) fn large(mut body: Value) -> Value {
    if let Some(Value::Array(entries)) = body.pointer_mut("/payload/object/participant/qos") {
        let once = serde_json::to_vec(entries).map_or(1, |bytes| bytes.len().saturating_sub(1).max(1));
        let entry = entries.clone();
        for _ in 0..LARGE.div_ceil(once) {
            entries.extend_from_slice(&entry);
        }
    }
    body
}

fn replace(body: &mut Value, path: &str, value: Value) {
    if let Some(place) = body.pointer_mut(path) {
        *place = value;
    }
}

fn reversed(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members.into_iter().rev().map(|(key, value)| (key, reversed(value))).collect::<Map<_, _>>(),
        ),
        Value::Array(items) => items.into_iter().map(reversed).collect(),
        other => other,
    }
}

struct Escaping(Spelling);

impl Formatter for Escaping {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        for c in text.chars() {
            match self.0 {
                Spelling::Slashes if c == '/' => out.write_all(b"\\/")?,
                Spelling::Escapes if !c.is_ascii() || "@+=&<>'".contains(c) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        write!(out, "\\u{unit:04x}")?;
                    }
                }
                _ => write!(out, "{c}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event() -> Value {
        spellable(json!({
            "event": "meeting.participant_qos",
            "payload": { "object": { "uuid": "", "participant": { "email": "", "qos": [{ "type": "a\"b" }] } } },
        }))
    }

    #[test]
    fn every_spelling_says_the_same_in_other_bytes() {
        let plain = serde_json::to_vec(&event()).unwrap();
        for spelling in [Spelling::Slashes, Spelling::Escapes, Spelling::Spaces, Spelling::Order] {
            let bytes = spelled(&event(), spelling);
            assert_ne!(bytes, plain, "{spelling:?}");
            assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), event(), "{spelling:?}");
        }
        let text = |spelling| String::from_utf8(spelled(&event(), spelling)).unwrap();
        assert!(text(Spelling::Slashes).contains(r#""\/ajXp112QmuoKj4854875==""#));
        assert!(text(Spelling::Escapes).contains(r#""zo\u00eb\u002bqos\u0040example.com""#));
        assert!(text(Spelling::Order).starts_with(r#"{"payload""#));
    }

    #[test]
    fn a_large_event_has_64_kibibytes_and_hardly_more() {
        let bytes = serde_json::to_vec(&large(event())).unwrap();
        assert!((LARGE..LARGE + LARGE / 8).contains(&bytes.len()), "{}", bytes.len());
    }
}
