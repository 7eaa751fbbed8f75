//! Signatures of webhooks, as the service's documentation of webhooks defines them.

use std::fmt;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// SHA-256 works on blocks of so many bytes.
const BLOCK: usize = 64;

/// Signs what is sent to one subscription, with its secret token. It shows the secret to nobody.
#[derive(Clone)]
pub struct Signer(Hmac<Sha256>);

impl Signer {
    /// A signer with the secret token of a subscription, of any length.
    pub fn new(secret: &str) -> Self {
        // A longer key stands for its digest (RFC 2104, section 3).
        let digest = Sha256::digest(secret);
        let secret = if secret.len() > BLOCK { digest.as_slice() } else { secret.as_bytes() };
        let mut key = [0; BLOCK];
        for (to, from) in key.iter_mut().zip(secret) {
            *to = *from;
        }
        Self(Hmac::new(&key.into()))
    }

    /// The value of `x-zm-signature`: `v0=` and the lower-case hexadecimal HMAC-SHA256 of
    /// `v0:{timestamp}:{body}`.
    ///
    /// `timestamp` is the value of `x-zm-request-timestamp`, `body` the very bytes that are sent.
    pub fn signature(&self, timestamp: &str, body: &[u8]) -> String {
        let mut mac = self.0.clone();
        mac.update(b"v0:");
        mac.update(timestamp.as_bytes());
        mac.update(b":");
        mac.update(body);
        let mut signature = String::from("v0=");
        HEXLOWER.encode_append(&mac.finalize().into_bytes(), &mut signature);
        signature
    }

    /// The `encryptedToken` with which a receiver answers `endpoint.url_validation`: the lower-case
    /// hexadecimal HMAC-SHA256 of the `plainToken`, 64 characters.
    pub fn encrypted_token(&self, plain_token: &str) -> String {
        let mac = self.0.clone().chain_update(plain_token);
        HEXLOWER.encode(&mac.finalize().into_bytes())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test cases 2 and 6 of RFC 4231.
    #[test]
    fn it_computes_the_hmac_of_the_rfc() {
        assert_eq!(
            Signer::new("Jefe").encrypted_token("what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let mac = Signer::new(&"k".repeat(131)).encrypted_token("longer than a block");
        let digest = Sha256::digest("k".repeat(131));
        let mut same = Hmac::<Sha256>::new_from_slice(&digest).unwrap();
        same.update(b"longer than a block");
        assert_eq!(mac, HEXLOWER.encode(&same.finalize().into_bytes()));
    }

    #[test]
    fn a_signature_covers_version_timestamp_and_body() {
        let signer = Signer::new("s3cret");
        let body = br#"{"event":"meeting.participant_qos"}"#;
        let signature = signer.signature("1772442000", body);
        let message = format!("v0:1772442000:{}", str::from_utf8(body).unwrap());
        assert_eq!(signature, format!("v0={}", signer.encrypted_token(&message)));
        assert_ne!(signature, signer.signature("1772442001", body));
        assert_ne!(signature, Signer::new("s3cret ").signature("1772442000", body));
    }

    /// The documentation's example, whose secret is not published: plain token `qgg8vlvZRS6UYooatFL8Aw`,
    /// encrypted token `23a89b634c017e5364a1c8d9c8ea909b60dd5599e2bb04bb1558d9c3a121faa5`.
    #[test]
    fn an_encrypted_token_has_the_shape_of_the_documented_one() {
        let documented = "23a89b634c017e5364a1c8d9c8ea909b60dd5599e2bb04bb1558d9c3a121faa5";
        let token = Signer::new("s3cret").encrypted_token("qgg8vlvZRS6UYooatFL8Aw");
        assert_eq!(token.len(), documented.len());
        assert!(token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{token}");
    }

    #[test]
    fn nobody_sees_the_secret() {
        assert!(!format!("{:?}", Signer::new("s3cret")).contains("s3cret"));
    }
}
