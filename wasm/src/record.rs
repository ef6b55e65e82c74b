//! The reader's record for the page's script, which keeps it: texts in, texts out. And what a
//! figure tells of answers.

use figure_kit::figure::Answered;
use js_sys::Array;
use progress::{Answer, Grade, Record, Unreadable};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

/// What a figure's host carries when the reader has committed to an answer.
const ANSWERED: &str = "workbook:answered";

/// One record of two; what is refused is named: `foreign`, `newer`, `long`.
#[wasm_bindgen]
pub fn record_merged(stored: &str, mine: &str) -> Result<String, JsValue> {
    let read = |text| Record::read(text).map_err(|refused| JsValue::from_str(name(refused)));
    let mut record = read(stored)?.record;
    record.merge(&read(mine)?.record);
    Ok(record.write())
}

fn name(refused: Unreadable) -> &'static str {
    match refused {
        Unreadable::Foreign => "foreign",
        Unreadable::Newer(_) => "newer",
        Unreadable::TooLong => "long",
    }
}

/// How many lines of a record cannot be read.
#[wasm_bindgen]
pub fn record_damaged(text: &str) -> usize {
    Record::read(text).map_or(0, |read| read.damaged.len())
}

/// A record of one answer.
#[wasm_bindgen]
pub fn record_answer(question: &str, given: &str, grade: &str, inputs: &str, at_ms: f64) -> String {
    let grade = match grade {
        "right" => Grade::Right,
        "wrong" => Grade::Wrong,
        _ => Grade::Seen,
    };
    let (given, inputs) = (given.to_owned(), inputs.to_owned());
    let mut record = Record::default();
    record.answer(question, Answer { given, grade, inputs, at_ms: whole(at_ms) });
    record.write()
}

/// A record that says that a page was reset.
#[wasm_bindgen]
pub fn record_reset(page: &str, at_ms: f64) -> String {
    let mut record = Record::default();
    record.reset_page(page, whole(at_ms));
    record.write()
}

/// Milliseconds since 1970, as scripts count them.
#[expect(clippy::cast_sign_loss, reason = "a time before 1970 is 0")]
fn whole(at_ms: f64) -> u64 {
    at_ms.max(0.0) as u64
}

/// Tells the page of an answer to a question of a figure, with the state that the figure is in.
pub(crate) fn tell(host: &HtmlElement, answered: Answered, state: &str) -> Result<(), JsValue> {
    let id = host.get_attribute("data-question").unwrap_or_default();
    let question = [&id, ".", answered.question].concat();
    let given = answered.given.map(|at| (at + 1).to_string()).unwrap_or_default();
    let grade = match answered.given {
        None => "seen",
        Some(_) if answered.is_right => "right",
        Some(_) => "wrong",
    };
    let detail = [&question, given.as_str(), grade, state].into_iter().map(JsValue::from_str);
    let init = CustomEventInit::new();
    init.set_detail(&detail.collect::<Array>());
    init.set_bubbles(true);
    host.dispatch_event(&*CustomEvent::new_with_event_init_dict(ANSWERED, &init)?)?;
    Ok(())
}
