//! Colours, for people who look at a terminal.

use std::env;
use std::io::{self, IsTerminal};

/// Colours what is printed to standard output, or leaves it as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint {
    is_on: bool,
}

/// What a colour says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Doubtful,
    Bad,
    /// What matters in a line.
    Strong,
    /// What need not be read.
    Faint,
}

impl Paint {
    /// On a terminal, unless `NO_COLOR` is set.
    pub(crate) fn for_output() -> Self {
        let is_wanted = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { is_on: is_wanted && io::stdout().is_terminal() }
    }

    /// The text in a colour.
    pub(crate) fn tone(self, tone: Tone, text: &str) -> String {
        if !self.is_on || text.is_empty() {
            return text.to_owned();
        }
        let code = match tone {
            Tone::Good => "32",
            Tone::Doubtful => "33",
            Tone::Bad => "31",
            Tone::Strong => "1",
            Tone::Faint => "2",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

/// On one line, without control characters: whatever others send may be shown on a terminal.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_only_where_they_are_on() {
        assert_eq!(Paint { is_on: false }.tone(Tone::Bad, "no"), "no");
        assert_eq!(Paint { is_on: true }.tone(Tone::Bad, "no"), "\x1b[31mno\x1b[0m");
    }

    #[test]
    fn nobody_else_commands_the_terminal() {
        assert_eq!(harmless("a\x1b[2J\nb\u{9b}c"), "a [2J b c");
    }
}
