//! A question as HTML: a form that the page's script brings to life, and a folded answer that
//! opens without one.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;
use figure_kit::print::escape;
use figure_kit::words::Language;
use pulldown_cmark::{Options, Parser, html};

use super::claim::Kind;
use super::words::Words;
use super::{Ids, Key, Question, find, stem, words};

/// A chapter with its questions printed.
#[derive(Debug)]
pub struct Printed {
    /// The chapter.
    pub content: String,
    /// Its questions with their keys, in order.
    pub asked: Vec<(Question, Key)>,
    /// Their names in the record, by their names in the page.
    pub ids: Ids,
}

/// Prints the questions of a chapter; `page` is named in errors.
pub fn print(content: &str, page: &str, language: Language, listings: &Path) -> Result<Printed> {
    let words = words(language);
    let mut printed = String::with_capacity(content.len());
    let (mut asked, mut ids) = (Vec::new(), Ids::default());
    let mut done = 0;
    for (index, question) in find(content, page)?.into_iter().enumerate() {
        let key = question.key(page, listings)?;
        let id = question.id(stem(page));
        printed.push_str(&content[done..question.range.start]);
        if index == 0 {
            write_said(&mut printed, &words);
        }
        write_question(&mut printed, &question, &key, &id, index + 1, &words);
        done = question.range.end;
        ids.0.push((question.name.clone(), id));
        asked.push((question, key));
    }
    printed.push_str(&content[done..]);
    Ok(Printed { content: printed, asked, ids })
}

/// What the script says beside answers: once a page, in the page's language.
fn write_said(out: &mut String, words: &Words) {
    let said = [
        ("happens", words.what_happens()),
        ("predicted", words.what_happens_as_predicted()),
        ("mine", words.your_prediction()),
        ("right", words.predicted_right()),
        ("wrong", words.predicted_wrong()),
        ("why", words.why()),
        ("no-number", words.no_number()),
        ("again", words.ask_again()),
        ("number", &words.happens_number(&"{number}")),
        ("place", &words.place(&"{number}")),
        ("happens-place", &words.happens_place(&"{number}")),
    ];
    out.push_str("<div hidden data-question-words");
    for (name, text) in said {
        let _ = write!(out, " data-{name}=\"");
        escape(text, out);
        out.push('"');
    }
    out.push_str("></div>\n\n");
}

fn write_question(
    out: &mut String,
    question: &Question,
    key: &Key,
    id: &str,
    number: usize,
    words: &Words,
) {
    let name = &question.name;
    // A group and no landmark: a chapter asks ten times, and the book on one page counts anew.
    let _ = write!(
        out,
        "<section class=\"sw-predict sw-question\" id=\"question-{name}\" role=\"group\" \
         aria-labelledby=\"question-{name}-head\" data-question=\"{id}\" data-kind=\"{}\" \
         data-key=\"{}\">\n<p class=\"sw-predict-head\" id=\"question-{name}-head\">\
         <strong>{}</strong> {}</p>\n\n{}\n\n",
        question.kind.name(),
        key.written(),
        words.predict(),
        words.question(&number),
        question.asks
    );
    write_form(out, question, words);
    let _ = write!(
        out,
        "<details class=\"sw-why\"><summary>{}</summary>\n<p class=\"sw-key\">{}</p>\n\n{}\n\n\
         </details>\n</section>\n\n",
        words.answer(),
        key.told(question, words),
        question.why
    );
}

fn write_form(out: &mut String, question: &Question, words: &Words) {
    let how = match question.kind {
        Kind::One => words.pick_one(),
        Kind::Several => words.pick_several(),
        Kind::Number => words.write_number(),
        Kind::Order => words.put_in_order(),
    };
    let _ = write!(
        out,
        "<form class=\"sw-question-form\" novalidate autocomplete=\"off\"><fieldset>\
         <legend>{how}</legend>"
    );
    out.push('\n');
    let fields = question.choices.len().max(usize::from(question.kind == Kind::Number));
    for at in 0..fields {
        let text = question.choices.get(at).map(|text| inline(text)).unwrap_or_default();
        let row = at + 1;
        let _ = match question.kind {
            Kind::Number => writeln!(
                out,
                "<label class=\"sw-choice\"><span>{text}</span><input class=\"sw-input\" \
                 type=\"text\" inputmode=\"numeric\" maxlength=\"15\"{}></label>",
                if text.is_empty() {
                    format!(" aria-labelledby=\"question-{}-head\"", question.name)
                } else {
                    String::new()
                }
            ),
            kind => writeln!(
                out,
                "<label class=\"sw-choice\" data-number=\"{row}\"><input type=\"{}\" \
                 name=\"answer\" value=\"{row}\"><span>{text}</span></label>",
                if kind == Kind::One { "radio" } else { "checkbox" }
            ),
        };
    }
    let _ = write!(
        out,
        "</fieldset>\n<p class=\"sw-question-said\" role=\"status\" tabindex=\"-1\"></p>\
         <div class=\"sw-toolbar sw-predict-bar sw-js-only\">\
         <button type=\"submit\" class=\"sw-btn sw-btn--primary\">{}</button>\
         <button type=\"button\" class=\"sw-btn sw-btn--quiet\" data-show>{}</button>\
         </div></form>\n",
        words.check(),
        words.show_me()
    );
}

/// One line of Markdown as HTML, without the paragraph around it.
pub(crate) fn inline(text: &str) -> String {
    let mut printed = String::new();
    html::push_html(&mut printed, Parser::new_ext(text, Options::all()));
    let line = printed.trim();
    let inner = line.strip_prefix("<p>").and_then(|line| line.strip_suffix("</p>"));
    inner.unwrap_or(line).to_owned()
}

impl Key {
    /// As the page's script compares it: places from 1, or the numbers.
    pub fn written(&self) -> String {
        let numbers: Vec<String> = match self {
            Self::Choices(places) | Self::Order(places) => {
                places.iter().map(|at| (at + 1).to_string()).collect()
            }
            Self::Numbers(numbers) => numbers.iter().map(ToString::to_string).collect(),
        };
        numbers.join(" ")
    }

    /// As it is told to who reads it: the choices themselves, as HTML.
    pub fn told(&self, question: &Question, words: &Words) -> String {
        let choice =
            |at: usize| question.choices.get(at).map(|text| inline(text)).unwrap_or_default();
        let told: Vec<String> = match self {
            Self::Choices(places) if places.is_empty() => vec![words.none_of_them().to_owned()],
            Self::Choices(places) => {
                places.iter().map(|at| format!("{}. {}", at + 1, choice(*at))).collect()
            }
            Self::Order(places) => places.iter().map(|at| choice(*at)).collect(),
            Self::Numbers(numbers) if question.choices.is_empty() => {
                numbers.iter().map(ToString::to_string).collect()
            }
            Self::Numbers(numbers) => {
                let told = numbers.iter().enumerate();
                told.map(|(at, number)| format!("{}: {number}", choice(at))).collect()
            }
        };
        let between = if matches!(self, Self::Order(_)) { " → " } else { " · " };
        told.join(between)
    }
}
