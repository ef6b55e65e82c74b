//! Differences that are listed in `crates/kernel/DIVERGENCES.md`, and how to tell them.

use serde_json::Value;

/// A difference on purpose.
#[derive(Debug)]
pub(crate) struct Divergence {
    /// The first words of its line in the list.
    pub(crate) name: &'static str,
    /// Whether a difference at the last of these steps is this one: steps up to it, what the
    /// simulated world gave, what the live kernel gave.
    matches: fn(&[Value], &Value, &Value) -> bool,
}

/// All of them, in the order of the list.
pub(crate) const DIVERGENCES: [Divergence; 2] = [
    Divergence { name: "`MSG_OOB` on `AF_UNIX`", matches: is_urgent_local_data },
    Divergence { name: "Buffer bookkeeping", matches: is_buffer_bookkeeping },
];

/// The divergence that explains a difference, if one does.
pub(crate) fn find(
    steps: &[Value],
    simulated: &Value,
    live: &Value,
) -> Option<&'static Divergence> {
    DIVERGENCES.iter().find(|divergence| (divergence.matches)(steps, simulated, live))
}

/// The world refuses an urgent byte between sockets of one host, and Linux takes it.
fn is_urgent_local_data(steps: &[Value], simulated: &Value, live: &Value) -> bool {
    let urgent = |step: &Value| {
        let flags = step["flags"].as_str().unwrap_or_default();
        step["op"] == "send" && flags.contains("MSG_OOB")
    };
    let taken = live["ret"].as_i64().is_some_and(|count| count > 0);
    steps.last().is_some_and(urgent) && simulated["err"] == "EOPNOTSUPP" && taken
}

/// A datagram in parts is charged by its parts. And where a program made a buffer
/// small, a row or a read shows how many bytes found room in it.
fn is_buffer_bookkeeping(steps: &[Value], simulated: &Value, live: &Value) -> bool {
    const COUNTS: [&str; 4] = ["txq", "rxq", "tr", "retr"];
    let set = |step: &Value| {
        let name = step["opt"].as_str().unwrap_or_default();
        let sized = name.starts_with("SO_RCVBUF") || name.starts_with("SO_SNDBUF");
        step["op"] == "setsockopt" && sized
    };
    let in_parts = |step: &Value| {
        let flags = step["flags"].as_str().unwrap_or_default();
        step["op"] == "send" && flags.contains("MSG_MORE")
    };
    let datagrams = steps.last().is_some_and(|step| step["op"] == "udp");
    let without_counts = |result: &Value| {
        let mut rows = result["rows"].as_array().cloned()?;
        for row in rows.iter_mut().filter_map(Value::as_object_mut) {
            row.retain(|key, _| !COUNTS.contains(&key.as_str()));
        }
        Some(rows)
    };
    let same_rows =
        without_counts(simulated).is_some_and(|rows| Some(rows) == without_counts(live));
    let taken = |result: &Value| result["ret"].as_i64().filter(|&count| count > 0);
    let read = steps.last().is_some_and(|step| step["op"] == "recv");
    let same_read = read && taken(simulated).is_some() && taken(live).is_some();
    let small = (same_rows || same_read) && steps.iter().any(set);
    small || (same_rows && datagrams && steps.iter().any(in_parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const LIST: &str = include_str!("../../kernel/DIVERGENCES.md");

    #[test]
    fn every_divergence_is_in_the_list() {
        for divergence in &DIVERGENCES {
            let line = format!(" | {} |", divergence.name);
            assert!(LIST.contains(&line), "DIVERGENCES.md has no line `{line}`");
        }
    }

    #[test]
    fn counts_of_small_buffers_are_excused_and_nothing_else() {
        let small = json!({"op": "setsockopt", "fd": "s1", "opt": "SO_RCVBUF", "val": 4096});
        let look = json!({"op": "tcp"});
        let row = |rxq: u32, state: &str| json!({"rows": [{"st": state, "rxq": rxq}]});
        let (one, other) = (row(5_048, "ESTABLISHED"), row(5_096, "ESTABLISHED"));
        let found = |steps: &[Value], one, other| find(steps, one, other).map(|it| it.name);
        let name = Some("Buffer bookkeeping");
        assert_eq!(found(&[small.clone(), look.clone()], &one, &other), name);
        assert_eq!(found(std::slice::from_ref(&look), &one, &other), None);
        assert_eq!(found(&[small, look], &one, &row(5_096, "CLOSE_WAIT")), None);
    }
}
