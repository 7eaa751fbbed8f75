//! What is shown of a person.

use crate::world::Person;

/// `email`: empty for people outside the account.
pub(super) fn email<'p>(person: &'p Person<'_>) -> &'p str {
    if person.in_account() { &person.email } else { "" }
}
