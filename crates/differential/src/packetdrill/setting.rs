//! What a script sets up: options at its head, and what it asks of a shell.

use std::path::Path;

use super::fault::{Fault, Judged};
use super::script::Script;
use super::stage::Stage;
use super::sysctl::{DEFAULTS, Order, is_neutral, orders};

/// The most bytes of an included script of settings.
const INCLUDE_MAX: u64 = 1 << 16;

impl Stage {
    pub(super) fn take_options(&mut self, script: &Script) -> Judged<()> {
        for (line, name, value) in &script.options {
            let wrong = || Fault::broken(*line, format!("`--{name}={value}` is no such number"));
            match name.as_str() {
                "tolerance_usecs" => {
                    let us: u64 = value.parse().map_err(|_| wrong())?;
                    self.tolerance_ns = us.saturating_mul(1_000).min(60_000_000_000);
                }
                "tolerance_percent" => {
                    let percent: u64 = value.parse().map_err(|_| wrong())?;
                    self.tolerance_permille = percent.min(100) * 10;
                }
                "tcp_ts_ecr_scaled" => self.scaled_echo = true,
                "mtu" => {
                    let mtu = value.parse().ok().filter(|mtu| (68..=65_535).contains(mtu));
                    self.world.set_mtu(self.host, mtu.ok_or_else(wrong)?);
                }
                "ip_version" if value == "ipv4" => {}
                // How a real machine is to be set up; this one is always the same.
                "tcp_ts_tick_usecs" | "local_ip" | "remote_ip" | "gateway_ip" | "netmask_ip"
                | "verbose" | "debug" | "speed" | "init_scripts" | "bind_port" | "connect_port"
                | "code_command" | "code_format" => {}
                _ => {
                    let text = format!("the option `--{name}={value}`");
                    return Err(Fault::unsupported(*line, text));
                }
            }
        }
        Ok(())
    }

    /// Does what a command asks of a shell.
    pub(super) fn obey(&mut self, line: usize, command: &str, path: &Path) -> Judged<()> {
        for order in orders(line, command)? {
            match order {
                Order::Sysctl(key, value) => self.set_sysctl(line, &key, &value)?,
                Order::Mtu(mtu) => self.world.set_mtu(self.host, mtu.clamp(68, 65_535)),
                Order::Sleep(ns) => {
                    let end = self.now().plus_ns(ns);
                    self.advance(end);
                }
                Order::Include(name) => {
                    let folder = path.parent().unwrap_or(Path::new("."));
                    let file = folder.join(name);
                    let known = file.metadata().is_ok_and(|it| it.len() <= INCLUDE_MAX);
                    let text = known.then(|| std::fs::read_to_string(&file).ok()).flatten();
                    let text = text.unwrap_or_else(|| DEFAULTS.to_owned());
                    self.obey_settings(line, &text)?;
                }
            }
        }
        Ok(())
    }

    /// The sysctls of an included script; what else it does concerns a real machine.
    fn obey_settings(&mut self, line: usize, text: &str) -> Judged<()> {
        for command in text.lines().map(str::trim).filter(|line| line.starts_with("sysctl")) {
            for order in orders(line, command)? {
                if let Order::Sysctl(key, value) = order {
                    self.set_sysctl(line, &key, &value)?;
                }
            }
        }
        Ok(())
    }

    fn set_sysctl(&mut self, line: usize, key: &str, value: &str) -> Judged<()> {
        match self.world.set_sysctl(self.host, key, value) {
            Ok(()) => Ok(()),
            Err(_) if is_neutral(key, value) => Ok(()),
            Err(fault) => Err(Fault::unsupported(line, format!("`{key}={value}`: {fault}"))),
        }
    }
}
