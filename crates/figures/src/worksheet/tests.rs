//! Sheets of all chapters, many of each, in both languages.

use figure_kit::words::{Language, Tables, Vocabulary as _};

use super::sheet::{Cell, Part, Task};
use super::state::Chapter;
use super::tasks;
use super::words::Words;
use crate::registry;

const SEEDS: u32 = 60;

fn words(language: Language) -> Tables {
    registry::tables(language)
}

fn answers(task: &Task) -> Vec<String> {
    let mut found = Vec::new();
    for part in &task.parts {
        match part {
            Part::Table { rows, .. } => {
                let cells = rows.iter().flatten();
                found.extend(cells.filter_map(|cell| match cell {
                    Cell::Blank(answer) => Some(answer.clone()),
                    Cell::Given(_) => None,
                }));
            }
            Part::Choices { right, .. } => found.extend(right.iter().map(ToString::to_string)),
            Part::Line { answer, .. } => found.push(answer.clone()),
            Part::Code(_) | Part::Text(_) | Part::Because(_) => {}
        }
    }
    found
}

#[test]
fn every_sheet_leaves_something_out_and_knows_what() {
    for language in [Language::English, Language::Korean] {
        let tables = words(language);
        let words = Words::of(&tables);
        for chapter in Chapter::ALL {
            for seed in 1..=SEEDS {
                let tasks = tasks::of(chapter, seed, &words);
                assert!(tasks.len() >= 2, "{chapter:?}");
                for task in &tasks {
                    let found = answers(task);
                    assert!(!found.is_empty(), "{chapter:?} {seed}: {task:?}");
                }
                assert_eq!(tasks, tasks::of(chapter, seed, &words), "{chapter:?} {seed}");
            }
        }
    }
}

#[test]
fn sheets_of_other_numbers_are_others() {
    let tables = words(Language::English);
    let words = Words::of(&tables);
    for chapter in Chapter::ALL {
        let first = tasks::of(chapter, 1, &words);
        let others = (2..=SEEDS).filter(|seed| tasks::of(chapter, *seed, &words) != first).count();
        assert!(others as u32 >= SEEDS - 3, "{chapter:?}: {others}");
    }
}

/// How many different tasks of each kind there are at least, in so many sheets. Some of the first
/// chapters' are few by their nature: who closes first, and by which call.
#[test]
fn each_task_of_a_sheet_is_drawn_anew() {
    let tables = words(Language::English);
    let words = Words::of(&tables);
    for chapter in Chapter::ALL {
        let sheets: Vec<Vec<Task>> =
            (1..=SEEDS).map(|seed| tasks::of(chapter, seed, &words)).collect();
        for at in 0..sheets[0].len() {
            let mut kinds: Vec<String> =
                sheets.iter().map(|sheet| format!("{:?}", sheet[at])).collect();
            kinds.sort_unstable();
            kinds.dedup();
            let least = if chapter as u32 > Chapter::Programs as u32 { 50 } else { 4 };
            assert!(kinds.len() >= least, "{chapter:?} {at}: {}", kinds.len());
        }
    }
}

#[test]
fn sheets_that_were_printed_before_a_chapter_came_stay_as_they_are() {
    let names: Vec<&str> = Chapter::ALL.into_iter().take(9).map(Chapter::name).collect();
    let first = "socket ports life tcp-udp endings handshake frames masking programs";
    assert_eq!(names.join(" "), first);
}

/// The answers of all tasks of a kind over the seeds, by the cells of a column.
fn column(chapter: Chapter, task: usize, column: usize) -> Vec<String> {
    let tables = words(Language::English);
    let words = Words::of(&tables);
    let mut found = Vec::new();
    for seed in 1..=SEEDS {
        for part in &tasks::of(chapter, seed, &words)[task].parts {
            let Part::Table { rows, .. } = part else { continue };
            found.extend(rows.iter().map(|row| match &row[column] {
                Cell::Given(text) | Cell::Blank(text) => text.clone(),
            }));
        }
    }
    found
}

