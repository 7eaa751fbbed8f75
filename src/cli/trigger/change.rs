//! `--set`: replacing values of a body.

use std::str::FromStr;

use serde_json::Value;

use super::name;

/// So many keys are named in a hint.
const MOST_KEYS: usize = 20;

/// A value to be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    path: String,
    value: String,
}

/// Why a value cannot be replaced.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ChangeError {
    #[error("there is no `{path}` in `{event}`")]
    NoSuchPath { path: String, event: String, existing: Option<String> },
    #[error("`{path}` is {kind} in `{event}`, and `{value}` is no JSON")]
    NotJson { path: String, event: String, kind: &'static str, value: String },
    #[error("the body of an event cannot be read: {0}")]
    Unreadable(String),
}

impl FromStr for Change {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((path, value)) if !path.is_empty() => {
                Ok(Self { path: path.to_owned(), value: value.to_owned() })
            }
            _ => Err("write it like `payload.object.participant.email=x@y.z`"),
        }
    }
}

impl ChangeError {
    pub(super) fn hint(&self) -> String {
        match self {
            Self::NoSuchPath { existing: Some(existing), .. } => existing.clone(),
            Self::NoSuchPath { existing: None, .. } => "what is before it is a single value".to_owned(),
            Self::NotJson { .. } => {
                "write a value of the same kind, or JSON: a text needs quotes then".to_owned()
            }
            Self::Unreadable(_) => "this is a bug, please report it".to_owned(),
        }
    }
}

/// The name of the event, and its body with all changes.
pub(super) fn apply(changes: &[Change], body: Vec<u8>) -> Result<(String, Vec<u8>), ChangeError> {
    let unreadable = |error: serde_json::Error| ChangeError::Unreadable(error.to_string());
    let mut value: Value = serde_json::from_slice(&body).map_err(unreadable)?;
    if changes.is_empty() {
        return Ok((name(&value), body));
    }
    let event = name(&value);
    for change in changes {
        change.apply(&mut value, &event)?;
    }
    Ok((name(&value), serde_json::to_vec(&value).map_err(unreadable)?))
}

impl Change {
    fn apply(&self, body: &mut Value, event: &str) -> Result<(), ChangeError> {
        let mut place = body;
        let mut before = String::new();
        for key in self.path.split('.') {
            let existing = existing(place, &before);
            let next = match place {
                Value::Object(members) => members.get_mut(key),
                Value::Array(items) => key.parse::<usize>().ok().and_then(|index| items.get_mut(index)),
                _ => None,
            };
            before = if before.is_empty() { key.to_owned() } else { format!("{before}.{key}") };
            place = next.ok_or_else(|| ChangeError::NoSuchPath {
                path: before.clone(),
                event: event.to_owned(),
                existing,
            })?;
        }
        *place = match &*place {
            Value::String(_) => Value::String(self.value.clone()),
            other => serde_json::from_str(&self.value).map_err(|_| ChangeError::NotJson {
                path: self.path.clone(),
                event: event.to_owned(),
                kind: kind(other),
                value: self.value.clone(),
            })?,
        };
        Ok(())
    }
}

/// What there is in a place, for a hint.
fn existing(place: &Value, path: &str) -> Option<String> {
    let of = if path.is_empty() { "the body".to_owned() } else { format!("`{path}`") };
    match place {
        Value::Object(members) => {
            let mut keys: Vec<String> =
                members.keys().take(MOST_KEYS).map(|key| format!("`{key}`")).collect();
            if members.len() > MOST_KEYS {
                keys.push("…".to_owned());
            }
            Some(format!("{of} has {}", keys.join(", ")))
        }
        Value::Array(items) => Some(match items.len() {
            0 => format!("{of} is empty"),
            count => format!("{of} has entries from 0 to {}", count - 1),
        }),
        _ => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"{"event":"meeting.started","event_ts":9,"payload":{"z":"/x","a":[{"n":1.5}]}}"#;

    fn changed(changes: &[&str]) -> Result<String, ChangeError> {
        let changes: Vec<Change> = changes.iter().map(|change| change.parse().unwrap()).collect();
        let (_, body) = apply(&changes, BODY.as_bytes().to_vec())?;
        Ok(String::from_utf8(body).unwrap())
    }

    #[test]
    fn a_text_stays_a_text_and_the_rest_keeps_its_order() {
        let expected = BODY.replace("/x", "5=6");
        assert_eq!(changed(&["payload.z=5=6"]), Ok(expected));
        assert_eq!(changed(&["payload.z="]), Ok(BODY.replace("/x", "")));
    }

    #[test]
    fn anything_else_can_become_any_json() {
        assert_eq!(changed(&["payload.a.0.n=2"]), Ok(BODY.replace("1.5", "2")));
        assert_eq!(
            changed(&["payload.a=[]", "event_ts=\"x\""]),
            Ok(BODY.replace(r#"[{"n":1.5}]"#, "[]").replace(":9", ":\"x\""))
        );
    }

    #[test]
    fn a_wrong_path_is_told_with_what_there_is() {
        let told = |change: &str| {
            let error = changed(&[change]).unwrap_err();
            (error.to_string(), error.hint())
        };
        assert_eq!(
            told("payload.y=1"),
            ("there is no `payload.y` in `meeting.started`".to_owned(), "`payload` has `z`, `a`".to_owned())
        );
        assert_eq!(told("x=1").1, "the body has `event`, `event_ts`, `payload`");
        assert_eq!(told("payload.a.1=1").1, "`payload.a` has entries from 0 to 0");
        assert_eq!(told("payload.z.q.r=1").0, "there is no `payload.z.q` in `meeting.started`");
        assert_eq!(
            told("event_ts=soon").0,
            "`event_ts` is a number in `meeting.started`, and `soon` is no JSON"
        );
    }

    #[test]
    fn without_a_change_the_bytes_are_the_same() {
        assert_eq!(apply(&[], BODY.into()), Ok(("meeting.started".to_owned(), BODY.into())));
    }
}
