//! Whether a receiver is who it should be: `endpoint.url_validation`, its answer and what is wrong with it.

use std::fmt;
use std::time::Duration;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::outcome::TransportFailure;
use super::sign::Signer;
use super::transport::{RECEIVER_TIMEOUT, Reply, excerpt};

const PLAIN: &str = "plainToken";
const ENCRYPTED: &str = "encryptedToken";

/// What was sent to a receiver, as far as its answer depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// `payload.plainToken`
    pub plain_token: &'q str,
    /// The whole body.
    pub body: &'q [u8],
    /// Of the subscription.
    pub signer: &'q Signer,
    /// Of the other subscriptions, with their names.
    pub others: &'q [(String, Signer)],
}

/// What is wrong with the answer to a validation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the texts say it")]
pub enum Flaw {
    #[error("{0}")]
    NoAnswer(TransportFailure),
    #[error("it took {} ms, and must take less than 3 s", .0.as_millis())]
    TooSlow(Duration),
    #[error("status {status} `{excerpt}` where 200 was expected")]
    Status { status: u16, excerpt: String },
    #[error(
        r#"status {status} with an empty body where `{{"plainToken":…,"encryptedToken":…}}` was expected"#
    )]
    Empty { status: u16 },
    #[error("`{excerpt}` where JSON was expected ({cause})")]
    NotJson { excerpt: String, cause: String },
    #[error("JSON that is {0} where an object was expected")]
    NotAnObject(&'static str),
    #[error("no member `{name}`{}", found.as_ref().map(|found| format!(", but `{found}`")).unwrap_or_default())]
    Missing { name: &'static str, found: Option<String> },
    #[error("`{name}` is {kind} where a string was expected")]
    NotAString { name: &'static str, kind: &'static str },
    #[error("`plainToken` is `{0}` where the token that was sent was expected")]
    PlainToken(String),
    #[error("`encryptedToken` is {0}")]
    EncryptedToken(Mistake),
}

/// How an `encryptedToken` came to be that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The right bytes, spelled in another way.
    Spelling(&'static str),
    /// Signed with the secret of another subscription, of this name.
    AnotherSubscription(String),
    /// The plain token itself.
    Plain,
    /// The signature of the body.
    Body,
    /// A digest without a key.
    NoKey,
    /// Empty.
    Empty,
    /// Sixty-four hexadecimal digits that come from something unknown.
    UnknownSecret,
    /// Anything else, of so many characters.
    NoDigest(usize),
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spelling(how) => f.write_str(how),
            Self::AnotherSubscription(name) => {
                write!(f, "signed with the secret of another subscription, `{name}`")
            }
            Self::Plain => f.write_str("the plain token itself where its HMAC-SHA256 was expected"),
            Self::Body => f.write_str("the HMAC of the whole body where that of `plainToken` was expected"),
            Self::NoKey => f.write_str("a SHA-256 without a key where an HMAC under the secret was expected"),
            Self::Empty => f.write_str("empty"),
            Self::UnknownSecret => {
                f.write_str("an HMAC of something else than `plainToken`, or under another secret")
            }
            Self::NoDigest(length) => {
                write!(f, "{length} characters where 64 hexadecimal digits were expected")
            }
        }
    }
}

impl Flaw {
    /// What the person behind the receiver can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoAnswer(failure) => failure.hint(),
            Self::TooSlow(_) => "answer the validation at once, before any other work",
            Self::Status { .. } => {
                "answer `endpoint.url_validation` with 200, also where other events are refused"
            }
            Self::Empty { status: 204 } => "204 carries no body in HTTP: answer 200 with the two tokens",
            Self::Empty { .. } | Self::NotJson { .. } | Self::NotAnObject(_) => {
                r#"answer with the JSON object `{"plainToken":…,"encryptedToken":…}`"#
            }
            Self::Missing { .. } => "the members are `plainToken` and `encryptedToken`, spelled so",
            Self::NotAString { .. } | Self::PlainToken(_) => {
                "send `payload.plainToken` of the request back unchanged"
            }
            Self::EncryptedToken(Mistake::AnotherSubscription(_) | Mistake::UnknownSecret) => {
                "use the secret token of this subscription, without spaces around it"
            }
            Self::EncryptedToken(_) => {
                "`encryptedToken` is the lower-case hex HMAC-SHA256 of `plainToken` under the secret token"
            }
        }
    }
}

