//! Writes JSON straight into a buffer.
//!
//! Every body survives `JSON.stringify(JSON.parse(body))` byte for byte, since receivers of webhooks compute the
//! signature over that: no white space, strings escaped as JavaScript escapes them, numbers without trailing
//! zeros, and no name that looks like an integer, which JavaScript would move to the front.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::time::Moment;

/// A body that is one object.
///
/// ```
/// use zoom_qos_emulator::wire::json;
///
/// let body = json::object(|body| {
///     body.field("name", "Ada");
///     body.array("scores", |scores| {
///         scores.value(4);
///     });
/// });
/// assert_eq!(body, br#"{"name":"Ada","scores":[4]}"#);
/// ```
pub fn object(fields: impl FnOnce(&mut Object<'_>)) -> Vec<u8> {
    let mut out = Vec::with_capacity(4096);
    write_object(&mut out, fields);
    out
}

/// What can stand as a value.
pub trait Value {
    /// Appends it to `out`.
    fn write(self, out: &mut Vec<u8>);
}

/// The inside of `{…}`.
#[derive(Debug)]
pub struct Object<'b> {
    out: &'b mut Vec<u8>,
}

impl Object<'_> {
    /// `"name":value`
    #[inline]
    pub fn field(&mut self, name: &'static str, value: impl Value) -> &mut Self {
        self.name(name);
        value.write(self.out);
        self
    }

    /// `"name":value`, or nothing.
    #[inline]
    pub fn optional(&mut self, name: &'static str, value: Option<impl Value>) -> &mut Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }

    /// `"name":{…}`
    #[inline]
    pub fn object(&mut self, name: &'static str, fields: impl FnOnce(&mut Object<'_>)) -> &mut Self {
        self.name(name);
        write_object(self.out, fields);
        self
    }

    /// `"name":[…]`
    #[inline]
    pub fn array(&mut self, name: &'static str, elements: impl FnOnce(&mut Array<'_>)) -> &mut Self {
        self.name(name);
        self.out.push(b'[');
        elements(&mut Array { out: self.out });
        self.out.push(b']');
        self
    }

    /// Names are words of ours: nothing in them needs an escape. Where the length of a name is known, copying
    /// it takes a few moves instead of a call.
    #[inline(always)]
    fn name(&mut self, name: &'static str) {
        if self.out.last() != Some(&b'{') {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }
}

/// The inside of `[…]`.
#[derive(Debug)]
pub struct Array<'b> {
    out: &'b mut Vec<u8>,
}

impl Array<'_> {
    /// One more value.
    #[inline]
    pub fn value(&mut self, value: impl Value) -> &mut Self {
        self.comma();
        value.write(self.out);
        self
    }

    /// One more `{…}`.
    #[inline]
    pub fn object(&mut self, fields: impl FnOnce(&mut Object<'_>)) -> &mut Self {
        self.comma();
        write_object(self.out, fields);
        self
    }

    #[inline]
    fn comma(&mut self) {
        if self.out.last() != Some(&b'[') {
            self.out.push(b',');
        }
    }
}

#[inline]
fn write_object(out: &mut Vec<u8>, fields: impl FnOnce(&mut Object<'_>)) {
    out.push(b'{');
    fields(&mut Object { out });
    out.push(b'}');
}

/// JSON that is ready as it is.
#[derive(Clone, Copy, Debug)]
pub struct Ready(pub &'static str);

impl Value for Ready {
    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.0.as_bytes());
    }
}

/// A word of ours, in which nothing needs an escape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word(pub(super) &'static str);

impl Value for Word {
    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        debug_assert!(!self.0.bytes().any(needs_escape), "{}", self.0);
        out.push(b'"');
        out.extend_from_slice(self.0.as_bytes());
        out.push(b'"');
    }
}

impl Value for &str {
    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        out.push(b'"');
        push_text(out, self);
        out.push(b'"');
    }
}

/// Appends a part of a string.
#[inline]
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    if text.bytes().fold(false, |found, byte| found | needs_escape(byte)) {
        let escaped = serde_json::Value::from(text).to_string();
        out.extend_from_slice(&escaped.as_bytes()[1..escaped.len() - 1]);
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

const fn needs_escape(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

impl Value for &String {
    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        self.as_str().write(out);
    }
}

/// The last `N` hexadecimal digits of a number.
pub(super) fn hex<const N: usize>(number: u64, digits: &[u8; 16]) -> [u8; N] {
    std::array::from_fn(|place| digits[(number >> (4 * (N - 1 - place)) & 15) as usize])
}

/// Digits for [`hex`].
pub(super) const LOWER_HEX: &[u8; 16] = b"0123456789abcdef";
/// Digits for [`hex`].
pub(super) const UPPER_HEX: &[u8; 16] = b"0123456789ABCDEF";

impl Value for &Cow<'_, str> {
    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
}

