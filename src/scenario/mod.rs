//! A scenario: from text to a checked [`plan::Plan`].
//!
//! A scenario is written in YAML. [`parse`] reads all of it before it answers: either with a plan in which
//! every name is resolved and every value possible, or with [`Diagnostics`], which hold all mistakes with
//! their places and with hints.

mod accounts;
mod check;
mod defaults;
mod diagnostics;
mod events;
mod networks;
pub mod plan;
mod schema;
mod suggest;
mod syntax;
mod webhooks;

use std::io::Read as _;
use std::path::{Path, PathBuf};

pub use diagnostics::{Diagnostics, MOST_MISTAKES};
pub use networks::built_in as built_in_networks;
use plan::Plan;
pub use schema::schema;
pub use syntax::events::{UnknownEvent, event_kinds};
pub use syntax::time::ClockModeError;

use diagnostics::{Mistake, Mistakes, Place};
use syntax::decode::Decode as _;

/// What runs where no scenario is given.
pub const DEFAULT: &str = include_str!("../../scenarios/default.yaml");

/// The most bytes that a scenario may have.
pub const LARGEST: usize = 8 * 1024 * 1024;

/// Reads and checks a scenario. `name` is what messages call the text, usually its path.
///
/// # Errors
///
/// All mistakes of the text, at least one.
///
/// ```
/// let plan = zoom_qos_emulator::scenario::parse("version: 1\nseed: 7\n", "example.yaml")?;
/// assert_eq!(plan.seed, 7);
///
/// let mistakes = zoom_qos_emulator::scenario::parse("version: 1\nsead: 7\n", "example.yaml").unwrap_err();
/// assert!(mistakes.to_string().contains("did you mean `seed`?"));
/// # Ok::<(), zoom_qos_emulator::scenario::Diagnostics>(())
/// ```
pub fn parse(text: &str, name: &str) -> Result<Plan, Diagnostics> {
    let mut mistakes = Mistakes::default();
    if text.len() > LARGEST {
        mistakes.add(
            Mistake::new(Place::default(), format!("this is too large for a scenario: {} bytes", text.len()))
                .hint(format!("at most {LARGEST} bytes; people in great numbers belong into `population`")),
        );
        // The text is not shown either.
        return Err(Diagnostics::new(name, "", mistakes));
    }
    let plan = syntax::yaml::read(text, &mut mistakes)
        .and_then(|node| syntax::Scenario::decode(&node, &mut mistakes))
        .map(|written| check::check(&written, &mut mistakes));
    match plan {
        Some(plan) if mistakes.is_empty() => Ok(plan),
        _ => Err(Diagnostics::new(name, text, mistakes)),
    }
}

/// Why a file is no scenario.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no such file.
    #[error("there is no file `{}`", .0.display())]
    Missing(PathBuf),
    /// It is a directory.
    #[error("`{}` is a directory, not a scenario", .0.display())]
    Directory(PathBuf),
    /// It cannot be read.
    #[error("cannot read `{}`: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// It is larger than [`LARGEST`].
    #[error("`{}` is too large for a scenario: more than {LARGEST} bytes", .0.display())]
    TooLarge(PathBuf),
    /// It is not text.
    #[error("`{}` is not a text in UTF-8: byte {at} is wrong", .path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Position of the first wrong byte, from 0.
        at: usize,
    },
    /// It has mistakes.
    #[error(transparent)]
    Mistakes(#[from] Diagnostics),
}

/// Reads and checks a scenario in a file.
///
/// # Errors
///
/// If the file cannot be read, or has mistakes.
pub fn load(path: &Path) -> Result<Plan, LoadError> {
    let unreadable = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => LoadError::Missing(path.to_owned()),
        std::io::ErrorKind::IsADirectory => LoadError::Directory(path.to_owned()),
        _ => LoadError::Unreadable { path: path.to_owned(), source },
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(LoadError::Directory(path.to_owned()));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX);
    file.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > LARGEST {
        return Err(LoadError::TooLarge(path.to_owned()));
    }
    let text = String::from_utf8(bytes).map_err(|error| LoadError::NotText {
        path: path.to_owned(),
        at: error.utf8_error().valid_up_to(),
    })?;
    Ok(parse(&text, &path.display().to_string())?)
}

/// The plan of [`DEFAULT`].
///
/// # Errors
///
/// None at run time: a test guards that the embedded text is right.
pub fn default_plan() -> Result<Plan, Diagnostics> {
    parse(DEFAULT, "the default scenario")
}
