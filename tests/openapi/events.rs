//! Events as `webhooks`.

use serde_json::{Map, Value, json};

use super::schemas::{Schemas, surroundings};

/// The facts by event; those of the `QoS` subscription have examples.
pub(crate) fn facts() -> Map<String, Value> {
    let parse = |text| serde_json::from_str::<Map<_, _>>(text).unwrap();
    let mut facts = parse(include_str!("../contract/events.json"));
    facts.extend(parse(include_str!("../contract/lifecycle_events.json")));
    facts
}

/// One event.
pub(crate) fn make(
    name: &str,
    facts: &Value,
    words: &Map<String, Value>,
    headers: &[String],
    schemas: &Schemas<'_>,
) -> Value {
    let is_qos = facts.get("example").is_some();
    let mut body = json!({ "schema": schemas.convert(&facts["schema"], &surroundings(name)) });
    if is_qos {
        body["example"] = facts["example"].clone();
    }
    let parameters: Vec<_> =
        headers.iter().map(|header| json!({ "$ref": format!("#/components/parameters/{header}") })).collect();
    json!({ "post": {
        "operationId": name,
        "tags": [if is_qos { "QoS events" } else { "Lifecycle events" }],
        "summary": name,
        "description": words["events"][name],
        "parameters": parameters,
        "requestBody": { "required": true, "content": { "application/json": body } },
        "responses": {
            "2XX": { "description": "The receiver has it, if it says so within three seconds." },
            "3XX": { "description": "It is not sent again." },
            "4XX": { "description": "It is not sent again." },
            "5XX": { "description": "It is sent again, three times at most." },
        },
    } })
}
