//! The document as a whole.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::describe::words;
use super::events;
use super::operations::{self, Operations};
use super::schemas::Schemas;

/// What is written by hand: information, OAuth, errors, headers, security.
fn frame() -> Value {
    serde_json::from_str(include_str!("../../openapi/source/frame.json")).unwrap()
}

/// Fills the frame with operations and events.
pub(crate) fn build() -> Value {
    let (mut document, words) = (frame(), words());
    let (operations, events) = (operations::facts(), events::facts());
    let responses = operations.iter().map(|(id, facts)| (id.clone(), facts["response"].clone()));
    let bodies = events.iter().map(|(name, facts)| (name.clone(), facts["schema"].clone()));
    let schemas = Schemas::new(&words, &responses.chain(bodies).collect());

    let examples = document["components"]["examples"].as_object().unwrap().clone();
    let mut made = Operations {
        words: &words,
        schemas: &schemas,
        examples: &examples,
        parameters: BTreeMap::new(),
        scopes: BTreeMap::new(),
    };
    let mut paths = Map::new();
    for (id, facts) in &operations {
        let path = format!("/v2{}", facts["path"].as_str().unwrap());
        let method = facts["method"].as_str().unwrap().to_lowercase();
        paths.entry(path).or_insert_with(|| Value::Object(Map::new()))[method] = made.make(id, facts);
    }
    let (parameters, scopes) = (made.parameters, made.scopes);

    let headers: Vec<_> = document["components"]["parameters"].as_object().unwrap().keys().cloned().collect();
    for (name, facts) in &events {
        document["webhooks"][name] = events::make(name, facts, &words, &headers, &schemas);
    }
    paths.extend(document["paths"].as_object().unwrap().clone());
    document["paths"] = paths.into();
    extend(&mut document["components"]["schemas"], schemas.components());
    extend(&mut document["components"]["parameters"], parameters);
    for flow in ["clientCredentials", "authorizationCode"] {
        let flow = &mut document["components"]["securitySchemes"]["oauth"]["flows"][flow]["scopes"];
        extend(flow, scopes.iter().map(|(scope, allows)| (scope.clone(), allows.clone().into())));
    }
    document
}

fn extend(object: &mut Value, members: impl IntoIterator<Item = (String, Value)>) {
    object.as_object_mut().unwrap().extend(members);
}
