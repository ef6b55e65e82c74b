//! What paper needs: the questions of figures with their choices, and the answers of a chapter at
//! its end. Screens hide both.

use std::fmt::Write as _;

use figure_kit::figure;
use figure_kit::print::escape;
use figure_kit::words::Language;

use super::{Key, Question, words};

/// The questions of one figure.
#[derive(Debug)]
pub struct Posed {
    /// What the figure is called: `Figure 3.1`.
    pub figure: String,
    /// Its name in the record.
    pub id: String,
    /// Where it stands in its page.
    pub anchor: String,
    /// What it asks.
    pub questions: Vec<figure::Question>,
}

impl Posed {
    /// The questions' names in the record.
    pub fn ids(&self) -> impl Iterator<Item = String> {
        self.questions.iter().map(|question| format!("{}.{}", self.id, question.name))
    }

    /// The questions with their choices, open.
    pub fn write(&self, out: &mut String) {
        for question in &self.questions {
            out.push_str("<div class=\"sw-asked\"><p>");
            escape(&question.text, out);
            out.push_str("</p><ol>");
            for choice in &question.choices {
                out.push_str("<li>");
                escape(choice, out);
                out.push_str("</li>");
            }
            out.push_str("</ol></div>");
        }
    }
}

/// The answers of a chapter: those of its text, then those of its figures.
pub fn answers(asked: &[(Question, Key)], posed: &[Posed], language: Language) -> String {
    let words = words(language);
    let mut out = String::new();
    if asked.is_empty() && posed.iter().all(|figure| figure.questions.is_empty()) {
        return out;
    }
    let title = words.answers();
    let _ =
        write!(out, "\n\n<section class=\"sw-answers\">\n<p class=\"sw-answers-title\">{title}");
    out.push_str("</p>\n\n");
    for (index, (question, key)) in asked.iter().enumerate() {
        let number = words.answer_to(&(index + 1));
        let told = key.told(question, &words);
        let _ = write!(out, "<p><strong>{number}</strong> {told}</p>\n\n{}\n\n", question.why);
    }
    for figure in posed {
        for question in &figure.questions {
            let choices: Vec<&str> = question
                .right
                .iter()
                .filter_map(|at| Some(&**question.choices.get(*at)?))
                .collect();
            let _ = write!(out, "<p><strong>{}.</strong> ", figure.figure);
            for text in [&question.text, " ", &choices.join(" · "), ". ", &question.why] {
                escape(text, &mut out);
            }
            out.push_str("</p>\n\n");
        }
    }
    out.push_str("</section>\n");
    out
}
