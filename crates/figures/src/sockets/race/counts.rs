//! The race in numbers: two columns, counted off the two runs.

use super::Race;
use super::run::Lane;
use crate::node::{Element, el};
use crate::words::Words;

/// The table.
pub(super) fn view(race: &Race, words: &Words) -> Element {
    let lanes = [&race.lanes[0], &race.lanes[1]];
    let count = |value: &dyn Fn(&Lane) -> u32| lanes.map(|lane| value(lane).to_string());
    let of = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let none = || words.rc_none().to_owned();
    let ms = |us: Option<u32>| us.map_or_else(none, |us| words.rc_ms(&(us / 1_000)));
    let goodput = |lane: &Lane| {
        let bits = of(lane.received()) * race.plan.size * 8;
        let finished_ms = lane.finished_us().map(|us| (us / 1_000).max(1));
        // Bits a millisecond are kilobits a second.
        finished_ms.map_or_else(none, |ms| words.rc_kbps(&(bits / ms)))
    };
    let middle = |lane: &Lane| {
        let all = lane.latencies_us();
        all.get(all.len().saturating_sub(1) / 2).copied()
    };
    let rows: [(&str, [String; 2]); 12] = [
        (words.rc_sent(), [race.plan.messages, race.plan.messages].map(|count| count.to_string())),
        (words.rc_received(), count(&|lane| of(lane.received()))),
        (words.rc_missing(), count(&|lane| race.plan.messages - of(lane.received()))),
        (words.rc_duplicates(), count(&|lane| of(lane.duplicates()))),
        (words.rc_out_of_order(), count(&|lane| of(lane.late()))),
        (words.rc_packets(), count(&|lane| lane.packets)),
        (words.rc_bytes(), count(&|lane| lane.bytes)),
        (words.rc_packets_lost(), count(&|lane| lane.lost)),
        (words.rc_retransmissions(), count(&|lane| lane.retransmissions)),
        (words.rc_median(), lanes.map(|lane| ms(middle(lane)))),
        (words.rc_longest(), lanes.map(|lane| ms(lane.latencies_us().last().copied()))),
        (words.rc_goodput(), lanes.map(goodput)),
    ];
    let head = el("tr")
        .child(el("th").attr("scope", "col").text(words.rc_counted()))
        .children(["TCP", "UDP"].map(|name| el("th").attr("scope", "col").text(name)));
    let body = rows.into_iter().map(|(name, [tcp, udp])| {
        el("tr")
            .child(el("th").attr("scope", "row").text(name))
            .child(el("td").text(tcp))
            .child(el("td").text(udp))
    });
    el("table").class("rc-counts").child(el("thead").child(head)).child(el("tbody").children(body))
}
