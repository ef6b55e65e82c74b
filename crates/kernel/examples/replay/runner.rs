//! Runs the steps of a scenario in a fresh world.

use std::collections::BTreeMap;
use std::path::Path;

use kernel::{
    Address, Call, CallResult, DropRule, HostId, Outcome, ProcessId, Reply, ThreadId, Time, World,
    abi,
};
use serde_json::{Value, json};

use crate::arguments::{address, flags};
use crate::names::{PortNames, packets};

/// Milliseconds before `/proc` is read, unless a step says otherwise.
const SETTLE_MS: u64 = 60;
/// Milliseconds that it takes to change the packet filter or the device.
const FILTER_MS: u64 = 5;
/// Milliseconds after the last step in which packets still count.
const AFTER_MS: u64 = 60;
/// A descriptor that no scenario opens.
const CLOSED: i32 = 99;

/// When things happen that a scenario does not time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schedule {
    /// When the first step is taken: timers count in ticks, and it may fall anywhere between two.
    pub(crate) start_ns: u64,
    /// Virtual time between two calls of the program.
    pub(crate) step_ns: u64,
    /// Virtual time that a call may take before it counts as never coming back.
    pub(crate) patience_ms: u64,
    /// Chosen ports are named when they are chosen, not when they are first shown.
    pub(crate) names_early: bool,
}

impl Schedule {
    /// Of a program on a quiet machine.
    pub(crate) const QUIET: Schedule =
        Schedule { start_ns: 0, step_ns: 20_000, patience_ms: 200_000, names_early: false };
}

/// What a run gave.
pub(crate) struct Run {
    /// A result for each step.
    pub(crate) results: Vec<Value>,
    /// What crossed the loopback.
    pub(crate) packets: Vec<Value>,
    /// The world at the end.
    #[allow(dead_code, reason = "the tests that share this file look at it")]
    pub(crate) world: World,
}

/// Reads the scenarios of a file, or of all files in a folder.
pub(crate) fn load(path: &str) -> Result<Vec<Value>, String> {
    if Path::new(path).is_dir() {
        return load_folder(Path::new(path));
    }
    let text = std::fs::read_to_string(path).map_err(|fault| fault.to_string())?;
    let value: Value = serde_json::from_str(&text).map_err(|fault| fault.to_string())?;
    let list = value.get("scenarios").unwrap_or(&value);
    list.as_array().cloned().ok_or_else(|| "no list of scenarios".to_owned())
}

/// Reads every scenario of the files of a folder, in the order of their names.
fn load_folder(folder: &Path) -> Result<Vec<Value>, String> {
    let entries = std::fs::read_dir(folder).map_err(|fault| fault.to_string())?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let lists: Result<Vec<_>, _> =
        files.iter().map(|path| load(path.to_str().unwrap_or_default())).collect();
    Ok(lists?.concat())
}

/// A scenario being run.
#[derive(Clone)]
pub(crate) struct Runner {
    pub(crate) world: World,
    pub(crate) host: HostId,
    process: ProcessId,
    main: ThreadId,
    pub(crate) fds: BTreeMap<String, i32>,
    pub(crate) threads: BTreeMap<String, (ThreadId, Value)>,
    pub(crate) names: PortNames,
    /// Processes that were forked, each with its thread.
    children: BTreeMap<String, ThreadId>,
    schedule: Schedule,
}

/// Calls after which the kernel may have chosen a port for their descriptor.
const CHOOSE_PORTS: [&str; 5] = ["bind", "connect", "listen", "send", "sendto"];

/// Runs a scenario.
pub(crate) fn run(scenario: &Value) -> Result<Run, String> {
    let mut runner = Runner::new(Schedule::QUIET);
    let steps = scenario["steps"].as_array().ok_or("a scenario has `steps`")?;
    let mut results = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        results.push(runner.take(step).map_err(|fault| format!("step {at}: {fault}"))?);
    }
    runner.wait_ms(AFTER_MS);
    let entries = runner.world.trace().entries();
    let packets = packets(entries, &mut runner.names);
    Ok(Run { results, packets, world: runner.world })
}

pub(crate) fn text<'v>(step: &'v Value, key: &str) -> Option<&'v str> {
    step.get(key).and_then(Value::as_str)
}

pub(crate) fn number(step: &Value, key: &str) -> Option<i64> {
    step.get(key).and_then(Value::as_i64)
}

impl Runner {
    /// A fresh world, before the first step.
    pub(crate) fn new(schedule: Schedule) -> Self {
        let mut world = World::new(1);
        let host = world.add_host("host", None);
        let (process, main) = world.spawn(host, "scenario");
        world.open_terminal(host, process);
        world.run_until(Time(schedule.start_ns));
        Self {
            world,
            host,
            process,
            main,
            fds: BTreeMap::new(),
            threads: BTreeMap::new(),
            names: PortNames::default(),
            children: BTreeMap::new(),
            schedule,
        }
    }

