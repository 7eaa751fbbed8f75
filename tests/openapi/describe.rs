//! Our own words, by the names that they describe.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

thread_local! {
    static USED: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// `fields`, `parameters`, `operations`, `events` and `shared`.
pub(crate) fn words() -> Map<String, Value> {
    serde_json::from_str(include_str!("../../openapi/source/words.json")).unwrap()
}

/// What describes a member: first what is said of it within its surroundings, from the inside out, then of its
/// type and format, then of its name.
pub(crate) fn describe(
    words: &Map<String, Value>,
    kind: &str,
    name: &str,
    schema: &Value,
    surroundings: &[String],
) -> String {
    let own = ["type", "format"].map(|keyword| schema[keyword].as_str().unwrap_or_default());
    let qualifiers = surroundings.iter().rev().map(String::as_str).chain(own);
    let keys = qualifiers.map(|qualifier| format!("{name}:{qualifier}")).chain([name.to_owned()]);
    let found = keys.into_iter().find_map(|key| Some((words[kind].get(&key)?.as_str()?, key)));
    let (sentence, key) =
        found.unwrap_or_else(|| panic!("openapi/source/words.json has no word for `{name}` ({kind})"));
    USED.with_borrow_mut(|used| used.insert(key));
    sentence.to_owned()
}

/// The keys of all fields.
pub(crate) fn fields() -> Vec<String> {
    ["fields", "parameters"].into_iter().flat_map(|kind| keys(&words()[kind])).collect()
}

fn keys(table: &Value) -> Vec<String> {
    table.as_object().unwrap().keys().cloned().collect()
}

/// Which words a build needs.
pub(crate) fn used_by<T>(build: impl FnOnce() -> T) -> BTreeSet<String> {
    USED.take();
    build();
    USED.take()
}
