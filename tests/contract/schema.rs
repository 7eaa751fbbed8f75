//! What the contract says, and whether a body obeys it.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// Response schemas and errors by operation.
pub(crate) fn rest() -> Map<String, Value> {
    let mut operations = parse(include_str!("rest.json"));
    operations.extend(parse(include_str!("gatherings.json")));
    operations
}

/// Schemas by event; those of the quality-of-service subscription with examples.
pub(crate) fn events() -> Map<String, Value> {
    let mut events = parse(include_str!("events.json"));
    events.extend(parse(include_str!("lifecycle_events.json")));
    events
}

fn parse(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap()
}

/// A validator that asserts formats and refuses what the contract does not name; `""` is an e-mail address,
/// since that is how people outside the account are shown.
///
/// A schema of the REST API requires nothing by itself: here it requires all members but those that are
/// `optional`, and those of `details`, which hold what applies to their type.
pub(crate) fn validator(schema: &Value, optional: Option<&[&str]>) -> Validator {
    let mut schema = schema.clone();
    tighten(&mut schema, optional);
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn tighten(schema: &mut Value, optional: Option<&[&str]>) {
    let Some(schema) = schema.as_object_mut() else { return };
    if schema.get("format") == Some(&json!("email")) {
        schema.remove("format");
        schema.insert("anyOf".to_owned(), json!([{ "const": "" }, { "format": "email" }]));
    }
    if let Some(items) = schema.get_mut("items") {
        tighten(items, optional);
    }
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    for (name, property) in properties.iter_mut() {
        tighten(property, if name == "details" { None } else { optional });
    }
    if let Some(optional) = optional {
        let required: Vec<_> = properties.keys().filter(|name| !optional.contains(&name.as_str())).collect();
        let required = json!(required);
        schema.insert("required".to_owned(), required);
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
}

/// The paths of all members that a schema names: `participants[].user_qos[].as_input.jitter`.
pub(crate) fn paths_of_schema(schema: &Value) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    walk_schema(schema, "", &mut |path, _| {
        paths.insert(path.to_owned());
    });
    paths
}

/// Visits every member that a schema names.
pub(crate) fn walk_schema(schema: &Value, path: &str, visit: &mut impl FnMut(&str, &Value)) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = join(path, name);
        visit(&path, property);
        walk_schema(property, &path, visit);
    }
    if schema.get("items").is_some() {
        walk_schema(&schema["items"], &format!("{path}[]"), visit);
    }
}

/// Visits every member of a body.
pub(crate) fn walk_body(body: &Value, path: &str, visit: &mut impl FnMut(&str, &Value)) {
    match body {
        Value::Object(members) => {
            for (name, value) in members {
                let path = join(path, name);
                visit(&path, value);
                walk_body(value, &path, visit);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                walk_body(element, &format!("{path}[]"), visit);
            }
        }
        _ => {}
    }
}

/// Checks that the members of every object stand in the order in which its schema names them.
pub(crate) fn assert_order(schema: &Value, body: &Value, context: &str) {
    match body {
        Value::Object(members) => {
            let Some(properties) = schema["properties"].as_object() else { return };
            let expected: Vec<_> = properties.keys().filter(|name| members.contains_key(*name)).collect();
            assert_eq!(members.keys().collect::<Vec<_>>(), expected, "{context}");
            for (name, value) in members {
                assert_order(&properties[name], value, context);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                assert_order(&schema["items"], element, context);
            }
        }
        _ => {}
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// A measurement with its number taken out: `# kbps` of `27.15 kbps`. Signs and decimals go with the number.
pub(crate) fn shape(text: &str) -> String {
    let mut shape = String::new();
    for character in text.chars() {
        if !matches!(character, '0'..='9' | '.' | '-') {
            shape.push(character);
        } else if !shape.ends_with('#') {
            shape.push('#');
        }
    }
    shape
}