/// Whether an answer that took `took` is as it must be: within 3 seconds, 200 or 204, `plainToken` as it was
/// sent, and `encryptedToken` the lower-case hexadecimal HMAC-SHA256 of it under the secret token.
///
/// # Errors
///
/// What is wrong, the first thing that the service would stumble over.
pub fn judge(
    reply: &Result<Reply, TransportFailure>,
    took: Duration,
    question: &Question<'_>,
) -> Result<(), Flaw> {
    let reply = reply.as_ref().map_err(|failure| Flaw::NoAnswer(failure.clone()))?;
    if took >= RECEIVER_TIMEOUT {
        return Err(Flaw::TooSlow(took));
    }
    let status = reply.status;
    let body = reply.beginning.as_slice();
    if !matches!(status, 200 | 204) {
        return Err(Flaw::Status { status, excerpt: excerpt(body) });
    }
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(Flaw::Empty { status });
    }
    let answer: Value = serde_json::from_slice(body)
        .map_err(|error| Flaw::NotJson { excerpt: excerpt(body), cause: error.to_string() })?;
    let Value::Object(members) = answer else { return Err(Flaw::NotAnObject(kind(&answer))) };
    let plain = member(&members, PLAIN)?;
    if plain != question.plain_token {
        return Err(Flaw::PlainToken(excerpt(plain.as_bytes())));
    }
    let encrypted = member(&members, ENCRYPTED)?;
    let expected = question.signer.encrypted_token(question.plain_token);
    if encrypted.as_bytes().ct_eq(expected.as_bytes()).into() {
        Ok(())
    } else {
        Err(Flaw::EncryptedToken(mistake(encrypted, &expected, question)))
    }
}

