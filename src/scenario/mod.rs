//! A scenario: from text to a checked [`plan::Plan`].

pub mod plan;
