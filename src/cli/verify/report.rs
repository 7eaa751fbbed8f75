//! What was found: for people, for programs, for continuous integration.

use std::fmt::Write as _;

use serde_json::json;

use super::exam::Finding;
use super::grade::Grade;
use crate::cli::paint::{Paint, Tone, harmless};

/// The rows of a table about one finding.
pub(super) fn row(finding: &Finding, paint: Paint) -> String {
    let judgement = &finding.judgement;
    let (tone, word) = match judgement.grade {
        Grade::Pass => (Tone::Good, "pass"),
        Grade::Warn => (Tone::Doubtful, "warn"),
        Grade::Fail => (Tone::Bad, "FAIL"),
        Grade::Skip => (Tone::Faint, "skip"),
    };
    let name = format!("{:<26}", finding.check.name());
    let mut row = format!("{}  {name}  {}\n", paint.tone(tone, word), harmless(&judgement.reason));
    if let Some(hint) = &judgement.hint {
        let _ = writeln!(row, "      {} {hint}", paint.tone(Tone::Strong, "hint:"));
    }
    row
}

/// `13 passed, 1 warned, 2 failed`
pub(super) fn summary(findings: &[Finding]) -> String {
    let words = [(Grade::Warn, "warned"), (Grade::Fail, "failed"), (Grade::Skip, "skipped")];
    let mut summary = format!("{} passed", count(findings, Grade::Pass));
    for (grade, word) in words {
        match count(findings, grade) {
            0 => {}
            number => {
                let _ = write!(summary, ", {number} {word}");
            }
        }
    }
    summary
}

pub(super) fn count(findings: &[Finding], grade: Grade) -> usize {
    findings.iter().filter(|finding| finding.judgement.grade == grade).count()
}

/// One line of JSON.
pub(super) fn json(url: &str, findings: &[Finding]) -> String {
    let checks: Vec<_> = findings
        .iter()
        .map(|finding| {
            json!({
                "check": finding.check.name(),
                "grade": finding.judgement.grade,
                "reason": finding.judgement.reason,
                "hint": finding.judgement.hint,
                "took_ms": u64::try_from(finding.took.as_millis()).unwrap_or(u64::MAX),
            })
        })
        .collect();
    let report = json!({
        "url": url,
        "passed": count(findings, Grade::Pass),
        "warned": count(findings, Grade::Warn),
        "failed": count(findings, Grade::Fail),
        "skipped": count(findings, Grade::Skip),
        "checks": checks,
    });
    format!("{report}\n")
}

/// A test suite in the XML of JUnit, which most systems of continuous integration show. A warning passes there; its
/// text is in `system-out`.
pub(super) fn junit(url: &str, findings: &[Finding]) -> String {
    let seconds = |finding: &Finding| finding.took.as_secs_f64();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" skipped=\"{}\" time=\"{:.3}\">\n",
        escaped(url),
        findings.len(),
        count(findings, Grade::Fail),
        count(findings, Grade::Skip),
        findings.iter().map(seconds).sum::<f64>(),
    );
    for finding in findings {
        let judgement = &finding.judgement;
        let name = escaped(finding.check.name());
        let reason = escaped(&judgement.reason);
        let hint = escaped(judgement.hint.as_deref().unwrap_or_default());
        let time = seconds(finding);
        let inside = match judgement.grade {
            Grade::Pass => String::new(),
            Grade::Warn => format!("<system-out>warning: {reason}\nhint: {hint}</system-out>"),
            Grade::Fail => format!("<failure message=\"{reason}\">hint: {hint}</failure>"),
            Grade::Skip => format!("<skipped message=\"{reason}\"/>"),
        };
        let _ = writeln!(
            xml,
            "  <testcase classname=\"zoom-qos-emulator.verify\" name=\"{name}\" time=\"{time:.3}\">{inside}</testcase>"
        );
    }
    xml.push_str("</testsuite>\n");
    xml
}

/// As text of XML 1.0, in which control characters cannot stand.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in harmless(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::cli::verify::check::Check;
    use crate::cli::verify::grade::Judgement;

    fn findings() -> Vec<Finding> {
        let judgements = [
            Judgement::pass("status 204 in 2 ms"),
            Judgement::warn("slow", "be \"quick\""),
            Judgement::fail("status 500, `<b>\u{1b}&`", "see"),
            Judgement::skip("not tried"),
        ];
        let took = Duration::from_millis(1500);
        Check::ALL
            .into_iter()
            .zip(judgements)
            .map(|(check, judgement)| Finding { check, judgement, took })
            .collect()
    }

    #[test]
    fn the_xml_holds_whatever_a_receiver_says() {
        assert_eq!(
            junit("http://127.0.0.1:1/", &findings()),
            r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="http://127.0.0.1:1/" tests="4" failures="1" skipped="1" time="6.000">
  <testcase classname="zoom-qos-emulator.verify" name="endpoint validation" time="1.500"></testcase>
  <testcase classname="zoom-qos-emulator.verify" name="good event" time="1.500"><system-out>warning: slow
hint: be &quot;quick&quot;</system-out></testcase>
  <testcase classname="zoom-qos-emulator.verify" name="another secret" time="1.500"><failure message="status 500, `&lt;b&gt; &amp;`">hint: see</failure></testcase>
  <testcase classname="zoom-qos-emulator.verify" name="body changed after signing" time="1.500"><skipped message="not tried"/></testcase>
</testsuite>
"#
        );
    }

    #[test]
    fn the_summary_names_only_what_there_was() {
        assert_eq!(summary(&findings()), "1 passed, 1 warned, 1 failed, 1 skipped");
        assert_eq!(summary(&findings()[..1]), "1 passed");
    }
}