fn member<'m>(members: &'m Map<String, Value>, name: &'static str) -> Result<&'m str, Flaw> {
    match members.get(name) {
        Some(Value::String(text)) => Ok(text),
        Some(other) => Err(Flaw::NotAString { name, kind: kind(other) }),
        None => {
            let letters = |text: &str| text.replace(['_', '-'], "").to_lowercase();
            let found = members.keys().find(|key| letters(key) == letters(name)).cloned();
            Err(Flaw::Missing { name, found })
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// What was done instead: the ways in which receivers get it wrong.
fn mistake(encrypted: &str, expected: &str, question: &Question<'_>) -> Mistake {
    if encrypted.is_empty() {
        return Mistake::Empty;
    }
    if encrypted == question.plain_token {
        return Mistake::Plain;
    }
    let digest = HEXLOWER.decode(expected.as_bytes()).unwrap_or_default();
    let spellings = [
        (HEXUPPER.encode(&digest), "upper-case hex where lower-case was expected"),
        (BASE64.encode(&digest), "base64 where hex was expected"),
        (BASE64_NOPAD.encode(&digest), "base64 where hex was expected"),
        (BASE64URL.encode(&digest), "base64 where hex was expected"),
        (BASE64URL_NOPAD.encode(&digest), "base64 where hex was expected"),
        (format!("v0={expected}"), "a value that begins with `v0=`, as only signatures do"),
        (format!("sha256={expected}"), "a value that begins with `sha256=` where hex alone was expected"),
    ];
    if let Some((_, how)) = spellings.iter().find(|(spelling, _)| spelling == encrypted) {
        return Mistake::Spelling(how);
    }
    if encrypted.trim() == expected {
        return Mistake::Spelling("surrounded by spaces or line feeds where hex alone was expected");
    }
    let same = |digest: &str| encrypted.eq_ignore_ascii_case(digest);
    if let Some((name, _)) =
        question.others.iter().find(|(_, other)| same(&other.encrypted_token(question.plain_token)))
    {
        return Mistake::AnotherSubscription(name.clone());
    }
    if str::from_utf8(question.body).is_ok_and(|body| same(&question.signer.encrypted_token(body))) {
        return Mistake::Body;
    }
    if same(&HEXLOWER.encode(&Sha256::digest(question.plain_token))) {
        return Mistake::NoKey;
    }
    if encrypted.len() == expected.len() && encrypted.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Mistake::UnknownSecret;
    }
    Mistake::NoDigest(encrypted.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "qgg8vlvZRS6UYooatFL8Aw";
    const BODY: &[u8] = br#"{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}"#;
    const QUICK: Duration = Duration::from_millis(5);

    fn judged(reply: &Result<Reply, TransportFailure>, took: Duration) -> Result<(), Flaw> {
        let others = [("webhook-2".to_owned(), Signer::new("another"))];
        let signer = Signer::new("s3cret");
        judge(reply, took, &Question { plain_token: TOKEN, body: BODY, signer: &signer, others: &others })
    }

    fn answered(status: u16, body: &str) -> Result<(), Flaw> {
        judged(&Ok(Reply { status, beginning: body.as_bytes().to_vec() }), QUICK)
    }

    fn tokens(encrypted: &str) -> String {
        serde_json::json!({ PLAIN: TOKEN, ENCRYPTED: encrypted }).to_string()
    }

    fn right() -> String {
        Signer::new("s3cret").encrypted_token(TOKEN)
    }

    #[test]
    fn the_documented_answer_is_right_with_200_and_204() {
        for status in [200, 204] {
            assert_eq!(answered(status, &tokens(&right())), Ok(()));
        }
    }

    #[test]
    fn members_may_come_in_any_order_and_with_others() {
        let body = format!(r#" {{"encryptedToken":"{}", "x":1, "plainToken":"{TOKEN}"}} "#, right());
        assert_eq!(answered(200, &body), Ok(()));
    }

    #[test]
    fn every_wrong_answer_is_told_exactly() {
        let digest = HEXLOWER.decode(right().as_bytes()).unwrap();
        let body = str::from_utf8(BODY).unwrap();
        for (status, body, text) in [
            (401, "bad signature".to_owned(), "status 401 `bad signature` where 200 was expected"),
            (201, tokens(TOKEN), "where 200 was expected"),
            (204, String::new(), "status 204 with an empty body"),
            (200, "OK".to_owned(), "`OK` where JSON was expected"),
            (200, "[]".to_owned(), "an array where an object was expected"),
            (200, "{}".to_owned(), "no member `plainToken`"),
            (200, r#"{"plain_token":"x"}"#.to_owned(), "no member `plainToken`, but `plain_token`"),
            (200, r#"{"plainToken":1}"#.to_owned(), "`plainToken` is a number where a string was expected"),
            (200, r#"{"plainToken":"other"}"#.to_owned(), "`plainToken` is `other`"),
            (200, format!(r#"{{"plainToken":"{TOKEN}"}}"#), "no member `encryptedToken`"),
            (200, tokens(""), "is empty"),
            (200, tokens(TOKEN), "the plain token itself"),
            (200, tokens(&BASE64.encode(&digest)), "base64 where hex was expected"),
            (200, tokens(&BASE64URL_NOPAD.encode(&digest)), "base64 where hex was expected"),
            (200, tokens(&HEXUPPER.encode(&digest)), "upper-case hex where lower-case was expected"),
            (200, tokens(&format!("v0={}", right())), "begins with `v0=`"),
            (200, tokens(&format!("{}\n", right())), "surrounded by spaces"),
            (
                200,
                tokens(&Signer::new("another").encrypted_token(TOKEN)),
                "signed with the secret of another subscription, `webhook-2`",
            ),
            (200, tokens(&Signer::new("s3cret").encrypted_token(body)), "the HMAC of the whole body"),
            (200, tokens(&HEXLOWER.encode(&Sha256::digest(TOKEN))), "a SHA-256 without a key"),
            (200, tokens(&Signer::new("s3cret ").encrypted_token(TOKEN)), "or under another secret"),
            (200, tokens("nonsense"), "8 characters where 64 hexadecimal digits were expected"),
        ] {
            let flaw = answered(status, &body).unwrap_err();
            assert!(flaw.to_string().contains(text), "`{flaw}` does not say `{text}`");
            assert!(!flaw.hint().is_empty());
            assert!(!flaw.to_string().contains(&right()), "the right answer is not given away: {flaw}");
        }
    }

    #[test]
    fn a_right_answer_that_comes_too_late_is_wrong() {
        let reply = Reply { status: 200, beginning: tokens(&right()).into_bytes() };
        let flaw = judged(&Ok(reply), RECEIVER_TIMEOUT).unwrap_err();
        assert_eq!(flaw.to_string(), "it took 3000 ms, and must take less than 3 s");
    }

    #[test]
    fn no_answer_is_told_as_for_events() {
        let flaw = judged(&Err(TransportFailure::Refused), QUICK).unwrap_err();
        assert_eq!(flaw.to_string(), "connection refused");
    }
}
