//! What is wrong with a scenario, said so that a person can mend it: place, caret, hint.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

/// How many mistakes of one text are told; beyond that they are only counted.
pub const MOST_MISTAKES: usize = 100;

/// A piece of a text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::scenario) struct Place {
    pub(in crate::scenario) start: usize,
    pub(in crate::scenario) end: usize,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Mistake {
    place: Place,
    message: String,
    label: String,
    related: Option<(Place, &'static str)>,
    hint: Option<String>,
}

impl Mistake {
    pub(in crate::scenario) fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), label: String::new(), related: None, hint: None }
    }

    /// Says something beside the caret.
    pub(in crate::scenario) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Shows another place as well.
    pub(in crate::scenario) fn related(mut self, place: Place, label: &'static str) -> Self {
        self.related = Some((place, label));
        self
    }

    /// Says what to do about it.
    pub(in crate::scenario) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The mistakes found so far.
#[derive(Debug, Default)]
pub(in crate::scenario) struct Mistakes {
    told: Vec<Mistake>,
    untold: usize,
}

impl Mistakes {
    /// Adds one, unless the same was said about the same place.
    pub(in crate::scenario) fn add(&mut self, mistake: Mistake) {
        if self.told.contains(&mistake) {
            return;
        }
        if self.is_full() {
            self.untold += 1;
        } else {
            self.told.push(mistake);
        }
    }

    /// Whether more mistakes will only be counted, so that no work on hints is worth while.
    pub(in crate::scenario) fn is_full(&self) -> bool {
        self.told.len() >= MOST_MISTAKES
    }

    pub(in crate::scenario) fn is_empty(&self) -> bool {
        self.told.is_empty()
    }
}

/// All mistakes of a scenario, in the order of its text; at least one.
///
/// `Display` is the plain rendering, for files and pipes.
#[derive(Clone)]
pub struct Diagnostics {
    name: String,
    text: Arc<str>,
    told: Vec<Mistake>,
    untold: usize,
}

impl Diagnostics {
    pub(in crate::scenario) fn new(name: &str, text: &str, mut mistakes: Mistakes) -> Self {
        mistakes.told.sort_by_key(|mistake| mistake.place.start);
        Self { name: name.to_owned(), text: text.into(), told: mistakes.told, untold: mistakes.untold }
    }

    /// How many mistakes there are.
    pub fn count(&self) -> usize {
        self.told.len() + self.untold
    }

    /// The name of the text: a path, or whatever it was called when it was parsed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The mistakes as a person reads them, with colours for a terminal or without.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let lines = Lines::of(&self.text);
        let mut told: Vec<_> =
            self.told.iter().map(|mistake| self.render_one(mistake, &lines, &renderer)).collect();
        if self.untold > 0 {
            told.push(format!("… and {} more mistakes in {}", self.untold, self.name));
        }
        told.join("\n\n")
    }

    fn render_one(&self, mistake: &Mistake, lines: &Lines<'_>, renderer: &Renderer) -> String {
        let primary = lines.clip(mistake.place);
        let related = mistake.related.map(|(place, label)| (lines.clip(place), label));
        let place = lines.first_line_of(primary.start);
        let mut snippets = Vec::new();
        match related {
            // Places far apart in a large text are two snippets, so that rendering costs little.
            Some((range, label)) if lines.first_line_of(range.start).abs_diff(place) > 20 => {
                snippets.push(lines.snippet(&self.name, vec![(primary, &mistake.label, true)]));
                snippets.push(lines.snippet(&self.name, vec![(range, label, false)]));
            }
            Some((range, label)) => snippets.push(
                lines.snippet(&self.name, vec![(primary, &mistake.label, true), (range, label, false)]),
            ),
            None => snippets.push(lines.snippet(&self.name, vec![(primary, &mistake.label, true)])),
        }
        let title = Level::ERROR.primary_title(mistake.message.as_str());
        let mut report = vec![Group::with_title(title).elements(snippets)];
        if let Some(hint) = &mistake.hint {
            report.push(Group::with_title(Level::HELP.with_name("hint").secondary_title(hint.as_str())));
        }
        renderer.render(&report)
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Diagnostics {}

/// Where the lines of a text begin.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { text, starts: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect() }
    }

    /// The line that a byte is on, from 0.
    fn first_line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// As much of a place as is on its first line, on boundaries of characters.
    fn clip(&self, place: Place) -> Range<usize> {
        let boundary = |mut at: usize| {
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = boundary(place.start.min(self.text.len()));
        let line = self.first_line_of(start);
        let line_end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let end = boundary(place.end.min(line_end));
        start..end.max(start)
    }

    fn snippet<'a>(
        &'a self,
        name: &'a str,
        annotations: Vec<(Range<usize>, &'a str, bool)>,
    ) -> Snippet<'a, Annotation<'a>> {
        let first = annotations.iter().map(|(range, ..)| self.first_line_of(range.start)).min().unwrap_or(0);
        let last = annotations.iter().map(|(range, ..)| self.first_line_of(range.end)).max().unwrap_or(0);
        let from = self.starts.get(first).copied().unwrap_or(0);
        let to = self.starts.get(last + 1).copied().unwrap_or(self.text.len());
        let source = self.text.get(from..to).unwrap_or_default();
        Snippet::source(source).path(name).line_start(first + 1).annotations(annotations.into_iter().map(
            |(range, label, primary)| {
                let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                let annotation = kind.span(range.start - from..range.end - from);
                if label.is_empty() { annotation } else { annotation.label(label) }
            },
        ))
    }
}
