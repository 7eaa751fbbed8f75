//! The members of a body that is a JSON object, read as the types that they have.

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::wire::{ApiError, FieldError};

/// The members of a JSON object. As with [`Parameters`](super::Parameters), each is taken by name, and what is
/// wrong is told all at once. No message repeats a value, which may be a secret.
pub(crate) struct Members {
    left: Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Members {
    /// Reads a body.
    ///
    /// # Errors
    ///
    /// `Validation Failed.` if it is no JSON object.
    pub(crate) fn of(body: &[u8]) -> Result<Self, ApiError> {
        let message = match serde_json::from_slice(body) {
            Ok(Value::Object(left)) => return Ok(Self { left, errors: Vec::new() }),
            Ok(_) => "must be a JSON object".to_owned(),
            Err(error) => format!("must be a JSON object: {error}"),
        };
        Err(ApiError::invalid_parameters(vec![FieldError { field: "body", message }]))
    }

    /// Whether it is there and `null`.
    pub(crate) fn is_null(&self, name: &str) -> bool {
        self.left.get(name).is_some_and(Value::is_null)
    }

    /// A text; `None` if it is absent.
    pub(crate) fn text(&mut self, name: &'static str) -> Option<String> {
        match self.take(name)? {
            Value::String(text) => Some(text),
            _ => self.must_be(name, "a text"),
        }
    }

    /// A text that is not empty.
    pub(crate) fn required_text(&mut self, name: &'static str) -> Option<String> {
        if !self.left.contains_key(name) {
            return self.must_be(name, "there");
        }
        self.text(name)
            .filter(|text| !text.is_empty())
            .or_else(|| self.must_be(name, "a text that is not empty"))
    }

    /// `true` or `false`; `None` if it is absent.
    pub(crate) fn flag(&mut self, name: &'static str) -> Option<bool> {
        match self.take(name)? {
            Value::Bool(flag) => Some(flag),
            _ => self.must_be(name, "`true` or `false`"),
        }
    }

    /// A whole number within `range`; `None` if it is absent.
    pub(crate) fn integer(&mut self, name: &'static str, range: RangeInclusive<u64>) -> Option<u64> {
        let value = self.take(name)?;
        value.as_u64().filter(|number| range.contains(number)).or_else(|| {
            self.must_be(name, format!("a whole number from {} to {}", range.start(), range.end()))
        })
    }

    /// A list of texts, or one alone; `None` if it is absent.
    pub(crate) fn texts(&mut self, name: &'static str) -> Option<Vec<String>> {
        let read = match self.take(name)? {
            Value::String(text) => Some(vec![text]),
            Value::Array(values) => values
                .into_iter()
                .map(|value| if let Value::String(text) = value { Some(text) } else { None })
                .collect(),
            _ => None,
        };
        read.or_else(|| self.must_be(name, "a list of texts"))
    }

    /// An object; `None` if it is absent. What is wrong in it is told with [`Members::check`] of its own.
    pub(crate) fn object(&mut self, name: &'static str) -> Option<Self> {
        match self.take(name)? {
            Value::Object(left) => Some(Self { left, errors: Vec::new() }),
            _ => self.must_be(name, "an object"),
        }
    }

    /// Adds what is wrong with a member.
    pub(crate) fn fault(&mut self, field: &'static str, message: impl Display) {
        // One message about each is enough.
        if !self.errors.iter().any(|error| error.field == field) {
            self.errors.push(FieldError { field, message: message.to_string() });
        }
    }

    /// Whether nothing was wrong so far.
    ///
    /// # Errors
    ///
    /// `Validation Failed.`, with all that was wrong.
    pub(crate) fn check(self) -> Result<(), ApiError> {
        if self.errors.is_empty() { Ok(()) } else { Err(ApiError::invalid_parameters(self.errors)) }
    }

    /// As [`Members::check`]; members that nobody took are wrong too.
    ///
    /// # Errors
    ///
    /// As [`Members::check`].
    pub(crate) fn check_all(mut self, field: &'static str) -> Result<(), ApiError> {
        let unknown: Vec<_> = self.left.keys().map(|name| format!("`{}`", shortened(name))).collect();
        if !unknown.is_empty() {
            self.errors.push(FieldError { field, message: format!("must not have {}", unknown.join(", ")) });
        }
        self.check()
    }

    /// `null` is as good as nothing.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.left.remove(name).filter(|value| !value.is_null())
    }

    fn must_be<T>(&mut self, name: &'static str, what: impl Display) -> Option<T> {
        self.fault(name, format!("must be {what}"));
        None
    }
}

fn shortened(name: &str) -> String {
    name.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_told_at_once_and_no_value_is_repeated() {
        let body = br#"{"secret":["s3cret"],"validate":"s3cret","in_flight":0,"events":[1],"x":null,"y":1}"#;
        let mut members = Members::of(body).unwrap();
        assert_eq!(members.required_text("secret"), None);
        assert_eq!(members.required_text("url"), None);
        assert_eq!(members.flag("validate"), None);
        assert_eq!(members.integer("in_flight", 1..=256), None);
        assert_eq!(members.texts("events"), None);
        assert!(members.is_null("x") && members.text("x").is_none());
        let error = members.check_all("body").unwrap_err();
        let told: Vec<_> = error.errors.iter().map(|error| (error.field, error.message.as_str())).collect();
        assert_eq!(
            told,
            [
                ("secret", "must be a text"),
                ("url", "must be there"),
                ("validate", "must be `true` or `false`"),
                ("in_flight", "must be a whole number from 1 to 256"),
                ("events", "must be a list of texts"),
                ("body", "must not have `y`"),
            ]
        );
    }

    #[test]
    fn only_an_object_has_members() {
        for body in ["", "[]", "7", "{", "\u{0}"] {
            assert_eq!(Members::of(body.as_bytes()).err().map(|error| error.status), Some(400), "{body}");
        }
    }
}
