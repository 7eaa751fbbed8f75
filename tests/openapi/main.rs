//! `openapi/rest.json` is made from the facts of the API reference and from our own words for them.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod describe;
mod document;
mod events;
mod layout;
mod operations;
mod schemas;

use std::env;
use std::fs;
use std::path::Path;

use serde_json::Value;

const PATH: &str = "openapi/rest.json";

fn checked_in() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PATH)).unwrap_or_default()
}

/// Visits every value of a document with its path.
fn walk(value: &Value, path: &str, visit: &mut impl FnMut(&str, &Value)) {
    visit(path, value);
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                walk(member, &format!("{path}/{}", name.replace('/', "~1")), visit);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                walk(element, &format!("{path}/{index}"), visit);
            }
        }
        _ => {}
    }
}

#[test]
fn the_document_is_what_its_sources_make() {
    let made = layout::write(&document::build());
    if env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(PATH), &made).unwrap();
    }
    assert!(
        made == checked_in(),
        "{PATH} is not what its sources make: run `UPDATE_OPENAPI=1 cargo test --test openapi`"
    );
}

#[test]
fn every_reference_leads_somewhere_and_everything_shared_is_used() {
    let document: Value = serde_json::from_str(&checked_in()).unwrap();
    let mut used = Vec::new();
    walk(&document, "", &mut |path, value| {
        if let (true, Some(target)) = (path.ends_with("/$ref"), value.as_str()) {
            let target = target.strip_prefix('#').unwrap();
            assert!(document.pointer(target).is_some(), "{path} leads to {target}");
            used.push(target.to_owned());
        }
    });
    for (kind, shared) in document["components"].as_object().unwrap() {
        for name in shared.as_object().unwrap().keys() {
            let path = format!("/components/{kind}/{name}");
            assert!(kind == "securitySchemes" || used.contains(&path), "nobody uses {path}");
        }
    }
}

#[test]
fn everything_is_described_in_a_sentence() {
    let document: Value = serde_json::from_str(&checked_in()).unwrap();
    walk(&document, "", &mut |path, value| {
        let (parent, name) = path.rsplit_once('/').unwrap_or_default();
        let is_parameter = value.get("in").is_some() && value.get("schema").is_some();
        let is_property = parent.ends_with("/properties") && !parent.ends_with("/properties/properties");
        let is_operation = value.get("operationId").is_some();
        if is_parameter || is_property || is_operation {
            let described =
                value["description"].as_str().unwrap_or_else(|| panic!("{path} is not described"));
            assert!(described.ends_with('.'), "{path}: {described}");
            assert!(!name.is_empty());
        }
    });
}

#[test]
fn every_schema_is_a_schema_and_every_example_obeys_it() {
    let document: Value = serde_json::from_str(&checked_in()).unwrap();
    walk(&document, "", &mut |path, value| {
        let Some(schema) = value.get("schema") else { return };
        let mut whole = schema.clone();
        whole["components"] = document["components"].clone();
        let validator = jsonschema::draft202012::options().build(&whole);
        let validator = validator.unwrap_or_else(|error| panic!("{path}: {error}"));
        for (_, example) in value["examples"].as_object().into_iter().flatten() {
            let target = example["$ref"].as_str().map(|target| target.trim_start_matches('#'));
            let example = target.map_or(example, |target| document.pointer(target).unwrap());
            // Some events of the reference differ from their own examples.
            if let (false, Err(error)) =
                (path.starts_with("/webhooks"), validator.validate(&example["value"]))
            {
                panic!("{path}: {error}");
            }
        }
    });
}

#[test]
fn no_word_is_written_in_vain() {
    let used = describe::used_by(document::build);
    let unused: Vec<_> = describe::fields().into_iter().filter(|word| !used.contains(word)).collect();
    assert!(unused.is_empty(), "openapi/source/words.json describes what there is not: {unused:?}");
}
