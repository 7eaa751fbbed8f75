//! Every kind of mistake is told with its place and a hint.

use std::path::Path;

use crate::mistakes;
use zoom_qos_emulator::scenario::{LARGEST, MOST_MISTAKES, parse};

/// The files of `mistakes/` and what is said about each, in `snapshots/`.
#[test]
fn every_kind_of_mistake_is_told_with_place_and_hint() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario/mistakes");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 30, "{}", files.len());
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots" }, {
        for file in files {
            let name = file.file_stem().unwrap().to_str().unwrap();
            let told = mistakes(&std::fs::read_to_string(&file).unwrap());
            insta::assert_snapshot!(name, told);
            let errors = told.lines().filter(|line| line.starts_with("error: ")).count();
            let hints = told.lines().filter(|line| line.starts_with("hint: ")).count();
            let places = told.matches("--> scenario.yaml:").count();
            assert_eq!(hints, errors, "{name}");
            assert!(places >= errors, "{name}");
        }
    });
}

#[test]
fn a_name_that_is_nearly_right_is_answered_with_the_right_one() {
    let told = mistakes(
        "version: 1
meetings:
  - { topic: Weekly sync, start: 0m, participants: [Ada Lovelace] }
timeline:
  - { at: 10m, degrade: { who: Ada Lovelave, network: hotel } }
",
    );
    insta::assert_snapshot!(told, @r"
    error: no participant is called `Ada Lovelave`
     --> scenario.yaml:5:32
      |
    5 |   - { at: 10m, degrade: { who: Ada Lovelave, network: hotel } }
      |                                ^^^^^^^^^^^^
      |
    hint: did you mean `Ada Lovelace`?
    ");
}

#[test]
fn a_terminal_gets_colours_and_everything_else_does_not() {
    let mistakes = parse("version: 1\nsead: 7\n", "scenario.yaml").unwrap_err();
    assert!(mistakes.render(true).contains("\u{1b}["));
    assert!(!mistakes.render(false).contains("\u{1b}["));
    assert_eq!(mistakes.to_string(), mistakes.render(false));
    assert_eq!((mistakes.count(), mistakes.name()), (1, "scenario.yaml"));
}

#[test]
fn beyond_a_hundred_mistakes_are_only_counted() {
    let keys: String = (0..MOST_MISTAKES + 12).map(|index| format!("wrong{index}: 1\n")).collect();
    let mistakes = parse(&format!("version: 1\n{keys}"), "scenario.yaml").unwrap_err();
    assert_eq!(mistakes.count(), MOST_MISTAKES + 12);
    assert!(mistakes.to_string().ends_with("… and 12 more mistakes in scenario.yaml"));
}

#[test]
fn a_text_that_is_too_large_is_refused_unread() {
    let told = mistakes(&"#".repeat(LARGEST + 1));
    assert!(told.starts_with("error: this is too large for a scenario: 8388609 bytes"), "{told}");
}

#[test]
fn aliases_of_aliases_do_not_grow_without_bound() {
    let mut text = "version: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let told = mistakes(&text);
    assert!(told.contains("a scenario has at most 1000000 values"), "{told}");
}

#[test]
fn what_is_nested_without_end_is_refused() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000)] {
        let told = mistakes(&format!("version: 1\nmeetings: {text}"));
        assert!(told.starts_with("error: this is not YAML: "), "{told}");
    }
    let blocks: String = (0..200).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert!(mistakes(&blocks).starts_with("error: this is not YAML: "));
}

#[test]
fn a_name_that_stands_for_very_many_people_cannot_be_used_very_often() {
    let people = "Ada, ".repeat(50_000);
    let entries = "  - { at: 1m, repair: Ada }\n".repeat(100);
    let text = format!(
        "version: 1\nmeetings:\n  - {{ topic: A, start: 0m, participants: [{people}] }}\ntimeline:\n{entries}"
    );
    assert!(mistakes(&text).contains("the timeline touches too many people one by one"));
}
