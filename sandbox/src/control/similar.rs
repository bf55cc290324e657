//! Names that are like a misspelt one.

/// The most similar name; none if all are further away than `most` edits.
pub(super) fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>, most: usize) -> Option<&'n str> {
    let lower = word.to_lowercase();
    let distances = names.map(|name| (distance(&lower, &name.to_lowercase()), name));
    distances.filter(|(distance, _)| *distance <= most).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// Edit distance. Names are short; the end of a longer one is ignored.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(100).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().take(100).enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelt_name_is_found() {
        let names = ["from", "to", "customerMessageId", "messageData"];
        for (word, found) in [
            ("customer_message_id", Some("customerMessageId")),
            ("customerMessageID", Some("customerMessageId")),
            ("form", Some("from")),
            ("color", None),
        ] {
            assert_eq!(nearest(word, names.into_iter(), 2), found, "{word}");
        }
    }
}
