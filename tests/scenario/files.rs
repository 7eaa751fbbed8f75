//! Files: those that are shipped, and those that cannot be read.

use std::path::{Path, PathBuf};

use zoom_qos_emulator::scenario::plan::{ClockMode, When};
use zoom_qos_emulator::scenario::{DEFAULT, LARGEST, LoadError, default_plan, load, schema};
use zoom_qos_emulator::{Moment, Span};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn shipped() -> Vec<PathBuf> {
    let mut files: Vec<_> =
        std::fs::read_dir(root().join("scenarios")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_shipped_scenario_is_right_and_names_its_schema_in_its_first_line() {
    let files = shipped();
    assert!(files.len() >= 3);
    for file in files {
        load(&file).unwrap_or_else(|error| panic!("{error}"));
        let text = std::fs::read_to_string(&file).unwrap();
        let first = text.lines().next().unwrap();
        assert_eq!(
            first,
            "# yaml-language-server: $schema=../schema/scenario.schema.json",
            "{}",
            file.display()
        );
    }
}

#[test]
fn the_default_scenario_is_right_and_is_the_shipped_file() {
    assert_eq!(DEFAULT, std::fs::read_to_string(root().join("scenarios/default.yaml")).unwrap());
    let plan = default_plan().unwrap();
    assert_eq!(plan.clock.mode, ClockMode::Real);
    assert_eq!(plan.clock.start, None);
    assert!(plan.webhooks.is_empty());
    let meeting = &plan.gatherings[0];
    assert_eq!(meeting.number, Some(93_201_235_621));
    let Some(When::FromStart(start)) = meeting.start else { panic!("{:?}", meeting.start) };
    assert!(start <= Span::ZERO && start + meeting.duration >= Span::DAY - Span::HOUR);
    assert!(meeting.participants.len() >= 3);
}

#[test]
fn the_quickstart_begins_when_it_says() {
    let plan = load(&root().join("scenarios/quickstart.yaml")).unwrap();
    assert_eq!(plan.clock.start, Some("2026-03-02T09:00:00Z".parse::<Moment>().unwrap()));
    assert_eq!(plan.clock.mode, ClockMode::Scaled(60.0));
    assert_eq!(plan.gatherings.len(), 1);
}

/// Set `UPDATE_SCHEMA` to write the file anew.
#[test]
fn the_schema_that_is_checked_in_is_the_one_that_is_printed() {
    let file = root().join("schema/scenario.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&file, schema()).unwrap();
    }
    let checked_in = std::fs::read_to_string(&file).unwrap();
    assert!(checked_in == schema(), "run the tests with UPDATE_SCHEMA=1 and look at the difference");
}

#[test]
fn a_file_that_cannot_be_read_is_answered_in_one_line() {
    let folder = std::env::temp_dir().join(format!("zqe-scenario-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let large = folder.join("large.yaml");
    std::fs::write(&large, "#".repeat(LARGEST + 1)).unwrap();
    let binary = folder.join("binary.yaml");
    std::fs::write(&binary, b"version: \xff").unwrap();
    let wrong = folder.join("wrong.yaml");
    std::fs::write(&wrong, "version: 3").unwrap();

    let said = |path: &Path| {
        let error = load(path).unwrap_err();
        (error.to_string().replace(&folder.display().to_string(), "FOLDER"), error)
    };
    let (text, error) = said(&folder.join("none.yaml"));
    assert_eq!(text, "there is no file `FOLDER/none.yaml`");
    assert!(matches!(error, LoadError::Missing(_)));
    assert_eq!(said(&folder).0, "`FOLDER` is a directory, not a scenario");
    assert_eq!(said(&large).0, "`FOLDER/large.yaml` is too large for a scenario: more than 8388608 bytes");
    assert_eq!(said(&binary).0, "`FOLDER/binary.yaml` is not a text in UTF-8: byte 9 is wrong");
    let (text, error) = said(&wrong);
    assert!(text.contains("--> FOLDER/wrong.yaml:1:10"), "{text}");
    assert!(matches!(error, LoadError::Mistakes(mistakes) if mistakes.count() == 1));
    std::fs::remove_dir_all(&folder).unwrap();
}
