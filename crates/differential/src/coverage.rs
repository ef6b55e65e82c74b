//! What a run has reached: each call, well and badly, and each state of TCP on both sides.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use crate::runner::text;
use crate::sequence::Sequence;

/// Calls by the names of their man pages, and whether each can fail in a way the world knows.
const CALLS: [(&str, Fails); 28] = [
    ("socket", Fails::Yes),
    ("socketpair", Fails::Yes),
    ("bind", Fails::Yes),
    ("listen", Fails::Yes),
    ("accept", Fails::Yes),
    ("connect", Fails::Yes),
    ("send", Fails::Yes),
    ("sendto", Fails::Yes),
    ("recv", Fails::Yes),
    ("shutdown", Fails::Yes),
    ("close", Fails::Yes),
    ("dup", Fails::Yes),
    ("dup2", Fails::Yes),
    ("fcntl", Fails::Yes),
    ("setsockopt", Fails::Yes),
    ("getsockopt", Fails::Yes),
    ("getsockname", Fails::Yes),
    ("getpeername", Fails::Yes),
    ("poll", Fails::Yes),
    ("select", Fails::Yes),
    ("epoll_create1", Fails::Yes),
    ("epoll_ctl", Fails::Yes),
    ("epoll_wait", Fails::Yes),
    ("nanosleep", Fails::Yes),
    ("fork", Fails::Yes),
    ("exit_group", Fails::Never),
    ("setuid", Fails::Yes),
    ("setrlimit", Fails::Yes),
];
/// How often each call must have succeeded, and failed, in a full run.
const TIMES_MIN: u32 = 50;
/// The states of TCP, as `/proc/net/tcp` is read.
const STATES: [&str; 11] = [
    "CLOSED",
    "LISTEN",
    "SYN_SENT",
    "SYN_RECV",
    "ESTABLISHED",
    "FIN_WAIT1",
    "FIN_WAIT2",
    "CLOSE_WAIT",
    "CLOSING",
    "LAST_ACK",
    "TIME_WAIT",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fails {
    Yes,
    Never,
}

/// Counts of a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Coverage {
    calls: BTreeMap<&'static str, [u32; 2]>,
    states: BTreeSet<&'static str>,
}

/// The call of a step, by the name of its man page.
fn call_of(op: &str) -> Option<&'static str> {
    let name = match op {
        "recvmsg" | "recvfrom" => "recv",
        "epoll_create" => "epoll_create1",
        "exit" => "exit_group",
        other => other,
    };
    CALLS.iter().map(|(known, _)| *known).find(|known| *known == name)
}

impl Coverage {
    /// Counts the first `length` steps of a sequence, on which both sides agree.
    pub(crate) fn count(&mut self, sequence: &Sequence, length: usize) {
        let mut asleep: BTreeMap<&str, &str> = BTreeMap::new();
        for (step, result) in sequence.steps.iter().zip(&sequence.results).take(length) {
            let op = text(step, "op").unwrap_or_default();
            match op {
                "bg" => {
                    let inner = step["step"][0].as_str().unwrap_or_default();
                    asleep.insert(text(step, "as").unwrap_or_default(), inner);
                }
                "join" => {
                    let name = text(step, "name").unwrap_or_default();
                    self.count_call(asleep.get(name).copied().unwrap_or_default(), result);
                }
                _ => self.count_call(op, result),
            }
            self.count_states(op, step, result);
        }
    }

    fn count_call(&mut self, op: &str, result: &Value) {
        if let Some(name) = call_of(op) {
            let failed = usize::from(result.get("err").is_some());
            self.calls.entry(name).or_default()[failed] += 1;
        }
    }

    fn count_states(&mut self, op: &str, step: &Value, result: &Value) {
        if op == "tcp" {
            for row in result["rows"].as_array().into_iter().flatten() {
                let state = row["st"].as_str().unwrap_or_default();
                self.states.extend(STATES.into_iter().find(|known| *known == state));
            }
        }
        // A closed socket is in no table; a new one is closed.
        let stream = step["type"].as_str() == Some("SOCK_STREAM") && step["dom"] == "AF_INET";
        if op == "socket" && stream && result.get("ret").is_some() {
            self.states.insert("CLOSED");
        }
    }

    /// What a full run must have reached and has not.
    pub(crate) fn gaps(&self) -> Vec<String> {
        let mut gaps = Vec::new();
        for (name, fails) in CALLS {
            let [good, bad] = self.calls.get(name).copied().unwrap_or_default();
            if good < TIMES_MIN {
                gaps.push(format!("{name} succeeded {good} times"));
            }
            if bad < TIMES_MIN && fails == Fails::Yes {
                gaps.push(format!("{name} failed {bad} times"));
            }
        }
        let missing = STATES.into_iter().filter(|state| !self.states.contains(state));
        gaps.extend(missing.map(|state| format!("no socket was in {state}")));
        gaps
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "coverage, agreed on by both sides:")?;
        for (name, fails) in CALLS {
            let [good, bad] = self.calls.get(name).copied().unwrap_or_default();
            let bad = if fails == Fails::Never { "never".to_owned() } else { bad.to_string() };
            writeln!(f, "  {name:<14} succeeded {good:>6}   failed {bad:>6}")?;
        }
        let seen: Vec<&str> = STATES.into_iter().filter(|it| self.states.contains(it)).collect();
        writeln!(f, "  states of TCP ({} of {}): {}", seen.len(), STATES.len(), seen.join(" "))
    }
}
