//! Proof Key for Code Exchange (RFC 7636): whoever redeems a code shows that they asked for it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What the code of a request is bound to, in one word; empty without a challenge. `None` if there is no such
/// method.
pub(super) fn requested(challenge: Option<&str>, method: Option<&str>) -> Option<String> {
    match (challenge, method) {
        (None, None) => Some(String::new()),
        (Some(challenge), None | Some("plain")) => Some(format!("plain {challenge}")),
        (Some(challenge), Some("S256")) => Some(format!("S256 {challenge}")),
        _ => None,
    }
}

/// What a code may be bound to that is redeemed with this verifier.
pub(super) fn fulfilled(verifier: Option<&str>) -> Vec<String> {
    let mut bindings = vec![String::new()];
    if let Some(verifier) = verifier {
        bindings.push(format!("plain {verifier}"));
        bindings.push(format!("S256 {}", URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))));
    }
    bindings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_is_fulfilled() {
        // RFC 7636, appendix B.
        let challenge = requested(Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), Some("S256")).unwrap();
        assert!(fulfilled(Some("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).contains(&challenge));
        assert!(!fulfilled(Some("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK")).contains(&challenge));
        assert!(!fulfilled(None).contains(&challenge));
    }

    #[test]
    fn a_challenge_without_a_method_is_plain() {
        let challenge = requested(Some("word"), None).unwrap();
        assert_eq!(requested(Some("word"), Some("plain")), Some(challenge.clone()));
        assert!(fulfilled(Some("word")).contains(&challenge));
        assert_eq!(requested(Some("word"), Some("S512")), None);
        assert_eq!(requested(None, Some("S256")), None);
    }
}
