//! Keys for what the API signs, derived from the configuration alone: a second emulator that is configured
//! alike has the same ones.

use hmac::{Hmac, KeyInit, Mac};
use sha2::digest::FixedOutput;
use sha2::{Digest, Sha256};

/// SHA-256 works on blocks of so many bytes.
const BLOCK: usize = 64;

/// A code for the authenticity of messages, keyed and ready to be cloned.
pub(super) type Key = Hmac<Sha256>;

/// The key for a purpose, from a secret and from what else it must depend on.
pub(super) fn derive(secret: &str, purpose: &str, context: &[&str]) -> Key {
    let mut mac = keyed(&Sha256::digest(secret).into());
    feed(&mut mac, purpose);
    for part in context {
        feed(&mut mac, part);
    }
    keyed(&mac.finalize_fixed().into())
}

/// The key that is the text itself, as others know it too.
pub(super) fn raw(secret: &str) -> Key {
    // A key longer than a block is hashed first, by definition (RFC 2104).
    if secret.len() > BLOCK {
        return keyed(&Sha256::digest(secret).into());
    }
    let mut block = [0; BLOCK];
    block[..secret.len()].copy_from_slice(secret.as_bytes());
    Hmac::new(&block.into())
}

/// Adds a text to what is authenticated, with its length, so that no two sequences of texts are the same.
pub(super) fn feed(mac: &mut Key, text: &str) {
    mac.update(&(text.len() as u64).to_be_bytes());
    mac.update(text.as_bytes());
}

fn keyed(secret: &[u8; 32]) -> Key {
    let mut block = [0; BLOCK];
    block[..secret.len()].copy_from_slice(secret);
    Hmac::new(&block.into())
}
