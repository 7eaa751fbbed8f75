//! Who takes part: users of the account and people from outside.

use std::fmt;

use fake::locales::{Data, EN};

use super::departments::Department;
use super::ids::ShortId;
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
    pub name: Name<'w>,
    /// E-mail address; the API and the events show it only of people of the account.
    pub email: Email<'w>,
    /// ID of the account's user; people outside the account have none.
    pub user_id: Option<ShortId>,
    /// `user_key` of Video SDK users.
    pub user_key: ShortId,
    /// Where they work; people outside the account, nowhere.
    pub department: Option<Department>,
}

/// A name on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name<'w> {
    /// Given by the scenario.
    Given(&'w str),
    /// Invented: first and last name.
    Invented(&'static str, &'static str),
}

/// An e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Email<'w> {
    /// Given by the scenario; empty if it gave none.
    Given(&'w str),
    /// `first.last7@domain`, in small letters; the number makes it unique.
    Invented {
        /// First name.
        first: &'static str,
        /// Last name.
        last: &'static str,
        /// A number that nobody else has.
        number: u64,
        /// What follows the `@`.
        domain: &'w str,
    },
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(name) => f.write_str(name),
            Self::Invented(first, last) => write!(f, "{first} {last}"),
        }
    }
}

impl Email<'_> {
    /// Hands the pieces of the address to `take`, in order.
    pub fn pieces(&self, mut take: impl FnMut(&str)) {
        match *self {
            Self::Given(email) => take(email),
            Self::Invented { first, last, number, domain } => {
                local_part(first, &mut take);
                take(".");
                local_part(last, &mut take);
                take(itoa::Buffer::new().format(number));
                take("@");
                take(domain);
            }
        }
    }
}

impl fmt::Display for Email<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut result = Ok(());
        self.pieces(|piece| result = result.and_then(|()| f.write_str(piece)));
        result
    }
}

impl Person<'_> {
    /// Whether they are a user of the account.
    pub fn in_account(&self) -> bool {
        self.user_id.is_some()
    }
}

/// Somebody whom the seed invents. `number` is theirs alone and makes the address unique.
pub(crate) fn invented(key: Key, number: u64, in_account: bool, domain: &str) -> Person<'_> {
    let name = key.of(Purpose::Name);
    let first = one_of(EN::NAME_FIRST_NAME, name.at(0));
    let last = one_of(EN::NAME_LAST_NAME, name.at(1));
    let domain = if in_account { domain } else { name.pick(&OUTSIDE) };
    Person {
        name: Name::Invented(first, last),
        email: Email::Invented { first, last, number, domain },
        user_id: user_id(key, in_account),
        user_key: ShortId::of(key.of(Purpose::UserKey)),
        department: in_account.then(|| Department::of(key)),
    }
}

fn one_of(names: &'static [&'static str], key: Key) -> &'static str {
    names[key.below(names.len() as u64) as usize]
}

/// Somebody whom the scenario names.
pub(crate) fn named<'w>(key: Key, name: &'w str, email: Option<&'w str>, domain: &str) -> Person<'w> {
    let in_account = email.is_some_and(|email| is_of(email, domain));
    Person {
        name: Name::Given(name),
        email: Email::Given(email.unwrap_or_default()),
        user_id: user_id(key, in_account),
        user_key: ShortId::of(key.of(Purpose::UserKey)),
        department: in_account.then(|| Department::of(key)),
    }
}

fn user_id(key: Key, in_account: bool) -> Option<ShortId> {
    in_account.then(|| ShortId::of(key.of(Purpose::UserId)))
}

/// A name as it is spelled in an address: `oconnell`, for `O'Connell`.
fn local_part(name: &str, mut take: impl FnMut(&str)) {
    let mut lower = [0; 24];
    let mut length = 0;
    for (place, letter) in lower.iter_mut().zip(name.bytes().filter(u8::is_ascii_alphanumeric)) {
        *place = letter.to_ascii_lowercase();
        length += 1;
    }
    take(std::str::from_utf8(&lower[..length]).unwrap_or_default());
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
        assert!(!invented(key, 1, false, "example.com").email.to_string().ends_with("@example.com"));
    }

    #[test]
    fn invented_addresses_are_plain_and_unique() {
        let key = Key::of_seed(1);
        let mut seen = std::collections::BTreeSet::new();
        for n in 0..2000 {
            let person = invented(key.at(n), n, true, "example.com");
            let email = person.email.to_string();
            assert!(email.is_ascii() && email.matches('@').count() == 1, "{email}");
            assert!(seen.insert(email));
            assert!(person.in_account());
        }
    }

    #[test]
    fn no_invented_name_needs_an_escape_and_each_fits_into_an_address() {
        for name in EN::NAME_FIRST_NAME.iter().chain(EN::NAME_LAST_NAME) {
            assert!(name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'\''), "{name}");
            assert!(name.len() <= 24);
        }
    }
}
