//! JSON for people: what fits on a line stands on one.

use serde_json::Value;

const WIDTH: usize = 116;

/// The document as text.
pub(crate) fn write(value: &Value) -> String {
    let mut out = String::new();
    put(value, 0, 0, &mut out);
    out.push('\n');
    out
}

/// `taken` is what stands on the line before the value.
fn put(value: &Value, depth: usize, taken: usize, out: &mut String) {
    let line = on_a_line(value);
    let is_leaf = !value.is_object() && !value.is_array();
    if is_leaf || 2 * depth + taken + line.chars().count() < WIDTH {
        out.push_str(&line);
        return;
    }
    let (open, close) = if value.is_object() { ('{', '}') } else { ('[', ']') };
    out.push(open);
    let members = value.as_object().into_iter().flatten().map(|(name, value)| (Some(name), value));
    let elements = value.as_array().into_iter().flatten().map(|value| (None, value));
    for (index, (name, value)) in members.chain(elements).enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        let key = name.map(|name| format!("{}: ", Value::from(name.as_str()))).unwrap_or_default();
        out.push_str(&key);
        put(value, depth + 1, key.chars().count(), out);
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push(close);
}

fn on_a_line(value: &Value) -> String {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let members: Vec<_> = members
                .iter()
                .map(|(name, value)| format!("{}: {}", Value::from(name.as_str()), on_a_line(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Array(elements) => {
            format!("[{}]", elements.iter().map(on_a_line).collect::<Vec<_>>().join(", "))
        }
        leaf => leaf.to_string(),
    }
}