impl Value for bool {
    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(if self { b"true" } else { b"false" });
    }
}

/// A value, or `""` where there is none.
#[derive(Clone, Copy, Debug)]
pub struct OrEmpty<V>(pub Option<V>);

impl<V: Value> Value for OrEmpty<V> {
    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        match self.0 {
            Some(value) => value.write(out),
            None => Ready("\"\"").write(out),
        }
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        impl Value for $integer {
            #[inline]
            fn write(self, out: &mut Vec<u8>) {
                push_integer(out, self);
            }
        }
    )*};
}

integers!(i32, u32, i64, u64);

/// An integer as a string: `"16778240"`.
#[derive(Clone, Copy, Debug)]
pub struct Quoted<N>(pub N);

impl<N: itoa::Integer> Value for Quoted<N> {
    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        out.push(b'"');
        push_integer(out, self.0);
        out.push(b'"');
    }
}

/// Appends the digits of `integer`.
#[inline]
pub(super) fn push_integer(out: &mut Vec<u8>, integer: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(integer).as_bytes());
}

impl Value for Ipv4Addr {
    #[inline]
    fn write(self, out: &mut Vec<u8>) {
        let [first, rest @ ..] = self.octets();
        out.push(b'"');
        push_integer(out, first);
        for octet in rest {
            out.push(b'.');
            push_integer(out, octet);
        }
        out.push(b'"');
    }
}

/// `"2026-03-02T09:00:00Z"`
impl Value for Moment {
    fn write(self, out: &mut Vec<u8>) {
        // The range of a moment lies within that of a timestamp.
        let time = Offset::UTC.to_datetime(Timestamp::from_second(self.seconds()).unwrap_or_default());
        let [century, year] = [time.year().unsigned_abs() / 100, time.year().unsigned_abs() % 100];
        let mut text = *b"\"0000-00-00T00:00:00Z\"";
        for (place, number) in [
            (1, century as u8),
            (3, year as u8),
            (6, time.month().unsigned_abs()),
            (9, time.day().unsigned_abs()),
            (12, time.hour().unsigned_abs()),
            (15, time.minute().unsigned_abs()),
            (18, time.second().unsigned_abs()),
        ] {
            text[place] += number / 10;
            text[place + 1] += number % 10;
        }
        out.extend_from_slice(&text);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(value: impl Value) -> String {
        let mut out = Vec::new();
        value.write(&mut out);
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn any_string_is_escaped_as_javascript_escapes_it(text in any::<String>()) {
            prop_assert_eq!(written(text.as_str()), serde_json::to_string(&text).unwrap());
        }

        #[test]
        fn any_moment_is_written_as_it_displays(millis in 0..=Moment::MAX.millis()) {
            let moment = Moment::from_millis(millis);
            prop_assert_eq!(written(moment), format!("\"{moment}\""));
        }

        #[test]
        fn any_integer_is_written_in_full(integer in any::<i64>(), octets in any::<[u8; 4]>()) {
            prop_assert_eq!(written(integer), integer.to_string());
            prop_assert_eq!(written(Quoted(integer)), format!("\"{integer}\""));
            prop_assert_eq!(written(Ipv4Addr::from(octets)), format!("\"{}\"", Ipv4Addr::from(octets)));
        }
    }

    #[test]
    fn control_characters_are_escaped_and_others_are_not() {
        assert_eq!(written("\u{8}\u{b}\u{1f}\n\"\\/"), r#""\b\u000b\u001f\n\"\\/""#);
        assert_eq!(written("é\u{2028}\u{7f}😀"), "\"é\u{2028}\u{7f}😀\"");
    }

    #[test]
    fn objects_and_arrays_separate_what_they_hold() {
        let body = object(|body| {
            body.field("a", true).optional("b", None::<bool>).object("c", |_| {});
            body.array("d", |elements| {
                elements.object(|element| {
                    element.field("e", "{");
                    element.field("f", Ready(r#"[""]"#));
                });
                elements.value("[").value(-1).value(7_u32);
            });
            body.array("g", |_| {});
        });
        let text = String::from_utf8(body).unwrap();
        assert_eq!(text, r#"{"a":true,"c":{},"d":[{"e":"{","f":[""]},"[",-1,7],"g":[]}"#);
    }
}