    /// Takes a step, a little later than the one before.
    pub(crate) fn take(&mut self, step: &Value) -> Result<Value, String> {
        let now = self.world.now();
        self.world.run_until(now.plus_ns(self.schedule.step_ns));
        self.step(step)
    }

    fn step(&mut self, step: &Value) -> Result<Value, String> {
        match text(step, "op").ok_or("a step has an `op`")? {
            "sleep" => self.wait_ms(number(step, "ms").unwrap_or(0) as u64),
            "tcp" | "udp" => return Ok(self.rows(step)),
            "drop" | "dropseq" => {
                self.drop(step)?;
                self.wait_ms(FILTER_MS);
            }
            "undrop" => {
                self.world.loopback_mut(self.host).rules.clear();
                self.wait_ms(FILTER_MS);
            }
            "mtu" => {
                let mtu = number(step, "n").ok_or("mtu has an `n`")?;
                let loopback = self.world.loopback_mut(self.host);
                loopback.mtu = mtu as u32;
                // Recorded with the device's offloads turned off.
                loopback.segment_offload = false;
                self.wait_ms(FILTER_MS);
            }
            "sysctl" => self.sysctl(step)?,
            "rlimit" => {
                let limit = number(step, "n").unwrap_or(0) as u32;
                self.call(Call::SetDescriptorLimit { limit });
            }
            "fork" => return self.fork(step),
            "exit" => self.exit(step)?,
            "bg" => self.background(step)?,
            "join" => return self.join(step),
            "fill" => return self.fill(step),
            _ => {
                let call = self.parse(step)?;
                let thread = self.thread_of(step)?;
                let result = self.call_as(thread, call);
                let described = self.describe(step, result);
                self.name_port_early(step, thread);
                return Ok(described);
            }
        }
        Ok(json!({}))
    }

    /// Where rows may show several ports for the first time, each gets its name when it is
    /// chosen: rows come in no order.
    fn name_port_early(&mut self, step: &Value, thread: ThreadId) {
        let chooses = text(step, "op").is_some_and(|op| CHOOSE_PORTS.contains(&op));
        if !self.schedule.names_early || !chooses {
            return;
        }
        let fd = self.fd(step, "fd").unwrap_or(CLOSED);
        if let Some(Ok(Reply::Name(Address::Inet(local)))) =
            self.call_as(thread, Call::LocalName { fd })
        {
            self.names.endpoint(local);
        }
    }

    /// The thread that takes a step: of the process that it names with `in`, or of the first.
    pub(crate) fn thread_of(&self, step: &Value) -> Result<ThreadId, String> {
        let Some(name) = text(step, "in") else { return Ok(self.main) };
        let thread = self.children.get(name).copied();
        thread.ok_or_else(|| format!("no process `{name}` runs"))
    }

    fn fork(&mut self, step: &Value) -> Result<Value, String> {
        let name = text(step, "as").ok_or("fork has an `as`")?.to_owned();
        let parent = self.thread_of(step)?;
        Ok(match self.call_as(parent, Call::Fork) {
            Some(Ok(Reply::Child(_, thread))) => {
                self.children.insert(name.clone(), thread);
                json!({ "child": name })
            }
            other => self.describe(step, other),
        })
    }

    fn exit(&mut self, step: &Value) -> Result<(), String> {
        let thread = self.thread_of(step)?;
        self.children.retain(|_, child| *child != thread);
        self.call_as(thread, Call::Exit);
        Ok(())
    }

    fn wait_ms(&mut self, ms: u64) {
        let end = self.world.now().plus_ns(ms * 1_000_000);
        self.world.run_until(end);
    }

    /// Makes a call and waits until it comes back; nothing when it never does.
    fn call(&mut self, call: Call) -> Option<CallResult> {
        self.call_as(self.main, call)
    }

    fn call_as(&mut self, thread: ThreadId, call: Call) -> Option<CallResult> {
        match self.world.syscall(self.host, thread, call) {
            Outcome::Done(result) => {
                let now = self.world.now();
                self.world.run_until(now);
                Some(result)
            }
            Outcome::Blocked(_) => self.wait_for(thread),
        }
    }

    fn wait_for(&mut self, thread: ThreadId) -> Option<CallResult> {
        let limit = self.world.now().plus_ns(self.schedule.patience_ms * 1_000_000);
        loop {
            if let Some(result) = self.world.take_finished(self.host, thread) {
                let now = self.world.now();
                self.world.run_until(now);
                return Some(result);
            }
            if self.world.next_at().is_none_or(|at| at > limit) {
                return None;
            }
            self.world.step();
        }
    }

    fn sysctl(&mut self, step: &Value) -> Result<(), String> {
        let key = text(step, "key").ok_or("sysctl has a `key`")?;
        let value = match &step["val"] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.world.set_sysctl(self.host, key, &value).map_err(|fault| fault.to_string())
    }

