//! Operations of the reference as those of `OpenAPI`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::describe::describe;
use super::schemas::{Schemas, surroundings};

/// The facts by operation.
pub(crate) fn facts() -> Map<String, Value> {
    serde_json::from_str(include_str!("../../openapi/source/operations.json")).unwrap()
}

/// Makes operations, and collects what they share.
pub(crate) struct Operations<'a> {
    pub(crate) words: &'a Map<String, Value>,
    pub(crate) schemas: &'a Schemas<'a>,
    /// The texts of errors that are told once.
    pub(crate) examples: &'a Map<String, Value>,
    pub(crate) parameters: BTreeMap<String, Value>,
    pub(crate) scopes: BTreeMap<String, String>,
}

impl Operations<'_> {
    /// One operation.
    pub(crate) fn make(&mut self, id: &str, facts: &Value) -> Value {
        let [summary, description] = [0, 1].map(|index| &self.words["operations"][id][index]);
        let parameters: Vec<_> =
            facts["params"].as_array().unwrap().iter().map(|parameter| self.parameter(parameter)).collect();
        json!({
            "operationId": id,
            "tags": [tag(facts)],
            "summary": summary,
            "description": description,
            "x-rate-limit-label": facts["rate_label"],
            "parameters": parameters,
            "security": self.security(facts, summary.as_str().unwrap()),
            "responses": self.responses(id, facts),
        })
    }

    fn parameter(&mut self, facts: &Value) -> Value {
        let text = |member: &str| facts[member].as_str().unwrap().to_owned();
        let name = text("name");
        let variant = variant(facts);
        let mut parameter = json!({ "name": name, "in": facts["in"] });
        let hint = match variant.as_str() {
            "-or-time" => "text",
            hint => hint.trim_start_matches('-'),
        };
        parameter["description"] =
            describe(self.words, "parameters", &name, facts, &[hint.to_owned()]).into();
        if facts["required"] == true {
            parameter["required"] = true.into();
        }
        parameter["schema"] = parameter_schema(facts);
        if let Some(example) = facts.get("example") {
            parameter["example"] = example.clone();
        }
        let key = format!("{name}{variant}");
        let shared = self.parameters.entry(key.clone()).or_insert_with(|| parameter.clone());
        assert_eq!(shared["schema"], parameter["schema"], "two parameters are called {key}");
        json!({ "$ref": format!("#/components/parameters/{key}") })
    }

    /// Any of the scopes will do; a token of the SDK has none.
    fn security(&mut self, facts: &Value, summary: &str) -> Vec<Value> {
        if facts["path"].as_str().unwrap().starts_with("/videosdk/") {
            return vec![json!({ "oauth": [] }), json!({ "token": [] }), json!({ "sdk": [] })];
        }
        let mut security = Vec::new();
        for kind in ["scopes", "granular_scopes"] {
            for scope in facts[kind].as_array().unwrap() {
                let scope = scope.as_str().unwrap();
                let allows = self.scopes.entry(scope.to_owned()).or_default();
                if !allows.is_empty() {
                    allows.push_str("; ");
                }
                allows.push_str(summary);
                security.push(json!({ "oauth": [scope] }));
            }
        }
        security.push(json!({ "token": [] }));
        security
    }

    fn responses(&self, id: &str, facts: &Value) -> Value {
        let schema = self.schemas.convert(&facts["response"], &surroundings(id));
        let mut headers = always();
        for (name, shared) in [
            ("x-ratelimit-category", "RateLimitCategory"),
            ("x-ratelimit-limit", "RateLimitLimit"),
            ("x-ratelimit-remaining", "RateLimitRemaining"),
        ] {
            headers[name] = json!({ "$ref": format!("#/components/headers/{shared}") });
        }
        let mut responses = json!({
            "200": {
                "description": "What was asked for.",
                "headers": headers,
                "content": { "application/json": { "schema": schema } },
            },
        });
        for (status, what) in [("400", "The request cannot be answered."), ("404", "There is no such thing.")]
        {
            let examples = self.examples_of(status.parse().unwrap(), facts);
            if !examples.is_empty() {
                responses[status] = json!({
                    "description": what,
                    "headers": always(),
                    "content": { "application/json": {
                        "schema": { "$ref": "#/components/schemas/Error" },
                        "examples": examples,
                    } },
                });
            }
        }
        responses["401"] = shared_response("Unauthorized");
        if facts["errors"].as_array().unwrap().iter().any(|error| error["status"] == 403) {
            responses["403"] = shared_response("Forbidden");
        }
        responses["414"] = shared_response("UrlTooLong");
        responses["429"] = shared_response("TooManyRequests");
        responses
    }

    /// What can be wrong: what the reference says of this operation, and what holds for many.
    fn examples_of(&self, status: u16, facts: &Value) -> Map<String, Value> {
        let mut examples = Map::new();
        for error in facts["errors"].as_array().unwrap() {
            let (Some(code), Some(message)) = (error["code"].as_u64(), error["message"].as_str()) else {
                continue;
            };
            if error["status"] != status {
                continue;
            }
            let is_it =
                |shared: &Value| shared["value"]["code"] == code && shared["value"]["message"] == message;
            match self.examples.iter().find(|(_, shared)| is_it(shared)) {
                Some((name, _)) => share(&mut examples, name),
                None => {
                    let value = json!({ "code": code, "message": message });
                    examples.insert(code.to_string(), json!({ "summary": summary_of(code), "value": value }));
                }
            }
        }
        for name in common(status, facts) {
            share(&mut examples, name);
        }
        examples
    }
}

