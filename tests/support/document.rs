//! Whether what is answered is what the document says.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use jsonschema::Validator;
use serde_json::{Value, json};

/// `openapi/rest.json`
pub(crate) fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::from_str(zoom_qos_emulator::openapi::REST).unwrap())
}

/// Checks the body of an operation, found by its method and path. Whatever the document does not have, such as
/// `/_emulator`, is not its business.
pub(crate) fn check(method: &str, path: &str, status: u16, body: &Value) {
    let Some((template, operation)) = find(method, path) else { return };
    // Unknown methods and accounts, and what no client of the service would send, are answered alike everywhere.
    if [405, 408, 413].contains(&status) || (status == 404 && body["code"] == 2001) {
        return;
    }
    let status = if status == 300 { 400 } else { status }.to_string();
    let context = format!("{method} {template}: {status}");
    let mut response = &operation["responses"][&status];
    if let Some(shared) = response["$ref"].as_str() {
        response = document().pointer(shared.trim_start_matches('#')).unwrap();
    }
    assert!(response.is_object(), "the document does not know {context}\n{body}");
    let schema = &response["content"]["application/json"]["schema"];
    if !schema.is_null() {
        assert_valid(&context, schema, body);
    }
}

/// Checks the answer of an operation by its ID.
pub(crate) fn check_answer(operation: &str, body: &Value) {
    let found = operations().find(|(_, _, found)| found["operationId"] == operation);
    let (_, _, found) = found.unwrap_or_else(|| panic!("the document does not know {operation}"));
    assert_valid(operation, &found["responses"]["200"]["content"]["application/json"]["schema"], body);
}

/// Checks an event by its name.
pub(crate) fn check_event(name: &str, body: &Value) {
    let event = &document()["webhooks"][name]["post"];
    assert!(event.is_object(), "the document does not know {name}");
    assert_valid(name, &event["requestBody"]["content"]["application/json"]["schema"], body);
}

/// Path, method and operation.
pub(crate) fn operations() -> impl Iterator<Item = (&'static str, &'static str, &'static Value)> {
    document()["paths"].as_object().unwrap().iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

/// The operation whose path has most in common with this one.
fn find(method: &str, path: &str) -> Option<(&'static str, &'static Value)> {
    let path = path.split('?').next().unwrap_or_default();
    let path = if path.starts_with("/v2") || path.starts_with("/oauth/") {
        path.to_owned()
    } else {
        format!("/v2{path}")
    };
    let path = match path.strip_prefix("/v2/accounts/") {
        Some(of_account) => format!("/v2/{}", of_account.split_once('/')?.1),
        None => path,
    };
    let matches = |template: &str| {
        let (theirs, ours) = (template.split('/'), path.split('/'));
        theirs.clone().count() == ours.clone().count()
            && theirs.zip(ours).all(|(theirs, ours)| theirs.starts_with('{') || theirs == ours)
    };
    operations()
        .filter(|&(template, of, _)| of.eq_ignore_ascii_case(method) && matches(template))
        .min_by_key(|(template, ..)| template.matches('{').count())
        .map(|(template, _, operation)| (template, operation))
}

fn assert_valid(context: &str, schema: &'static Value, body: &Value) {
    static VALIDATORS: OnceLock<Mutex<HashMap<String, Validator>>> = OnceLock::new();
    let mut validators = VALIDATORS.get_or_init(Mutex::default).lock().unwrap();
    let validator = validators.entry(context.to_owned()).or_insert_with(|| {
        let mut whole = schema.clone();
        whole["components"] = json!({ "schemas": document()["components"]["schemas"] });
        jsonschema::draft202012::options().should_validate_formats(true).build(&whole).unwrap()
    });
    if let Err(error) = validator.validate(body) {
        let (place, message) = (error.instance_path().to_string(), error.to_string());
        drop(validators);
        panic!("{context} differs from the document at {place}: {message}\n{body}");
    }
}
