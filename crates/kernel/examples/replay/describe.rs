//! From the result of a system call to a result as scenarios write it.

use kernel::{Address, CallResult, OptionValue, Reply, abi};
use serde_json::{Map, Value, json};

use crate::arguments::EVENTS;
use crate::runner::{Runner, text};

/// Data longer than this is given by its length.
const SHOWN_MAX: usize = 64;

fn event_names(mask: u32) -> Value {
    let names = EVENTS.iter().filter(|(_, bit)| mask & bit != 0).map(|(name, _)| *name);
    names.collect::<Vec<_>>().into()
}

fn shown(data: &[u8]) -> String {
    if data.len() > SHOWN_MAX {
        format!("len{}", data.len())
    } else {
        String::from_utf8_lossy(data).into_owned()
    }
}

impl Runner {
    /// Describes a result; names that the step binds are bound.
    pub(crate) fn describe(&mut self, step: &Value, result: Option<CallResult>) -> Value {
        match result {
            None => json!({"timeout": true}),
            Some(Err(errno)) => json!({"err": errno.name()}),
            Some(Ok(reply)) => self.describe_reply(step, reply),
        }
    }

    fn describe_reply(&mut self, step: &Value, reply: Reply) -> Value {
        let ret = reply.number();
        match reply {
            Reply::Number(number) => {
                if let Some(name) = text(step, "as") {
                    self.fds.insert(name.to_owned(), number);
                }
                json!({ "ret": number })
            }
            Reply::Accepted { fd, peer } => {
                if let Some(name) = text(step, "as") {
                    self.fds.insert(name.to_owned(), fd);
                }
                json!({"ret": fd, "peer": self.shown_address(&peer)})
            }
            Reply::Pair(one, other) => {
                for (at, fd) in [one, other].into_iter().enumerate() {
                    if let Some(name) = step["as"][at].as_str() {
                        self.fds.insert(name.to_owned(), fd);
                    }
                }
                json!({"ret": 0, "fds": [one, other]})
            }
            Reply::Received { data, from, flags, .. } => {
                let mut result = json!({ "ret": ret });
                let whole = matches!(text(step, "op"), Some("recvmsg" | "recvfrom"));
                if whole || !data.is_empty() {
                    result["data"] = shown(&data).into();
                }
                if whole {
                    let from = from.map(|from| self.shown_address(&from));
                    result["from"] = from.map_or(Value::Null, Value::String);
                    let known = [("MSG_TRUNC", abi::MSG_TRUNC), ("MSG_OOB", abi::MSG_OOB)];
                    let set = known.iter().filter(|(_, bit)| flags & bit != 0);
                    result["msg_flags"] = set.map(|(name, _)| *name).collect::<Vec<_>>().into();
                }
                result
            }
            Reply::Name(address) => json!({"ret": 0, "addr": self.shown_address(&address)}),
            Reply::Option(value) => json!({"ret": 0, "val": option(value)}),
            Reply::Polled { ready, revents } => {
                let each = self.polled(step, &revents);
                json!({"ret": ready, "revents": each})
            }
            Reply::Selected { ready, read, write, except } => json!({
                "ret": ready,
                "r": self.names_of(&read),
                "w": self.names_of(&write),
                "x": self.names_of(&except),
            }),
            Reply::Events(events) => {
                let each = events
                    .iter()
                    .map(|&(mask, data)| (self.name_of(data as i32), event_names(mask)));
                json!({"ret": ret, "events": each.collect::<Map<_, _>>()})
            }
            Reply::Child(..) => json!({ "ret": ret }),
        }
    }

    /// Each descriptor was asked about once, whatever number of names it has.
    fn polled(&self, step: &Value, revents: &[u32]) -> Map<String, Value> {
        let mut distinct = Vec::new();
        let mut each = Map::new();
        for name in step["fds"].as_array().into_iter().flatten() {
            let fd = self.fd_of(name).unwrap_or(-1);
            if !distinct.contains(&fd) {
                distinct.push(fd);
            }
            let at = distinct.iter().position(|known| *known == fd);
            let mask = at.and_then(|at| revents.get(at)).copied().unwrap_or(0);
            each.insert(key(name), event_names(mask));
        }
        each
    }

    fn name_of(&self, fd: i32) -> String {
        let found = self.fds.iter().find(|(_, known)| **known == fd);
        found.map_or_else(|| fd.to_string(), |(name, _)| name.clone())
    }

    fn names_of(&self, fds: &[i32]) -> Vec<String> {
        fds.iter().map(|&fd| self.name_of(fd)).collect()
    }

    fn shown_address(&mut self, address: &Address) -> String {
        match address {
            Address::Inet(endpoint) => self.names.endpoint(*endpoint),
            other => other.to_string(),
        }
    }
}

fn key(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn option(value: OptionValue) -> Value {
    match value {
        OptionValue::Int(number) => json!(number),
        OptionValue::Linger(on, seconds) => json!([on, seconds]),
        OptionValue::Interval(seconds, us) => json!([seconds, us]),
        OptionValue::Error(None) => json!(0),
        OptionValue::Error(Some(errno)) => json!(errno.name()),
    }
}
