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
