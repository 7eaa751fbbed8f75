//! Access tokens, refresh tokens and authorization codes.
//!
//! None of them is remembered when it is given: each says what it is, which app it was given to and when, and is
//! signed. So a second emulator with the same configuration knows them too.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::Mac;
use sha2::{Digest, Sha256};

use super::grants::Grant;
use super::keys::{self, Key};
use crate::scenario::plan::Plan;
use crate::time::{Moment, Span};

/// Kind, tag of the app, time of issue, grant, generation.
const CLAIMS: usize = 1 + 8 + 8 + 8 + 4;
const TOKEN: usize = CLAIMS + 32;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    /// Access, from `account_credentials`.
    ServerToServer = 1,
    /// Access, from `client_credentials`.
    Client = 2,
    /// Access that a user granted.
    User = 3,
    /// To get new access.
    Refresh = 4,
    /// To get access for the first time.
    Code = 5,
}

impl Kind {
    const ALL: [Self; 5] = [Self::ServerToServer, Self::Client, Self::User, Self::Refresh, Self::Code];

    /// How long it lives.
    pub(super) const fn lifetime(self) -> Span {
        match self {
            Self::ServerToServer | Self::Client | Self::User => Span::HOUR,
            Self::Refresh => Span::from_minutes(90 * 24 * 60),
            Self::Code => Span::from_minutes(5),
        }
    }

    /// Whether requests can be made with it.
    pub(super) const fn is_access(self) -> bool {
        matches!(self, Self::ServerToServer | Self::Client | Self::User)
    }
}

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claims {
    pub(super) kind: Kind,
    /// Index of the app in the plan.
    pub(super) app: usize,
    pub(super) issued: Moment,
    /// What it was given with: whoever refreshes stays in the same grant.
    pub(super) grant: Grant,
    /// How often the grant had been refreshed.
    pub(super) generation: u32,
}

impl Claims {
    pub(super) fn is_expired(&self, now: Moment) -> bool {
        now >= self.issued + self.kind.lifetime()
    }
}

/// Signs tokens, and reads them again.
pub(super) struct Tokens {
    apps: Vec<(Tag, Key)>,
}

/// Stands for an app in its tokens.
type Tag = [u8; 8];

impl Tokens {
    pub(super) fn new(plan: &Plan) -> Self {
        let app = |app: &crate::scenario::plan::App| {
            let mut tag = [0; 8];
            tag.copy_from_slice(&Sha256::digest(&app.client_id)[..8]);
            (tag, keys::derive(&app.client_secret, "token", &[&app.client_id, &plan.account.id]))
        };
        Self { apps: plan.apps.iter().map(app).collect() }
    }

    /// The token that says this, if there is such an app. It can only be read by whoever knows `context`.
    pub(super) fn sign(&self, claims: &Claims, context: &[&str]) -> Option<String> {
        let (tag, key) = self.apps.get(claims.app)?;
        let mut token = [0; TOKEN];
        token[0] = claims.kind as u8;
        token[1..9].copy_from_slice(tag);
        token[9..17].copy_from_slice(&claims.issued.millis().to_be_bytes());
        token[17..25].copy_from_slice(&claims.grant.0.to_be_bytes());
        token[25..CLAIMS].copy_from_slice(&claims.generation.to_be_bytes());
        let signature = signed(key, &token[..CLAIMS], context).finalize().into_bytes();
        token[CLAIMS..].copy_from_slice(&signature);
        Some(URL_SAFE_NO_PAD.encode(token))
    }

    /// What a token says, if it is one of ours.
    pub(super) fn read(&self, token: &str, context: &[&str]) -> Option<Claims> {
        let mut bytes = [0; TOKEN + 2];
        let length = URL_SAFE_NO_PAD.decode_slice(token, &mut bytes).ok()?;
        let (claims, signature) = bytes[..length].split_at_checked(CLAIMS)?;
        let app = self.apps.iter().position(|(tag, _)| tag == &claims[1..9])?;
        signed(&self.apps[app].1, claims, context).verify_slice(signature).ok()?;
        Some(Claims {
            kind: Kind::ALL.into_iter().find(|kind| *kind as u8 == claims[0])?,
            app,
            issued: Moment::from_millis(i64::from_be_bytes(claims[9..17].try_into().ok()?)),
            grant: Grant(u64::from_be_bytes(claims[17..25].try_into().ok()?)),
            generation: u32::from_be_bytes(claims[25..].try_into().ok()?),
        })
    }
}

fn signed(key: &Key, claims: &[u8], context: &[&str]) -> Key {
    let mut mac = key.clone().chain_update(claims);
    for part in context {
        keys::feed(&mut mac, part);
    }
    mac
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("apps", &self.apps.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scenario::plan::{Account, AccountPlan, App};

    const NOON: Moment = Moment::from_seconds(1_772_452_800);

    fn plan(account_id: &str, apps: &[&str]) -> Plan {
        let mut plan = crate::scenario::default_plan().unwrap();
        plan.account = Account::new(account_id, AccountPlan::Business, "example.com");
        plan.apps = apps.iter().map(|name| App::new(*name, format!("secret of {name}"))).collect();
        plan
    }

    fn tokens(account_id: &str, apps: &[&str]) -> Tokens {
        Tokens::new(&plan(account_id, apps))
    }

    fn claims(kind: Kind, app: usize) -> Claims {
        Claims { kind, app, issued: NOON, grant: Grant(7), generation: 3 }
    }

    #[test]
    fn a_token_says_what_was_signed() {
        let tokens = tokens("account", &["one", "two"]);
        for kind in Kind::ALL {
            let claims = claims(kind, 1);
            let token = tokens.sign(&claims, &["context"]).unwrap();
            assert_eq!(tokens.read(&token, &["context"]), Some(claims));
            assert_eq!(tokens.read(&token, &["con", "text"]), None);
        }
        assert_eq!(tokens.sign(&claims(Kind::User, 2), &[]), None);
    }

    #[test]
    fn an_emulator_with_the_same_configuration_reads_it_and_another_does_not() {
        let token = tokens("account", &["one"]).sign(&claims(Kind::User, 0), &[]).unwrap();
        assert_eq!(tokens("account", &["two", "one"]).read(&token, &[]).map(|claims| claims.app), Some(1));
        for stranger in [tokens("other", &["one"]), tokens("account", &["two"]), tokens("account", &[])] {
            assert_eq!(stranger.read(&token, &[]), None);
        }
    }

    proptest! {
        #[test]
        fn a_token_that_was_changed_is_no_token(place in 0..TOKEN * 8) {
            let tokens = tokens("account", &["one"]);
            let signed = tokens.sign(&claims(Kind::User, 0), &[]).unwrap();
            let mut token = URL_SAFE_NO_PAD.decode(signed).unwrap();
            token[place / 8] ^= 1 << (place % 8);
            prop_assert_eq!(tokens.read(&URL_SAFE_NO_PAD.encode(token), &[]), None);
        }

        #[test]
        fn no_text_is_a_token(text in ".{0,120}") {
            prop_assert_eq!(tokens("account", &["one"]).read(&text, &[]), None);
        }
    }
}
