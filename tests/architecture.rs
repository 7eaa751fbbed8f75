//! Who may use whom. Data flows one way: cli → scenario → world → api and webhooks; nothing looks back.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a module of the crate may use besides itself and the base, `time` and `units`.
const MAY_USE: [(&str, &[&str]); 17] = [
    ("time", &[]),
    ("units", &[]),
    ("openapi", &[]),
    ("scenario", &[]),
    ("world", &["scenario"]),
    ("wire", &["world"]),
    ("clock", &["scenario"]),
    ("tasks", &[]),
    ("http", &["wire", "clock", "tasks"]),
    ("delivery", &["world", "wire", "clock", "tasks", "scenario"]),
    ("player", &["world", "delivery", "clock", "tasks"]),
    ("fault", &["scenario", "clock"]),
    ("api", &["world", "wire", "clock", "http", "scenario", "fault", "delivery", "player"]),
    ("control", &["world", "wire", "clock", "http", "player", "delivery", "scenario", "tasks", "openapi"]),
    (
        "emulator",
        &["scenario", "world", "wire", "clock", "tasks", "http", "delivery", "player", "api", "control"],
    ),
    ("cli", &["emulator", "scenario", "world", "wire", "openapi", "delivery", "clock"]),
    ("main", &["cli"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// (path relative to `src`, top module, text without tests and comments) of every file of the crate.
fn crate_files() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&root)
        .into_iter()
        .map(|path| {
            let relative = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            let top = relative.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let product = text.split("#[cfg(test)]").next().unwrap();
            let lines = product.lines().filter(|line| !line.trim_start().starts_with("//"));
            (relative, top, lines.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

/// The modules that `crate::…` or, in the binary, `zoom_qos_emulator::…` names in a text.
fn used(text: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for prefix in ["crate::", "zoom_qos_emulator::"] {
        for (at, _) in text.match_indices(prefix) {
            let rest = &text[at + prefix.len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(group) => top_level_names(group),
                None => vec![rest],
            };
            for name in names {
                let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
                if name.starts_with(|c: char| c.is_ascii_lowercase()) {
                    modules.insert(name[..end].to_owned());
                }
            }
        }
    }
    modules
}

/// The names at the first level of `a::{b, c}, d}`.
fn top_level_names(group: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(group[start..at].trim());
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(group[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn modules_use_only_what_they_may() {
    let rules: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    let mut broken = Vec::new();
    for (path, top, text) in crate_files() {
        if top == "lib" {
            continue;
        }
        let allowed =
            rules.get(top.as_str()).unwrap_or_else(|| panic!("src/{path}: no rule for module `{top}`"));
        for module in used(&text) {
            if module != top
                && !["time", "units"].contains(&module.as_str())
                && !allowed.contains(&module.as_str())
            {
                broken.push(format!("src/{path}: `{top}` must not use `{module}`"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_world_neither_waits_nor_locks_nor_reads_a_clock() {
    let banned = [
        "async ",
        ".await",
        "tokio",
        "Mutex",
        "RwLock",
        "Atomic",
        "Cell<",
        "std::fs",
        "std::net::Tcp",
        "crate::clock",
    ];
    for (path, top, text) in crate_files() {
        if top == "world" || top == "wire" {
            for word in banned {
                assert!(!text.contains(word), "src/{path} has `{word}`");
            }
        }
    }
}

#[test]
fn only_the_transport_opens_outgoing_sockets() {
    for (path, _, text) in crate_files() {
        if text.contains("reqwest") || text.contains("TcpStream::connect") {
            let may = path == "delivery/transport.rs" || path == "cli/health.rs";
            assert!(may, "src/{path} opens outgoing connections");
        }
    }
}

#[test]
fn positions_in_a_text_stop_at_the_check() {
    for (path, top, text) in crate_files() {
        let inside = ["scenario/syntax", "scenario/check", "scenario/diagnostics", "scenario/schema"];
        if top == "scenario" && inside.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        assert!(!text.contains("Spanned"), "src/{path} knows of positions in a text");
        assert!(!text.contains("granit_parser"), "src/{path} reads YAML");
    }
}

#[test]
fn nothing_is_global() {
    for (path, _, text) in crate_files() {
        for word in ["static mut", "OnceLock<", "LazyLock<", "thread_local!", "lazy_static!"] {
            assert!(!text.contains(word), "src/{path} has `{word}`: two emulators must run side by side");
        }
    }
}

#[test]
fn every_file_is_about_one_thing() {
    for (path, _, text) in crate_files() {
        let lines = text.lines().count();
        assert!(lines <= 500, "src/{path} has {lines} lines without its tests: split it by meaning");
    }
}
