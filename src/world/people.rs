//! Who takes part: users of the account and people from outside.

use std::borrow::Cow;

use fake::Fake;
use fake::faker::name::en::{FirstName, LastName};

use super::ids::short_id;
use super::seed::{Key, Purpose};

/// Domains of people outside the account, all reserved for documentation (RFC 2606, RFC 6761).
const OUTSIDE: [&str; 6] = [
    "example.org",
    "example.net",
    "customer.example",
    "partner.example",
    "agency.example",
    "supplier.example",
];

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person<'w> {
    /// Name on the screen.
    pub name: Cow<'w, str>,
    /// E-mail address, empty if they gave none; the API and the events show it only of people of the account.
    pub email: Cow<'w, str>,
    /// ID of the account's user, 22 characters; empty for people outside the account.
    pub user_id: String,
    /// `user_key` of Video SDK users.
    pub user_key: String,
}

impl Person<'_> {
    /// Whether they are a user of the account.
    pub fn in_account(&self) -> bool {
        !self.user_id.is_empty()
    }
}

/// Somebody whom the seed invents. `ordinal` is theirs alone and makes the address unique.
pub(crate) fn invented<'w>(key: Key, ordinal: u64, in_account: bool, domain: &str) -> Person<'w> {
    let mut words = key.of(Purpose::Name).words();
    let first: &str = FirstName().fake_with_rng(&mut words);
    let last: &str = LastName().fake_with_rng(&mut words);
    let domain = if in_account { domain } else { key.of(Purpose::Name).pick(&OUTSIDE) };
    let mut email = String::with_capacity(first.len() + last.len() + domain.len() + 10);
    push_local_part(&mut email, first);
    email.push('.');
    push_local_part(&mut email, last);
    email.push_str(itoa::Buffer::new().format(ordinal));
    email.push('@');
    email.push_str(domain);
    Person {
        name: Cow::Owned([first, last].join(" ")),
        email: Cow::Owned(email),
        user_id: user_id(key, in_account),
        user_key: short_id(key.of(Purpose::UserKey)),
    }
}

/// Somebody whom the scenario names.
pub(crate) fn named<'w>(key: Key, name: &'w str, email: Option<&'w str>, domain: &str) -> Person<'w> {
    let in_account = email.is_some_and(|email| is_of(email, domain));
    Person {
        name: Cow::Borrowed(name),
        email: Cow::Borrowed(email.unwrap_or_default()),
        user_id: user_id(key, in_account),
        user_key: short_id(key.of(Purpose::UserKey)),
    }
}

fn user_id(key: Key, in_account: bool) -> String {
    if in_account { short_id(key.of(Purpose::UserId)) } else { String::new() }
}

fn push_local_part(email: &mut String, name: &str) {
    email.extend(name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
}

fn is_of(email: &str, domain: &str) -> bool {
    email.rsplit_once('@').is_some_and(|(_, of)| of.eq_ignore_ascii_case(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_outside_the_account_have_no_user_id() {
        let key = Key::of_seed(1);
        assert!(named(key, "Ada", Some("ada@Example.com"), "example.com").in_account());
        assert!(!named(key, "Eve", Some("eve@notexample.com"), "example.com").in_account());
        assert!(!named(key, "Bob", None, "example.com").in_account());
        assert!(!invented(key, 1, false, "example.com").email.ends_with("@example.com"));
    }

    #[test]
    fn invented_addresses_are_plain_and_unique() {
        let key = Key::of_seed(1);
        let mut seen = std::collections::BTreeSet::new();
        for n in 0..2000 {
            let person = invented(key.at(n), n, true, "example.com");
            assert!(person.email.is_ascii() && person.email.matches('@').count() == 1, "{}", person.email);
            assert!(seen.insert(person.email.into_owned()));
            assert_eq!(person.user_id.len(), 22);
        }
    }
}
