//! How people and what is theirs are written.

use super::json::{LOWER_HEX, OrEmpty, UPPER_HEX, Value, hex, push_text};
use crate::world::{Department, Email, HarddiskId, Name, ParticipantUuid, PcName, Person, ShortId};

/// `email`: empty for people outside the account.
pub(super) fn email<'w>(person: &Person<'w>) -> OrEmpty<Email<'w>> {
    OrEmpty(person.in_account().then_some(person.email))
}

/// `dept`; empty for people outside the account.
pub(super) fn department(person: &Person<'_>) -> &'static str {
    person.department.map_or("", Department::name)
}

/// Texts in which nothing needs an escape, as one string.
fn push_plain<const N: usize>(out: &mut Vec<u8>, parts: [&[u8]; N]) {
    out.push(b'"');
    for part in parts {
        out.extend_from_slice(part);
    }
    out.push(b'"');
}

impl Value for Name<'_> {
    fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Given(name) => name.write(out),
            Self::Invented(first, last) => push_plain(out, [first.as_bytes(), b" ", last.as_bytes()]),
        }
    }
}

impl Value for Email<'_> {
    fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Given(email) => email.write(out),
            Self::Invented { .. } => {
                out.push(b'"');
                self.pieces(|piece| push_text(out, piece));
                out.push(b'"');
            }
        }
    }
}

impl Value for ShortId {
    fn write(self, out: &mut Vec<u8>) {
        push_plain(out, [&self.text()]);
    }
}

impl Value for ParticipantUuid {
    fn write(self, out: &mut Vec<u8>) {
        push_plain(out, [&self.text()]);
    }
}

impl Value for PcName {
    fn write(self, out: &mut Vec<u8>) {
        let number = hex::<6>(self.number.into(), UPPER_HEX);
        push_plain(out, [self.prefix.as_bytes(), b"-", &number]);
    }
}

impl Value for HarddiskId {
    fn write(self, out: &mut Vec<u8>) {
        push_plain(out, [&hex::<8>(self.0.into(), LOWER_HEX)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_written_is_what_it_displays() {
        fn same(value: impl Value + ToString) {
            let text = value.to_string();
            let mut out = Vec::new();
            value.write(&mut out);
            assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&text).unwrap());
        }
        same(Name::Given("\"Ada\""));
        same(Name::Invented("Ada", "O'Connell"));
        same(Email::Given("ada@example.com"));
        same(Email::Invented { first: "Ada", last: "O'Connell", number: 7, domain: "example.com" });
        same(PcName { prefix: "LT", number: 0x00a_1b2c });
        same(HarddiskId(0x0a1b_2c3d));
    }
}
