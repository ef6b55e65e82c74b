//! Moments and lengths of time in words that both languages share.

/// A length: `200 ms`, `1.024 s`, `60 s`.
pub(super) fn length(ns: u64) -> String {
    let ms = (ns / 1_000_000) as u32;
    if ms < 1_000 {
        let mut text = ms.to_string();
        text.push_str(" ms");
        return text;
    }
    let mut text = decimal(ms);
    text.push_str(" s");
    text
}

/// Milliseconds as seconds, without the zeros that say nothing: `0.02`.
pub(super) fn decimal(ms: u32) -> String {
    let mut text = seconds(ms);
    text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    text
}

/// A moment: always with its milliseconds, `0.448 s`.
pub(super) fn moment(ns: u64) -> String {
    let mut text = seconds((ns / 1_000_000) as u32);
    text.push_str(" s");
    text
}

fn seconds(ms: u32) -> String {
    let mut text = (ms / 1_000).to_string();
    let thousandths = (1_000 + ms % 1_000).to_string();
    text.push('.');
    text.push_str(&thousandths[1..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_that_say_nothing_are_left_out_of_lengths() {
        let lengths = [200, 1_000, 1_024, 60_000, 1_500].map(|ms| length(ms * 1_000_000));
        assert_eq!(lengths, ["200 ms", "1 s", "1.024 s", "60 s", "1.5 s"]);
        assert_eq!(moment(448_000_000), "0.448 s");
        assert_eq!(moment(60_000_000_000), "60.000 s");
    }
}
