//! YAML text to a tree that remembers where everything stands.
//!
//! Scalars keep their text: whether `40 ms` or `93201235621` is right is for the reader of the value to say.

use std::collections::HashMap;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span, StructureStyle, options};

use crate::scenario::diagnostics::{Mistake, Mistakes, Place};

/// How many values a text may have, aliases counted as often as they are used.
const MOST_NODES: usize = 1_000_000;
/// Stands for a key that is none; the character cannot be written.
const NO_KEY: &str = "\u{0}";
/// How deep lists and mappings may be nested.
const DEEPEST: usize = 32;

/// A value with its place.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Node {
    pub(in crate::scenario) place: Place,
    pub(in crate::scenario) content: Content,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(in crate::scenario) enum Content {
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Mapping(Vec<(Key, Node)>),
    /// Something wrong, which has been noted.
    Noted,
}

/// The key of an entry of a mapping; no two of one mapping are equal.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Key {
    pub(in crate::scenario) place: Place,
    pub(in crate::scenario) text: String,
}

impl Node {
    /// Whether there is nothing: no value after the colon, `~` or `null`.
    pub(in crate::scenario) fn is_nothing(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, plain: true }
            if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    fn size(&self) -> usize {
        match &self.content {
            Content::Scalar { .. } | Content::Noted => 1,
            Content::List(items) => items.iter().fold(1, |sum, item| sum + item.size()),
            Content::Mapping(entries) => entries.iter().fold(1, |sum, (_, value)| sum + 1 + value.size()),
        }
    }
}

/// Reads the one document of a text. `None` if it is not YAML, which is then the only mistake.
pub(in crate::scenario) fn read(text: &str, mistakes: &mut Mistakes) -> Option<Node> {
    let mut tree = Tree::default();
    match tree.grow(text, mistakes) {
        Ok(()) => {
            Some(tree.root.unwrap_or(Node { place: Place::default(), content: Content::Mapping(vec![]) }))
        }
        Err(fatal) => {
            *mistakes = Mistakes::default();
            mistakes.add(fatal);
            None
        }
    }
}

fn parser_options() -> Options {
    options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
    }
}

/// A list or mapping whose end has not come yet.
#[derive(Debug)]
struct Open {
    place: Place,
    flow: bool,
    anchor: usize,
    content: OpenContent,
}

#[derive(Debug)]
enum OpenContent {
    List(Vec<Node>),
    Mapping { entries: Vec<(Key, Node)>, seen: HashMap<String, Place>, merged: Vec<Node>, key: Option<Key> },
}

#[derive(Debug, Default)]
struct Tree {
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    root: Option<Node>,
    nodes: usize,
    documents: usize,
}

impl Tree {
    fn grow(&mut self, text: &str, mistakes: &mut Mistakes) -> Result<(), Mistake> {
        for next in Parser::new_from_str_with_options(text, parser_options()) {
            let (event, span) = next.map_err(|error| {
                let at = error.marker().byte_offset().unwrap_or(0);
                let message = format!("this is not YAML: {}", error.kind());
                Mistake::new(Place { start: at, end: at + 1 }, message)
                    .hint("check brackets, quotes and indentation, which is made of blanks, here and above")
            })?;
            self.take(event, &span, mistakes)?;
        }
        Ok(())
    }