    fn drop(&mut self, step: &Value) -> Result<(), String> {
        let port = |key| number(step, key).map(|port| port as u16);
        let data_only = text(step, "op") == Some("dropseq");
        let rule = DropRule {
            source_port: port("sport"),
            destination_port: port("dport"),
            has: step.get("has").map(flags).transpose()?,
            exactly: step.get("exact").map(flags).transpose()?,
            data_only,
            remaining: number(step, "n").filter(|_| data_only).map(|count| count as u32),
        };
        self.world.loopback_mut(self.host).rules.push(rule);
        Ok(())
    }

    fn background(&mut self, step: &Value) -> Result<(), String> {
        let name = text(step, "as").ok_or("bg has an `as`")?.to_owned();
        let mut inner = step["step"][1].clone();
        inner["op"] = step["step"][0].clone();
        let call = self.parse(&inner)?;
        let thread = self.world.spawn_thread(self.host, self.process);
        if let Outcome::Done(result) = self.world.syscall(self.host, thread, call) {
            let done = self.describe(&inner, Some(result));
            inner["done"] = done;
        }
        self.threads.insert(name, (thread, inner.clone()));
        self.wait_ms(50);
        self.name_port_early(&inner, self.main);
        Ok(())
    }

    fn join(&mut self, step: &Value) -> Result<Value, String> {
        let name = text(step, "name").ok_or("join has a `name`")?;
        let (thread, inner) = self.threads.remove(name).ok_or("join names a thread of `bg`")?;
        if let Some(done) = inner.get("done") {
            return Ok(done.clone());
        }
        let result = self.wait_for(thread);
        Ok(self.describe(&inner, result))
    }

    /// Sends until the kernel takes no more.
    fn fill(&mut self, step: &Value) -> Result<Value, String> {
        let fd = self.fd(step, "fd")?;
        let chunk = number(step, "chunk").unwrap_or(4_096) as usize;
        let mut bytes = 0;
        loop {
            let data = vec![b'x'; chunk].into();
            let call = Call::Send { fd, data, flags: abi::MSG_DONTWAIT, address: None };
            match self.call(call) {
                Some(Ok(reply)) => bytes += i64::from(reply.number()),
                Some(Err(errno)) => return Ok(json!({"err": errno.name(), "bytes": bytes})),
                None => return Err("a call that may not block did".to_owned()),
            }
        }
    }

    fn rows(&mut self, step: &Value) -> Value {
        self.wait_ms(number(step, "settle").map_or(SETTLE_MS, |ms| ms as u64));
        let host = self.world.host(self.host);
        let is_tcp = text(step, "op") == Some("tcp");
        let mut rows = Vec::new();
        if is_tcp {
            for row in host.tcp_rows() {
                rows.push(json!({
                    "local": self.names.endpoint(row.local),
                    "remote": self.names.endpoint(row.remote),
                    "st": row.state.name(),
                    "txq": row.send_queue,
                    "rxq": row.receive_queue,
                    "tr": row.timer as u8,
                    "retr": row.retransmits,
                }));
            }
        } else {
            for row in host.udp_rows() {
                rows.push(json!({
                    "local": self.names.endpoint(row.local),
                    "remote": self.names.endpoint(row.remote),
                    "st": row.state.name(),
                    "txq": row.send_queue,
                    "rxq": row.receive_queue,
                    "drops": row.drops,
                }));
            }
        }
        rows.sort_by_key(|row| {
            ["local", "remote", "st"].map(|key| row[key].as_str().unwrap_or("").to_owned())
        });
        json!({ "rows": rows })
    }

    pub(crate) fn fd(&self, step: &Value, key: &str) -> Result<i32, String> {
        let value = step.get(key).ok_or_else(|| format!("the step has no `{key}`"))?;
        self.fd_of(value)
    }

    pub(crate) fn fd_of(&self, value: &Value) -> Result<i32, String> {
        match value {
            Value::Number(number) => Ok(number.as_i64().unwrap_or(-1) as i32),
            // A name that no call ever bound stands for a closed descriptor.
            Value::String(name) => Ok(self.fds.get(name).copied().unwrap_or(CLOSED)),
            other => Err(format!("{other} is no descriptor")),
        }
    }

    /// An address of a step; `$name` is the local address of that descriptor.
    pub(crate) fn address(&mut self, step: &Value) -> Result<Option<Address>, String> {
        let Some(given) = text(step, "addr") else { return Ok(None) };
        let Some(name) = given.strip_prefix('$') else { return address(given).map(Some) };
        let (fd, thread) = (self.fds.get(name).copied().unwrap_or(-1), self.thread_of(step)?);
        match self.call_as(thread, Call::LocalName { fd }) {
            Some(Ok(Reply::Name(address))) => Ok(Some(address)),
            other => Err(format!("`${name}` has no address: {other:?}")),
        }
    }
}
