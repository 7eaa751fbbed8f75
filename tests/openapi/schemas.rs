//! Schemas of the reference as schemas of `OpenAPI` 3.1: described, and with what recurs told once.

use serde_json::{Map, Value, json};

use super::describe::describe;

/// Turns schemas of the reference into ours.
pub(crate) struct Schemas<'w> {
    words: &'w Map<String, Value>,
    /// (name, what it is, the schema without its examples, the schema as it stands, its surroundings)
    shared: Vec<Shared>,
}

struct Shared {
    name: String,
    sentence: String,
    essence: Value,
    source: Value,
    surroundings: Vec<String>,
}

impl<'w> Schemas<'w> {
    /// Shares what `words` say is to be shared, found in `sources` by operation or event.
    pub(crate) fn new(words: &'w Map<String, Value>, sources: &Map<String, Value>) -> Self {
        let shared = words["shared"].as_object().unwrap().iter().map(|(name, told)| {
            let place = told[0].as_str().unwrap();
            let (source, surroundings) = find(sources, place);
            let sentence = told[1].as_str().unwrap().to_owned();
            Shared {
                name: name.clone(),
                sentence,
                essence: essence(source),
                source: source.clone(),
                surroundings,
            }
        });
        Self { words, shared: shared.collect() }
    }

    /// All shared schemas by name.
    pub(crate) fn components(&self) -> impl Iterator<Item = (String, Value)> {
        self.shared.iter().map(|shared| {
            let mut schema = json!({ "description": shared.sentence });
            self.fill(&mut schema, &shared.source, &shared.surroundings);
            (shared.name.clone(), schema)
        })
    }

    /// The schema of an answer or an event.
    pub(crate) fn convert(&self, source: &Value, surroundings: &[String]) -> Value {
        let mut schema = json!({});
        match self.reference(source) {
            Some(reference) => schema["$ref"] = reference,
            None => self.fill(&mut schema, source, surroundings),
        }
        schema
    }

    fn reference(&self, source: &Value) -> Option<Value> {
        let properties = source.get("properties")?.as_object()?;
        let essence = (!properties.is_empty()).then(|| essence(source))?;
        let shared = self.shared.iter().find(|shared| shared.essence == essence)?;
        Some(format!("#/components/schemas/{}", shared.name).into())
    }

    fn fill(&self, schema: &mut Value, source: &Value, surroundings: &[String]) {
        for (keyword, value) in source.as_object().unwrap() {
            match keyword.as_str() {
                "properties" => {
                    for (name, member) in value.as_object().unwrap() {
                        schema["properties"][name] = self.member(name, member, surroundings);
                    }
                }
                "items" => schema["items"] = self.convert(value, surroundings),
                "example" => schema["examples"] = json!([value]),
                // Who has no address has an empty one.
                "format" if value == "email" => {
                    schema["anyOf"] = json!([{ "const": "" }, { "format": "email" }]);
                }
                _ => schema[keyword] = value.clone(),
            }
        }
    }

    fn member(&self, name: &str, source: &Value, surroundings: &[String]) -> Value {
        let sentence = describe(self.words, "fields", name, source, surroundings);
        let mut schema = json!({ "description": sentence });
        match self.reference(source) {
            Some(reference) => schema["$ref"] = reference,
            None => self.fill(&mut schema, source, &[surroundings, &[name.to_owned()]].concat()),
        }
        schema
    }
}

/// The schema at `operation.member.list[].member`, and the names on the way.
fn find<'s>(sources: &'s Map<String, Value>, place: &str) -> (&'s Value, Vec<String>) {
    // The longest name first: that of an event has a dot, too.
    let mut names: Vec<_> = sources.keys().filter(|name| place.starts_with(name.as_str())).collect();
    names.sort_by_key(|name| name.len());
    let name = names.pop().unwrap_or_else(|| panic!("nothing has {place}"));
    let (mut schema, mut surroundings) = (&sources[name], surroundings(name));
    for step in place[name.len()..].split('.').filter(|step| !step.is_empty()) {
        let member = step.trim_end_matches("[]");
        schema = &schema["properties"][member];
        if step.ends_with("[]") {
            schema = &schema["items"];
        }
        surroundings.push(member.to_owned());
    }
    assert!(schema.is_object(), "there is no {place}");
    (schema, surroundings)
}

/// What surrounds the members of an operation or an event.
pub(crate) fn surroundings(name: &str) -> Vec<String> {
    match name.split_once('.') {
        Some((product, _)) => vec!["events".to_owned(), product.to_owned()],
        None => vec![name.to_owned()],
    }
}

/// A schema without its examples, but for the spelling of units in them.
fn essence(schema: &Value) -> Value {
    let Some(keywords) = schema.as_object() else { return schema.clone() };
    let mut essence = Map::new();
    for (keyword, value) in keywords {
        let value = match keyword.as_str() {
            "example" => match unit(value) {
                Some(unit) => unit.into(),
                None => continue,
            },
            "properties" => value
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, member)| (name.clone(), self::essence(member)))
                .collect::<Map<_, _>>()
                .into(),
            "items" => self::essence(value),
            _ => value.clone(),
        };
        essence.insert(keyword.clone(), value);
    }
    essence.into()
}

/// ` kbps` of `27.15 kbps`
fn unit(example: &Value) -> Option<&str> {
    let unit = example.as_str()?.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    ["kbps", "ms", "%", "fps", "dBm"].contains(&unit.trim_start()).then_some(unit)
}
