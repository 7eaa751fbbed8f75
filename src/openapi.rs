//! What the emulated API looks like, for people and for tools.

/// The emulated API and its events, as `OpenAPI` 3.1 in JSON.
///
/// ```
/// assert!(zoom_qos_emulator::openapi::REST.contains(r#""openapi": "3.1.0""#));
/// ```
pub const REST: &str = include_str!("../openapi/rest.json");

/// A page that shows [`REST`] to people, and needs nothing but it.
pub const DOCS: &str = include_str!("../openapi/docs.html");