#[test]
fn answers_are_of_the_field() {
    for errno in column(Chapter::Ports, 1, 2) {
        assert!(matches!(&*errno, "0" | "-1 EADDRINUSE"), "{errno}");
    }
    let results = column(Chapter::Endings, 1, 1);
    for wanted in ["0", "-1 EPIPE", "-1 ECONNRESET"] {
        assert!(results.iter().any(|it| it == wanted), "{wanted} never: {results:?}");
    }
    let states = [column(Chapter::Endings, 0, 1), column(Chapter::Endings, 0, 2)].concat();
    for wanted in ["FIN_WAIT1", "FIN_WAIT2", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT"] {
        let dashed = wanted.replace('_', "-");
        let is_it = |it: &String| it.replace('_', "-").replace("WAIT-", "WAIT") == dashed;
        assert!(states.iter().any(is_it), "{wanted} never: {states:?}");
    }
    let statuses = column(Chapter::Handshake, 0, 1);
    for wanted in ["101", "400", "426", "405"] {
        assert!(statuses.iter().any(|it| it == wanted), "{wanted} never");
    }
    let codes = column(Chapter::Frames, 2, 2);
    for wanted in ["", "1002", "1007"] {
        assert!(codes.iter().any(|it| it == wanted), "{wanted} never");
    }
    assert!(column(Chapter::TcpUdp, 0, 2).iter().any(|it| it == "waits"));
    let fins = column(Chapter::Socket, 1, 1);
    assert_eq!(fins.iter().filter(|it| *it == "yes").count() as u32, SEEDS, "one FIN a sheet");
}

/// All tasks of a kind, and the number of each one's sheet.
fn drawn(chapter: Chapter, task: usize) -> Vec<(u32, Task)> {
    let tables = words(Language::English);
    let words = Words::of(&tables);
    let one = |seed| (seed, tasks::of(chapter, seed, &words).swap_remove(task));
    (1..=SEEDS).map(one).collect()
}

fn rows(task: &Task) -> Vec<Vec<String>> {
    let tables = task.parts.iter().filter_map(|part| match part {
        Part::Table { rows, .. } => Some(rows),
        _ => None,
    });
    let text = |cell: &Cell| match cell {
        Cell::Given(text) | Cell::Blank(text) => text.clone(),
    };
    tables.flatten().map(|row| row.iter().map(text).collect()).collect()
}

fn lines(task: &Task) -> Vec<String> {
    let lines = task.parts.iter().filter_map(|part| match part {
        Part::Line { answer, .. } => Some(answer.clone()),
        _ => None,
    });
    lines.collect()
}