    fn take(&mut self, event: Event<'_>, span: &Span, mistakes: &mut Mistakes) -> Result<(), Mistake> {
        let place = span
            .byte_range()
            .map_or_else(Place::default, |range| Place { start: range.start, end: range.end });
        if event.tag().is_some() {
            let place = span
                .tag_span()
                .and_then(|tag| tag.byte_range())
                .map_or(place, |range| Place { start: range.start, end: range.end });
            mistakes.add(Mistake::new(place, "a scenario has no YAML tags").hint("remove the tag"));
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Mistake::new(
                        place,
                        "a scenario is one YAML document, here a second one begins",
                    )
                    .hint("put the second scenario into a file of its own"));
                }
            }
            Event::Scalar(text, style, anchor, _) => {
                let content = Content::Scalar { text: text.into_owned(), plain: style == ScalarStyle::Plain };
                self.complete(Node { place, content }, anchor, mistakes)?;
            }
            Event::SequenceStart(style, anchor, _) => {
                let content = OpenContent::List(Vec::new());
                self.open.push(Open { place, flow: style == StructureStyle::Flow, anchor, content });
            }
            Event::MappingStart(style, anchor, _) => {
                let content = OpenContent::Mapping {
                    entries: Vec::new(),
                    seen: HashMap::new(),
                    merged: Vec::new(),
                    key: None,
                };
                self.open.push(Open { place, flow: style == StructureStyle::Flow, anchor, content });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let anchor = open.anchor;
                    let node = open.close(place, mistakes);
                    self.complete(node, anchor, mistakes)?;
                }
            }
            Event::Alias(anchor) => {
                let node = match self.anchors.get(&anchor) {
                    Some(node) => node.clone(),
                    None => {
                        mistakes.add(
                            Mistake::new(place, "this alias stands within the value that it repeats")
                                .hint("write out what is meant"),
                        );
                        Node { place, content: Content::Noted }
                    }
                };
                self.count(node.size(), place)?;
                self.complete(node, 0, mistakes)?;
            }
            Event::UnresolvedAlias(name) => {
                let message = format!("no value is marked `&{name}` above");
                mistakes.add(
                    Mistake::new(place, message).hint("if this is a text and no alias, put it in quotes"),
                );
                self.complete(Node { place, content: Content::Noted }, 0, mistakes)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn count(&mut self, nodes: usize, place: Place) -> Result<(), Mistake> {
        self.nodes += nodes;
        if self.nodes > MOST_NODES {
            return Err(Mistake::new(place, format!("a scenario has at most {MOST_NODES} values"))
                .hint("people, meetings and calls in great numbers belong into `population` and `crowd`"));
        }
        Ok(())
    }

    /// Puts a finished value where it belongs.
    fn complete(&mut self, node: Node, anchor: usize, mistakes: &mut Mistakes) -> Result<(), Mistake> {
        self.count(1, node.place)?;
        if anchor != 0 {
            self.count(node.size(), node.place)?;
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(OpenContent::List(items)) => items.push(node),
            Some(OpenContent::Mapping { entries, seen, merged, key }) => match key.take() {
                None => *key = Some(as_key(node, mistakes)),
                Some(key) if key.text == NO_KEY => {}
                Some(key) if key.text == "<<" => merged.push(node),
                Some(key) => match seen.get(&key.text) {
                    Some(first) => mistakes.add(
                        Mistake::new(key.place, format!("`{}` is written twice", key.text))
                            .related(*first, "first here")
                            .hint("keep one of the two"),
                    ),
                    None => {
                        seen.insert(key.text.clone(), key.place);
                        entries.push((key, node));
                    }
                },
            },
        }
        Ok(())
    }
}

impl Open {
    fn close(self, end: Place, mistakes: &mut Mistakes) -> Node {
        let mut place = self.place;
        let content = match self.content {
            OpenContent::List(items) => {
                place.end = items.first().map_or(place.end, |first| first.place.end);
                Content::List(items)
            }
            OpenContent::Mapping { mut entries, mut seen, merged, .. } => {
                for node in merged {
                    merge(&mut entries, &mut seen, node, mistakes);
                }
                place.end = entries.first().map_or(place.end, |(key, _)| key.place.end);
                Content::Mapping(entries)
            }
        };
        // Where the brackets are shown, show all of it; a block is shown by its first entry.
        if self.flow {
            place.end = end.end;
        }
        Node { place, content }
    }
}

/// `<<: *defaults`: the entries of the other mapping that this one does not have itself.
fn merge(
    entries: &mut Vec<(Key, Node)>,
    seen: &mut HashMap<String, Place>,
    node: Node,
    mistakes: &mut Mistakes,
) {
    match node.content {
        Content::Mapping(others) => {
            for (key, value) in others {
                if seen.insert(key.text.clone(), key.place).is_none() {
                    entries.push((key, value));
                }
            }
        }
        Content::List(items) => items.into_iter().for_each(|item| merge(entries, seen, item, mistakes)),
        Content::Noted => {}
        Content::Scalar { .. } => mistakes.add(
            Mistake::new(node.place, "`<<` takes over the entries of another mapping, this is none")
                .hint("write `<<: *name` where `&name` marks a mapping above"),
        ),
    }
}

fn as_key(node: Node, mistakes: &mut Mistakes) -> Key {
    let place = node.place;
    match node.content {
        Content::Scalar { text, .. } => Key { place, text },
        Content::Noted => Key { place, text: NO_KEY.to_owned() },
        Content::List(_) | Content::Mapping(_) => {
            mistakes.add(
                Mistake::new(place, "a key is a word, this is a list or a mapping")
                    .hint("if this is a text, put it in quotes"),
            );
            Key { place, text: NO_KEY.to_owned() }
        }
    }
}
