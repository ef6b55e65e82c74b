//! Lengths of time, moments, data and segments in words that all languages share.

use kernel::Flags;
use recording::Segment;

/// A length: `200 ms`, `1.024 s`, `60 s`.
pub fn length(ns: u64) -> String {
    let ms = (ns / 1_000_000) as u32;
    if ms < 1_000 {
        return [&ms.to_string(), " ms"].concat();
    }
    [&decimal(ms), " s"].concat()
}

/// Milliseconds as seconds, without the zeros that say nothing: `0.02`.
pub fn decimal(ms: u32) -> String {
    let mut text = seconds(ms);
    text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    text
}

/// A moment: always with its milliseconds, `0.448 s`.
pub(super) fn moment(ns: u64) -> String {
    [&seconds((ns / 1_000_000) as u32), " s"].concat()
}

fn seconds(ms: u32) -> String {
    let thousandths = (1_000 + ms % 1_000).to_string();
    [&(ms / 1_000).to_string(), ".", &thousandths[1..]].concat()
}

/// Bytes as a tracer quotes them; of many only the first, and how many there are.
pub fn quoted(data: &[u8]) -> String {
    const QUOTED_MAX: usize = 12;
    let mut text = String::from("\"");
    for byte in &data[..data.len().min(QUOTED_MAX)] {
        text.push(if matches!(byte, b' '..=b'~') { char::from(*byte) } else { '.' });
    }
    text.push('"');
    if data.len() > QUOTED_MAX {
        text.push('…');
        text.push_str(&data.len().to_string());
    }
    text
}

/// The flags as people say them: `SYN ACK`.
pub(super) fn flags(flags: Flags) -> String {
    const NAMES: [(Flags, &str); 5] = [
        (Flags::SYN, "SYN"),
        (Flags::FIN, "FIN"),
        (Flags::RST, "RST"),
        (Flags::PSH, "PSH"),
        (Flags::ACK, "ACK"),
    ];
    let mut text = String::new();
    for (flag, name) in NAMES {
        if flags.has(flag) {
            text.push_str(if text.is_empty() { "" } else { " " });
            text.push_str(name);
        }
    }
    text
}

/// A segment in a few letters: its data, or its flags.
pub(super) fn label(segment: &Segment) -> String {
    let length = segment.packet.payload_length();
    let names = flags(segment.flags().without(Flags::PSH));
    match segment.tcp() {
        Some(tcp) if length > 0 => quoted(&tcp.payload),
        // Every segment after the first acknowledges; only where nothing else is said is it news.
        Some(_) if segment.flags().has(Flags::FIN) => "FIN".to_owned(),
        Some(_) if segment.flags().has(Flags::RST) => "RST".to_owned(),
        _ => names,
    }
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

    #[test]
    fn data_is_quoted_and_cut() {
        assert_eq!(quoted(b"Hi\n"), "\"Hi.\"");
        assert_eq!(quoted(&[b'x'; 3_000]), "\"xxxxxxxxxxxx\"…3000");
    }
}
