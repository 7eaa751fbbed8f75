//! The JSON schema of scenarios, which editors complete and check with.

use schemars::generate::SchemaSettings;

use super::syntax::Scenario;

/// The schema, as it is checked in at `schema/scenario.schema.json`.
pub fn schema() -> String {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Scenario>();
    schema.insert("title".to_owned(), "Scenario of zoom-qos-emulator".into());
    // A schema is made of texts, lists and mappings with text keys, which always serialise.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::scenario::diagnostics::Mistakes;
    use crate::scenario::syntax::yaml::{self, Content, Node};

    /// What an editor makes of a node: plain words are numbers, booleans or null if they look like it.
    fn to_json(node: &Node) -> Value {
        match &node.content {
            Content::Scalar { text, plain: true } if !text.starts_with('"') => {
                serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into())
            }
            Content::Scalar { text, .. } => text.as_str().into(),
            Content::List(items) => items.iter().map(to_json).collect(),
            Content::Mapping(entries) => {
                entries.iter().map(|(key, value)| (key.text.clone(), to_json(value))).collect()
            }
            Content::Noted => Value::Null,
        }
    }

    fn validate(text: &str) -> Vec<String> {
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        let mut mistakes = Mistakes::default();
        let node = yaml::read(text, &mut mistakes).unwrap();
        assert!(mistakes.is_empty());
        let validator = jsonschema::validator_for(&schema).unwrap();
        validator
            .iter_errors(&to_json(&node))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    #[test]
    fn every_shipped_scenario_is_right_by_the_schema() {
        for text in [
            include_str!("../../scenarios/default.yaml"),
            include_str!("../../scenarios/quickstart.yaml"),
            include_str!("../../scenarios/wifi-collapse.yaml"),
            include_str!("../../tests/scenario/everything.yaml"),
        ] {
            assert_eq!(validate(text), Vec::<String>::new());
        }
    }

    #[test]
    fn what_is_wrong_at_first_sight_is_wrong_by_the_schema() {
        for text in [
            "seed: 1",
            "version: 2",
            "{ version: 1, sead: 1 }",
            "{ version: 1, clock: { speed: fast } }",
            "{ version: 1, meetings: [{ start: 0m }] }",
            "{ version: 1, networks: { a: { latency: 40, jitter: 1 ms, loss: 1%, bandwidth: 1 Mbps } } }",
            "{ version: 1, meetings: [{ topic: A, participants: [{ name: Ada, device: Toaster }] }] }",
            "{ version: 1, timeline: [{ at: 1m, repair: { who: { planet: Earth } } }] }",
        ] {
            assert!(!validate(text).is_empty(), "{text}");
        }
    }
}
