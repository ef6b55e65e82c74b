//! Compares a run with what Linux did.

use serde_json::Value;

use crate::runner::{Run, run};

/// Numbers of a soft scenario may differ by this factor, in hundredths: they follow from buffer
/// sizes and allocator details that are modelled, not copied.
const SOFT_FACTOR_PERCENT: i64 = 125;
/// And by this much: retransmission counts at the edge of a timer's bucket.
const SOFT_SLACK: i64 = 1;
/// Packets of a soft scenario may differ in number by this many percent.
const SOFT_PACKETS_PERCENT: usize = 25;

/// Runs a scenario and gives its id, or a line that says what differs.
pub(crate) fn verdict(scenario: &Value) -> Result<String, String> {
    let id = scenario["id"].as_str().unwrap_or("?").to_owned();
    match run(scenario) {
        Err(fault) => Err(format!("FAIL {id} {fault}")),
        Ok(run) => match difference(scenario, &run) {
            None => Ok(id),
            Some(difference) => Err(format!("FAIL {id} {difference}")),
        },
    }
}

fn difference(scenario: &Value, run: &Run) -> Option<String> {
    let soft = scenario["soft"].as_bool().unwrap_or(false);
    let expected = scenario["expect"].as_array()?;
    for (at, (expected, got)) in expected.iter().zip(&run.results).enumerate() {
        let variants = scenario["variants"][at.to_string()].as_array();
        let mut allowed = std::iter::once(expected).chain(variants.into_iter().flatten());
        let agrees =
            allowed.any(|expected| if soft { nearly(expected, got) } else { expected == got });
        if !agrees {
            return Some(format!("step {at}: expected {expected} got {got}"));
        }
    }
    if expected.len() != run.results.len() {
        let (wanted, got) = (expected.len(), run.results.len());
        return Some(format!("step {got}: expected {wanted} results got {got}"));
    }
    packet_difference(scenario, run, soft)
}

fn packet_difference(scenario: &Value, run: &Run, soft: bool) -> Option<String> {
    let stable = |key: &str| scenario[key].as_bool().unwrap_or(true);
    let expected = scenario["packets"].as_array()?;
    let step = run.results.len();
    if soft {
        let (one, other) = (expected.len(), run.packets.len());
        let near = one.abs_diff(other) * 100 <= one.max(other) * SOFT_PACKETS_PERCENT;
        return (!near).then(|| format!("step {step}: expected {one} packets got {other}"));
    }
    let variants = scenario["packet_variants"].as_array();
    let mut allowed = variants.into_iter().flatten().filter_map(Value::as_array);
    if expected == &run.packets || allowed.any(|packets| packets == &run.packets) {
        return None;
    }
    if !stable("packets_stable") {
        let essential = |packets: &[Value]| packets.iter().filter_map(essence).collect::<Vec<_>>();
        let same = essential(expected) == essential(&run.packets);
        if same || !stable("packets_essential_stable") {
            return None;
        }
    }
    let at = expected.iter().zip(&run.packets).take_while(|(one, other)| one == other).count();
    let shown = |packet: Option<&Value>| packet.map_or("nothing".to_owned(), Value::to_string);
    let (wanted, got) = (shown(expected.get(at)), shown(run.packets.get(at)));
    Some(format!("step {step}: expected packet {at} {wanted} got {got}"))
}

/// A packet without its acknowledgement number; nothing for one that only acknowledges.
fn essence(packet: &Value) -> Option<String> {
    let text = packet.as_str()?;
    let words: Vec<&str> = text.split(' ').filter(|word| !word.starts_with("ack=")).collect();
    let only_acknowledges = words.get(1) == Some(&"ACK") && text.ends_with("len=0");
    (!only_acknowledges).then(|| words.join(" "))
}

/// Whether a result agrees within the tolerance of soft scenarios.
fn nearly(expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::Number(one), Value::Number(other)) => {
            let (Some(one), Some(other)) = (one.as_i64(), other.as_i64()) else { return false };
            let (low, high) = (one.min(other), one.max(other));
            high - low <= SOFT_SLACK || high * 100 <= low * SOFT_FACTOR_PERCENT
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| nearly(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|it| nearly(value, it)))
        }
        _ => expected == got,
    }
}
