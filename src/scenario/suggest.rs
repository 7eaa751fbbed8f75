//! Hints: what somebody may have meant, and what they may write.

/// `did you mean …?`, if one of the candidates is near.
pub(in crate::scenario) fn suggest<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<String> {
    nearest(written, candidates).map(|name| format!("did you mean `{name}`?"))
}

/// The candidate that is near what is written, if one is.
pub(in crate::scenario) fn nearest<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    const LONGEST: usize = 200;
    const MOST: usize = 10_000;
    if written.len() > LONGEST {
        return None;
    }
    let written = written.to_lowercase();
    let length = written.chars().count();
    let far = (length / 3).max(1) + 1;
    candidates
        .into_iter()
        .take(MOST)
        .filter(|candidate| candidate.chars().take(length + far).count().abs_diff(length) < far)
        .map(|candidate| (candidate.to_lowercase(), candidate))
        .map(|(lowercase, candidate)| {
            let distance = strsim::damerau_levenshtein(&written, &lowercase);
            ((distance, !lowercase.starts_with(&written)), candidate)
        })
        .filter(|((distance, _), _)| *distance < far)
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, candidate)| candidate)
}

/// `` `a`, `b` or `c` ``; no more than twenty.
pub(in crate::scenario) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    const MOST: usize = 20;
    let quoted: Vec<String> = names.iter().take(MOST).map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((_, _)) if names.len() > MOST => format!("{}, …", quoted.join(", ")),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}
