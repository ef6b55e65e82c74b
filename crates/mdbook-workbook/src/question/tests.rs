use std::path::{Path, PathBuf};

use figure_kit::words::Language;

use super::*;

const ASKED: &str = "before\n\n> [!IMPORTANT]\n> Which is *first*?\n>\n> - [ ] TCP\n\
                     > - [ ] `UDP`\n>\n> Because.\n\n```question first one\nfigure race\n\
                     loss = 0\nchoice 1\nexpect first-1 = tcp\nchoice 2\nexpect first-1 = udp\n\
                     ```\n\nafter\n";

fn listings() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/listings")
}

#[track_caller]
fn fails(content: &str, message: &str) {
    let error = print(content, "src/page.md", Language::English, &listings()).unwrap_err();
    assert!(format!("{error:#}").starts_with(message), "{error:#}");
}

#[test]
fn an_alert_becomes_a_form_whose_key_the_engine_found() {
    let printed = print(ASKED, "src/page.md", Language::English, &listings()).unwrap();
    assert_eq!(printed.asked[0].1, Key::Choices(vec![1]));
    let html = &printed.content;
    assert!(html.contains("id=\"question-first\"") && html.contains("data-key=\"2\""), "{html}");
    assert!(html.contains("value=\"2\"><span><code>UDP</code></span>"), "{html}");
    assert!(html.contains("\n\nWhich is *first*?\n\n") && html.contains("\n\nBecause.\n\n"));
    assert!(html.starts_with("before\n\n<div hidden data-question-words"));
    assert!(html.ends_with("</section>\n\n\n\nafter\n"), "{html}");
}

#[test]
fn a_question_is_the_same_in_every_language_until_it_is_about_something_else() {
    let id = |content: &str, language| {
        let printed = print(content, "src/page.md", language, &listings()).unwrap();
        printed.ids.id("first").unwrap().to_owned()
    };
    let english = id(ASKED, Language::English);
    assert!(english.starts_with("page/first."), "{english}");
    let korean = ASKED.replace("Because", "그래서").replace("Which", "어느");
    assert_eq!(id(&korean, Language::Korean), english);
    assert_ne!(id(&ASKED.replace("loss = 0", "loss = 1"), Language::English), english);
}

#[test]
fn an_order_is_the_engines() {
    let content = "> [!IMPORTANT]\n> In which order?\n>\n> - [ ] many\n> - [ ] few\n>\n> So.\n\n\
                   ```question order order\nfigure race\nloss = 0\nchoice 1\nanswer tcp-received\n\
                   choice 2\nmessages = 3\nanswer tcp-received\n```\n";
    let printed = print(content, "p.md", Language::English, &listings()).unwrap();
    assert_eq!(printed.asked[0].1, Key::Order(vec![1, 0]));
    assert!(printed.content.contains("data-key=\"2 1\""));
    fails(
        &content.replace("messages = 3\n", ""),
        "src/page.md:9: two of the choices have the same",
    );
}

#[test]
fn a_number_may_stand_alone() {
    let content = "> [!IMPORTANT]\n> How many?\n>\n> So many.\n\n\
                   ```question many number\nfigure race\nloss = 0\nchoice 1\n\
                   answer tcp-received\n```\n";
    let printed = print(content, "p.md", Language::English, &listings()).unwrap();
    assert_eq!(printed.asked[0].1, Key::Numbers(vec![20]));
    let html = &printed.content;
    assert!(html.contains("<span></span><input") && html.contains("\n\nSo many.\n\n"), "{html}");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    fails("a\n\n> [!IMPORTANT]\n> What?\n", "src/page.md:3: an `[!IMPORTANT]` alert asks");
    fails(
        &ASKED.replace("\n\n```question", "\n\ntext\n\n```question"),
        "src/page.md:13: a question's",
    );
    fails(&ASKED.replace("first one", "first"), "src/page.md:11: expected ```question NAME one|");
    fails(&ASKED.replace("> Because.\n", ""), "src/page.md:10: it does not say why");
    fails(&ASKED.replace("first-1 = tcp", "first-1 = udp"), "src/page.md:11: exactly one choice");
    fails(&ASKED.repeat(2), "src/page.md:31: two questions are called `first`");
}

#[test]
fn paper_has_the_answers_at_the_end() {
    let printed = print(ASKED, "src/page.md", Language::English, &listings()).unwrap();
    let answers = paper::answers(&printed.asked, &[], Language::English);
    assert!(answers.contains("<strong>Question 1:</strong> 2. <code>UDP</code></p>\n\nBecause."));
    assert_eq!(paper::answers(&[], &[], Language::English), "");
}