/// The numbers that stand in a text, in their order.
fn numbers(text: &str) -> Vec<u32> {
    let words = text.split(|letter: char| !letter.is_ascii_digit());
    words.filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn a_page_sees_a_message_when_a_pencil_says_so() {
    let mut in_the_hole = 0;
    for (seed, task) in drawn(Chapter::WhyWebSocket, 0) {
        let [latency, _, interval, ..] = numbers(&task.ask)[..] else { panic!("{}", task.ask) };
        let rows = rows(&task);
        let number = |row: usize, column: usize| numbers(&rows[row][column])[0];
        // From here on a long poll is with the server.
        let mut held = 0;
        let mut answers = 0;
        for row in 0..3 {
            let at = number(row, 0);
            let next = (at - latency).div_ceil(interval) * interval;
            assert_eq!(number(row, 1), next + 2 * latency, "polling, {seed}: {rows:?}");
            assert_eq!(number(row, 3), at + latency, "WebSocket, {seed}: {rows:?}");
            let answered = at.max(held);
            in_the_hole += u32::from(answered > at);
            assert_eq!(number(row, 2), answered + latency, "long polling, {seed}: {rows:?}");
            // The next question comes two ways later.
            if row + 1 < 3 && number(row + 1, 0) > answered {
                held = answered + 2 * latency;
                answers += 1;
            } else if row == 2 {
                answers += 1;
            }
        }
        assert_eq!(number(3, 1), (4_800_u32).div_ceil(interval), "{seed}");
        assert_eq!(number(3, 2), answers + 1, "{seed}: {rows:?}");
        assert_eq!(number(3, 3), 1);
    }
    assert!(in_the_hole > SEEDS / 4, "{in_the_hole} messages between two questions");
}

#[test]
fn the_prices_that_are_given_tell_who_sends_less() {
    for (seed, task) in drawn(Chapter::WhyWebSocket, 2) {
        let [_, poll, line, frame] = numbers(&task.ask)[..] else { panic!("{}", task.ask) };
        let rows = rows(&task);
        for row in &rows {
            let rate = numbers(&row[0])[0];
            let (polling, websocket) = (60 * poll + rate * line, rate * frame);
            let fewer = if polling < websocket { "Polling" } else { "WebSocket" };
            assert_eq!(row[1], fewer, "{seed}: {} {row:?}", task.ask);
            // No row hangs on what the prices leave out.
            let close = polling.abs_diff(websocket) * 8 < polling.max(websocket);
            assert!(!close, "{seed}: {polling} and {websocket}");
        }
        for way in ["Polling", "WebSocket"] {
            assert!(rows.iter().any(|row| row[1] == way), "{seed}: never {way}");
        }
    }
}

#[test]
fn a_head_is_as_long_as_its_lines() {
    for (seed, task) in drawn(Chapter::WhyWebSocket, 1) {
        let rows = rows(&task);
        let lines = &rows[..rows.len() - 1];
        let long = |row: &Vec<String>| {
            if row[0].starts_with('(') { 2 } else { row[0].len() + 2 }
        };
        for row in lines {
            assert_eq!(row[1], long(row).to_string(), "{seed}: {row:?}");
        }
        let whole: usize = lines.iter().map(long).sum();
        assert_eq!(rows[rows.len() - 1][1], whole.to_string(), "{seed}");
    }
}

#[test]
fn a_syllable_has_three_bytes_wherever_it_is_cut() {
    for (seed, task) in drawn(Chapter::Messages, 0) {
        let mut at = 0;
        let rows = rows(&task);
        for (row, first) in rows.iter().zip(["01 ", "00 ", "80 "]) {
            at += numbers(&row[1])[0];
            assert_eq!(row[3], (at % 3).to_string(), "{seed}: {rows:?}");
            assert!(row[2].starts_with(first), "{seed}: {rows:?}");
        }
        assert_ne!(rows[0][3], "0", "{seed}: the first cut goes through a syllable");
    }
}

#[test]
fn frames_come_to_all_that_can_come_of_them() {
    let came: Vec<String> = column(Chapter::Messages, 1, 1);
    for wanted in ["keeps it", "answers: pong", "answers: close", "not read"] {
        assert!(came.iter().any(|it| it == wanted), "{wanted} never");
    }
    for wanted in ["gives “", "1002, RFC 6455 §5.4", "1007, RFC 6455 §8.1"] {
        assert!(came.iter().any(|it| it.starts_with(wanted)), "{wanted} never");
    }
    let limits = column(Chapter::Messages, 2, 1);
    assert!(limits.iter().any(|it| it == "1009, RFC 6455 §10.4"));
}

#[test]
fn orders_are_as_many_as_a_pencil_counts() {
    for (seed, task) in drawn(Chapter::Messages, 3) {
        let Part::Code(frames) = &task.parts[0] else { panic!("{task:?}") };
        let count = |name: &str| frames.iter().filter(|it| it.starts_with(name)).count();
        let data = count("text") + count("continuation");
        // Either text first; then each ping anywhere, before a close frame that ends it all.
        let ways: usize = (0..count("ping")).map(|ping| data + 1 + ping).product();
        assert_eq!(lines(&task), [(2 * ways).to_string()], "{seed}: {frames:?}");
    }
}

#[test]
fn close_frames_are_read_as_they_are_written() {
    for (seed, task) in drawn(Chapter::Closing, 0) {
        let [closing, said, pong] = &lines(&task)[..] else { panic!("{task:?}") };
        assert!(closing.starts_with("88 "), "{seed}: {closing}");
        assert!(numbers(said)[0] >= 1_000, "{seed}: {said}");
        assert!(pong.starts_with("8a 8"), "{seed}: {pong}");
    }
    let answers = column(Chapter::Closing, 2, 1);
    for wanted in ["RFC 6455 §5.5", "RFC 6455 §7.4", "125", "122"] {
        assert!(answers.iter().any(|it| it == wanted), "{wanted} never");
    }
}

#[test]
fn ends_report_what_they_have_received() {
    let mut seen = Vec::new();
    for (seed, task) in drawn(Chapter::Closing, 1) {
        for row in rows(&task) {
            let (what, said) = (&row[0], row[1..].join(" "));
            let codes = numbers(what);
            let expected = match what.as_str() {
                it if it.ends_with("without a code.") => "1005 yes 1005 yes".to_owned(),
                it if it.starts_with("TCP ends") => "1006 no 1006 no".to_owned(),
                it if it.contains("answer is lost") => format!("1006 no {} yes", codes[0]),
                it if it.contains("frame is lost") => "1006 no 1006 no".to_owned(),
                it if it.contains("moment") => format!("{} yes {} yes", codes[1], codes[0]),
                it if it.contains("not UTF-8") => "1007 yes 1006 no".to_owned(),
                it if it.contains("in it.") || it.contains("without a mask") => {
                    "1002 yes 1006 no".to_owned()
                }
                it if it.contains("masked frame") => "1006 no 1002 yes".to_owned(),
                it if it.contains("at most") => "1009 yes 1006 no".to_owned(),
                _ => format!("{0} yes {0} yes", codes[0]),
            };
            assert_eq!(said, expected, "{seed}: {what}");
            seen.push(what.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>());
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 12, "{seen:?}");
}

#[test]
fn doors_and_limits_open_and_shut() {
    for column_no in [1, 2, 3] {
        let all = column(Chapter::Security, 0, column_no);
        assert!(all.iter().any(|it| it == "yes") && all.iter().any(|it| it == "no"), "{column_no}");
    }
    for (seed, task) in drawn(Chapter::Security, 0) {
        for row in rows(&task) {
            let both = row[1] == "yes" && row[2] == "yes";
            assert_eq!(row[3] == "yes", both, "{seed}: {row:?}");
        }
    }
    let says = column(Chapter::Security, 1, 1);
    for wanted in ["101", "431", "1008", "1009", "taken"] {
        assert!(says.iter().any(|it| it == wanted), "{wanted} never: {says:?}");
    }
    for (seed, task) in drawn(Chapter::Security, 1) {
        let [head, frame, message, empty] = numbers(&task.ask)[..] else { panic!("{}", task.ask) };
        let rows = rows(&task);
        let last = |row: usize| *numbers(&rows[row][0]).last().expect("a number");
        assert_eq!(rows[0][1] == "431", last(0) > head, "{seed}: {rows:?}");
        assert_eq!(rows[1][1] == "1009", last(1) > frame, "{seed}: {rows:?}");
        assert_eq!(rows[2][1] == "1009", 4 * last(2) > message, "{seed}: {rows:?}");
        assert_eq!(rows[3][1] == "1008", last(3) > empty, "{seed}: {rows:?}");
        assert_eq!(rows[4][1] == "1009", last(4) > message, "{seed}: {rows:?}");
        assert_eq!(rows[5][1], "taken", "{seed}: {rows:?}");
    }
    for (seed, task) in drawn(Chapter::Security, 3) {
        let rows = rows(&task);
        for pair in rows.windows(2) {
            let [short, long] = [&pair[0][1], &pair[1][1]].map(|it| numbers(it)[0]);
            assert!(long == short || long == 2 * short, "{seed}: {rows:?}");
        }
    }
}

#[test]
fn a_queue_is_what_a_pencil_makes_of_it() {
    for (seed, task) in drawn(Chapter::Security, 2) {
        let [come, size, taken, room, ..] = numbers(&task.ask)[..] else { panic!("{}", task.ask) };
        let rows = rows(&task);
        let mut queue: Vec<u32> = Vec::new();
        let mut lost = Vec::new();
        for (second, row) in (0..).zip(&rows) {
            let new: Vec<u32> = (1..=come).map(|number| second * come + number).collect();
            assert_eq!(numbers(&row[1]), new, "{seed}");
            queue.extend(&new);
            let over = queue.len().saturating_sub(room as usize);
            if over > 0 && task.ask.contains("closes") {
                assert_eq!((&*row[2], &*row[3]), ("closed", "0"), "{seed}: {rows:?}");
                lost.append(&mut queue);
                break;
            }
            let keep = room as usize;
            if task.ask.contains("oldest. Which") {
                lost.extend(queue.drain(..over));
            } else {
                lost.extend(queue.drain(keep.min(queue.len())..));
            }
            assert_eq!(numbers(&row[2]), queue, "{seed}: {rows:?}");
            assert_eq!(numbers(&row[3]), [queue.len() as u32 * size], "{seed}: {rows:?}");
            queue.drain(..taken as usize);
        }
        assert_eq!(numbers(&lines(&task)[0]), lost, "{seed}: {rows:?}");
    }
}

#[test]
fn agreements_are_of_the_field() {
    let chosen = column(Chapter::Beyond, 0, 2);
    assert!(chosen.iter().any(|it| it == "none") && chosen.iter().any(|it| it == "v12.stomp"));
    let windows = column(Chapter::Beyond, 1, 1);
    assert!(windows.iter().any(|it| it == "declined") && windows.iter().any(|it| it == "10"));
    for wanted in ["neither", "server", "client", "both"] {
        assert!(column(Chapter::Beyond, 1, 3).iter().any(|it| it == wanted), "{wanted} never");
    }
    for (seed, task) in drawn(Chapter::Beyond, 1) {
        assert_eq!(rows(&task).len(), 4, "{seed}");
    }
    for wanted in ["same", "gone", ":authority", ":protocol", ":method, :path", ":status"] {
        assert!(column(Chapter::Beyond, 3, 1).iter().any(|it| it == wanted), "{wanted} never");
    }
}

/// The text that tokens as they are written stand for, behind another one: with a pencil.
fn unfolded(before: &str, written: &str) -> String {
    let mut text = before.to_owned();
    let mut rest = written;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        if letter == '(' {
            let (copy, behind) = rest.split_once(')').expect("a copy ends");
            let [length, back] = numbers(copy)[..] else { panic!("{copy}") };
            for _ in 0..length {
                let at = text.len() - back as usize;
                let copied = text.as_bytes()[at];
                text.push(char::from(copied));
            }
            rest = behind;
        } else {
            text.push(if letter == '␣' { ' ' } else { letter });
        }
    }
    text[before.len()..].to_owned()
}

#[test]
fn what_the_engine_inflates_is_what_a_pencil_unfolds() {
    for (seed, task) in drawn(Chapter::Beyond, 2) {
        let code = |part: usize| match &task.parts[part] {
            Part::Code(lines) => lines[0].split_once(":  ").expect("a number").1.to_owned(),
            _ => panic!("{task:?}"),
        };
        let [one, two, byte] = &lines(&task)[..] else { panic!("{task:?}") };
        assert_eq!(*one, unfolded("", &code(0)), "{seed}");
        assert_eq!(*two, unfolded(one, &code(2)), "{seed}");
        assert_eq!(byte, "c1", "{seed}");
        assert!(code(2).contains('('), "{seed}: the second goes back to the first");
    }
}

#[test]
fn bytes_side_by_side_are_what_their_headers_say() {
    for (seed, task) in drawn(Chapter::SideBySide, 0) {
        for row in rows(&task) {
            let number = |column: usize| numbers(&row[column])[0];
            let (length, long) = (number(0), if number(0) < 126 { 0 } else { 2 });
            let found = [1, 2, 3, 4].map(number);
            let expected = [length + 52, length + 28, length + 58 + long, length + 54 + long];
            assert_eq!(found, expected, "{seed}: {row:?}");
        }
    }
    let mut whole = column(Chapter::SideBySide, 1, 3);
    for (seed, task) in drawn(Chapter::SideBySide, 1) {
        let rows = rows(&task);
        let stream: String = rows.iter().map(|row| &*row[1]).filter(|it| *it != "waits").collect();
        let sent = task.ask.split_once(": ").expect("texts").1;
        let sent = sent.split_once('.').expect("an end").0.replace(", ", "");
        assert!(sent.starts_with(&stream), "{seed}: {rows:?}");
        assert_eq!(rows[3][2], "waits", "{seed}: three datagrams");
    }
    whole.retain(|it| it.contains(", "));
    assert!(!whole.is_empty(), "two messages in one read");
    for column_no in [1, 2] {
        for wanted in ["fits", "with work", "out"] {
            let all = column(Chapter::SideBySide, 2, column_no);
            assert!(all.iter().any(|it| it == wanted), "{wanted} never");
        }
    }
}
