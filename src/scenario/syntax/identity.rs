//! Names, addresses and identifiers.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

use super::decode::{Scalar, Unreadable};

/// The most characters that a text may have.
const LONGEST_TEXT: usize = 256;

/// A text of one line.
impl Scalar for String {
    const WHAT: &'static str = "a text";
    const EXAMPLES: &'static [&'static str] = &["…"];
    const PATTERN: &'static str = r"\S";

    fn hint() -> String {
        format!("write a text of up to {LONGEST_TEXT} characters, in quotes if it has `: ` or ` #` in it")
    }

    fn read(text: &str) -> Result<Self, Unreadable> {
        if text.is_empty() {
            return Err(Unreadable::value("this text is empty"));
        }
        if text.chars().any(char::is_control) {
            return Err(Unreadable::value("this text has more than one line or a control character in it"));
        }
        if text.chars().nth(LONGEST_TEXT).is_some() {
            return Err(Unreadable::value(format!("this text is longer than {LONGEST_TEXT} characters")));
        }
        Ok(text.to_owned())
    }
}

/// A text without blanks: an ID, a secret, a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Token(pub(in crate::scenario) String);

impl Scalar for Token {
    const WHAT: &'static str = "a text without blanks";
    const EXAMPLES: &'static [&'static str] = &["s3cret"];
    const TYPES: &'static [&'static str] = &["string", "integer"];
    const PATTERN: &'static str = r"^\S+$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        let text = String::read(text)?;
        if text.chars().any(char::is_whitespace) { Err(Unreadable::Form) } else { Ok(Self(text)) }
    }
}

/// ID of an account, which stands in paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct AccountId(pub(in crate::scenario) String);

impl Scalar for AccountId {
    const WHAT: &'static str = "an account's ID";
    const EXAMPLES: &'static [&'static str] = &["2TP-coFVSnmyvYZogk8gAg"];
    const TYPES: &'static [&'static str] = &["string", "integer"];
    const PATTERN: &'static str = "^[A-Za-z0-9_-]{1,64}$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if (1..=64).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Unreadable::Form)
        }
    }
}

/// An e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Email(pub(in crate::scenario) String);

impl Scalar for Email {
    const WHAT: &'static str = "an e-mail address";
    const EXAMPLES: &'static [&'static str] = &["ada@example.com"];
    const PATTERN: &'static str = r"^[^@\s]+@[^@\s]+$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        let text = String::read(text)?;
        match text.split_once('@') {
            Some((local, domain))
                if !local.is_empty() && !local.contains(char::is_whitespace) && is_domain(domain) =>
            {
                Ok(Self(text))
            }
            _ => Err(Unreadable::Form),
        }
    }
}

/// A domain of e-mail addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Domain(pub(in crate::scenario) String);

impl Scalar for Domain {
    const WHAT: &'static str = "a domain";
    const EXAMPLES: &'static [&'static str] = &["example.com"];
    const PATTERN: &'static str = r"^[A-Za-z0-9.-]+$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        if is_domain(text) { Ok(Self(text.to_ascii_lowercase())) } else { Err(Unreadable::Form) }
    }
}

fn is_domain(text: &str) -> bool {
    text.len() <= 253
        && text.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

/// A number to phone, in the form of E.164.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct PhoneNumber(pub(in crate::scenario) String);

impl Scalar for PhoneNumber {
    const WHAT: &'static str = "a phone number";
    const EXAMPLES: &'static [&'static str] = &["+49 30 901820", "+12025550123"];
    const TYPES: &'static [&'static str] = &["string", "integer"];
    const PATTERN: &'static str = r"^\+[\d ()-]+$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        let compact: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
        let digits = compact.strip_prefix('+').ok_or(Unreadable::Form)?;
        // E.164 allows 15 digits; no country has numbers of fewer than 7 with its code.
        if (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(compact))
        } else {
            Err(Unreadable::Form)
        }
    }
}

/// Where events are posted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct WebAddress(pub(in crate::scenario) String);

impl Scalar for WebAddress {
    const WHAT: &'static str = "a web address";
    const EXAMPLES: &'static [&'static str] = &["http://127.0.0.1:3000/webhook"];
    const PATTERN: &'static str = r"^https?://\S+$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        let url = url::Url::parse(text).map_err(|_| Unreadable::Form)?;
        if matches!(url.scheme(), "http" | "https") && url.has_host() {
            Ok(Self(text.to_owned()))
        } else {
            Err(Unreadable::Form)
        }
    }
}

/// ID of a series of meetings or webinars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct SeriesNumber(pub(in crate::scenario) u64);

impl Scalar for SeriesNumber {
    const WHAT: &'static str = "an ID of 9 to 11 digits";
    const EXAMPLES: &'static [&'static str] = &["93201235621", "932 0123 5621"];
    const TYPES: &'static [&'static str] = &["integer", "string"];
    const PATTERN: &'static str = r"^[1-9][\d -]{8,12}$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) || text.starts_with('-') {
            return Err(Unreadable::Form);
        }
        match digits.parse() {
            Ok(number @ 100_000_000..=99_999_999_999) => Ok(Self(number)),
            _ => Err(Unreadable::Form),
        }
    }
}

/// ID of a phone call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct CallNumber(pub(in crate::scenario) u64);

impl Scalar for CallNumber {
    const WHAT: &'static str = "an ID of up to 19 digits";
    const EXAMPLES: &'static [&'static str] = &["6994413874384519291"];
    const TYPES: &'static [&'static str] = &["integer", "string"];
    const PATTERN: &'static str = r"^[1-9]\d{0,18}$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Unreadable::Form);
        }
        match text.parse() {
            Ok(number @ 1..=9_999_999_999_999_999_999) => Ok(Self(number)),
            _ => Err(Unreadable::Form),
        }
    }
}

/// UUID of an instance of a meeting, webinar or session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct InstanceUuid(pub(in crate::scenario) [u8; 16]);

impl Scalar for InstanceUuid {
    const WHAT: &'static str = "a UUID, 16 bytes in base64";
    const EXAMPLES: &'static [&'static str] = &["4444AAAiAAAAAiAiAiiAig=="];
    const PATTERN: &'static str = r"^[A-Za-z0-9+/]{21}[AQgw]==$";

    fn read(text: &str) -> Result<Self, Unreadable> {
        // Bits beyond the last byte would be lost, and the UUID then be shown in another spelling.
        const LENIENT: GeneralPurpose = GeneralPurpose::new(
            &alphabet::STANDARD,
            GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
        );
        let bytes = LENIENT.decode(text).map_err(|_| Unreadable::Form)?;
        let bytes: [u8; 16] = bytes.try_into().map_err(|_| Unreadable::Form)?;
        let spelling = STANDARD.encode(bytes);
        if spelling == text {
            Ok(Self(bytes))
        } else {
            let message = format!("`{text}` has bits beyond its 16 bytes");
            Err(Unreadable::Value(message, Some(format!("write `{spelling}`, which is the same 16 bytes"))))
        }
    }
}