fn share(examples: &mut Map<String, Value>, name: &str) {
    examples.insert(name.to_owned(), json!({ "$ref": format!("#/components/examples/{name}") }));
}

/// Errors that the reference tells of for all operations at once.
fn common(status: u16, facts: &Value) -> Vec<&'static str> {
    let path = facts["path"].as_str().unwrap();
    let has = |name: &str| facts["params"].as_array().unwrap().iter().any(|one| one["name"] == name);
    let has_query = facts["params"].as_array().unwrap().iter().any(|one| one["in"] == "query");
    let is_dashboard = ["dashboards", "qss"].contains(&facts["product"].as_str().unwrap());
    let all = [
        (400, "ValidationFailed", has_query),
        (400, "InvalidPageToken", has("next_page_token")),
        (400, "MissingScopes", !path.starts_with("/videosdk/")),
        (400, "NoDashboard", is_dashboard && !path.starts_with("/videosdk/")),
        (400, "NoVideoSdk", path.starts_with("/videosdk/")),
        (400, "NotSubscribed", path.ends_with("/qos_summary")),
        (400, "IsAWebinar", path.contains("{meetingId}")),
        (400, "IsAMeeting", path.contains("{webinarId}")),
        (404, "UnknownEndpoint", path.contains('{')),
    ];
    all.into_iter().filter(|&(of, _, applies)| of == status && applies).map(|(_, name, _)| name).collect()
}

fn summary_of(code: u64) -> &'static str {
    match code {
        3001 => "The ID is unknown, or what it names is not in the state asked for.",
        12700 => "The account cannot ask by the end.",
        12702 => "It ended more than a year ago.",
        _ => panic!("there is no word for code {code}"),
    }
}

fn always() -> Value {
    let reference = |name: &str| json!({ "$ref": format!("#/components/headers/{name}") });
    json!({
        "x-zm-trackingid": reference("TrackingId"),
        "cache-control": reference("CacheControl"),
        "pragma": reference("Pragma"),
        "x-content-type-options": reference("ContentTypeOptions"),
    })
}

fn shared_response(name: &str) -> Value {
    json!({ "$ref": format!("#/components/responses/{name}") })
}

/// What tells parameters of the same name from each other.
fn variant(facts: &Value) -> String {
    let name = facts["name"].as_str().unwrap();
    let allows = |word: &str| facts["enum"].as_array().is_some_and(|words| words.contains(&word.into()));
    match name {
        "from" | "to" if facts["required"] == false => "-optional".to_owned(),
        "from" | "to" if facts.get("format").is_none() => "-or-time".to_owned(),
        "page_size" => format!("-{}", facts["maximum"].as_u64().unwrap_or(300)),
        "type" | "include_fields" | "quality_type" => {
            ["pastOne", "scheduled", "participants", "registrant_id"]
                .into_iter()
                .find(|word| allows(word))
                .map_or(String::new(), |word| format!("-{word}"))
        }
        _ if facts.get("oneOf").is_some() => "-or-number".to_owned(),
        _ => String::new(),
    }
}

fn parameter_schema(facts: &Value) -> Value {
    let mut schema = json!({});
    for keyword in ["type", "format", "enum", "default", "minimum", "maximum", "maxItems", "items", "oneOf"] {
        if let Some(value) = facts.get(keyword) {
            schema[keyword] = value.clone();
        }
    }
    for keyword in ["items", "oneOf"] {
        let parts = match &mut schema[keyword] {
            Value::Array(parts) => parts.as_mut_slice(),
            part => std::slice::from_mut(part),
        };
        for part in parts.iter_mut().filter_map(Value::as_object_mut) {
            if let Some(example) = part.remove("example") {
                part.insert("examples".to_owned(), json!([example]));
            }
        }
        if schema[keyword].is_null() {
            schema.as_object_mut().unwrap().remove(keyword);
        }
    }
    match facts["name"].as_str().unwrap() {
        "page_size" => {
            schema["minimum"] = 1.into();
            schema["maximum"] = facts["maximum"].as_u64().unwrap_or(300).into();
        }
        "page_number" => {
            schema["minimum"] = 1.into();
            schema["maximum"] = u32::MAX.into();
        }
        // The reference names these words for past calls only.
        "quality_type" => schema["enum"] = json!(["good", "bad"]),
        "from" | "to" if facts.get("format").is_none() => {
            schema["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?$".into();
        }
        _ if facts["in"] == "path" && facts["type"] == "string" => schema["minLength"] = 1.into(),
        _ => {}
    }
    schema
}

fn tag(facts: &Value) -> &'static str {
    match facts["product"].as_str().unwrap() {
        "dashboards" => "Dashboards",
        "qss" => "QoS subscription",
        "videosdk" => "Video SDK",
        "phone" => "Phone",
        product => panic!("there is no tag for {product}"),
    }
}
