use std::path::Path;

use figure_kit::words::Language;

use crate::question::{self, Ids};

use super::{Place, find, print};

const PROGRAMS: &str = "server.py = life/server.py on server\nclient.py = life/client.py on client";

fn fence(body: &str) -> String {
    format!("a\n\n**An *echo***\n\n```lab echo\n{body}\n```\n\nb\n")
}

fn printed(content: &str, language: Language) -> anyhow::Result<String> {
    printed_with(content, &Ids::default(), language)
}

fn printed_with(content: &str, ids: &Ids, language: Language) -> anyhow::Result<String> {
    let listings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/listings");
    let (page, chapter) = ("book/src/life.md", Some("5"));
    let place = Place { page, chapter, before: 0, listings: &listings, ids, language };
    print(content, &place)
}

/// A page with a question, and what stands before and behind it.
fn asked(before: &str, behind: &str) -> anyhow::Result<String> {
    let asked = "> [!IMPORTANT]\n> How many?\n>\n> So many.\n\n```question many number\n\
                 listing life/refused.out\nchoice 1\nanswer behind [Errno\n```\n";
    let page = [before, "\n\n", asked, "\n", behind, "\n"].concat();
    let listings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/listings");
    let printed = question::print(&page, "life.md", Language::English, &listings).unwrap();
    printed_with(&printed.content, &printed.ids, Language::English)
}

#[test]
fn a_lab_that_would_show_an_answer_waits_for_it() {
    let labs = find("```listing life/refused.py run after many few\n```\n", "p.md").unwrap();
    assert_eq!((labs[0].after.join(" "), labs[0].wide), ("many few".into(), false));
    let wide = fence(PROGRAMS).replace("lab echo", "lab echo wide after many");
    let labs = find(&wide, "p.md").unwrap();
    assert_eq!((labs[0].after.join(" "), labs[0].wide), ("many".into(), true));
    for lab in [wide.as_str(), "```listing life/refused.py run after many\n```\n"] {
        let printed = asked("", lab).unwrap();
        assert!(printed.contains(" data-after=\"life/many."), "{printed}");
        let cover = "<p class=\"sw-cover\">A run shows the answer to \
                     <a href=\"#question-many\">question 1</a> above.";
        assert!(printed.contains(cover), "{printed}");
    }
    assert!(!printed(&fence(PROGRAMS), Language::English).unwrap().contains("sw-cover"));
}

#[test]
fn a_lab_waits_for_nothing_but_a_question_above_it() {
    let fails = |before: &str, behind: &str, message: &str| {
        let said = format!("{:#}", asked(before, behind).unwrap_err());
        assert!(said.contains(message), "{said}");
    };
    let waits = |name: &str| format!("```listing life/refused.py run after {name}\n```");
    fails("", &waits("few"), "no question here is called `few`; there are: many");
    fails(&waits("many"), "", "life.md:1: the question `many` stands behind what waits for it");
    let error = find("**T**\n\n```lab echo after\na.py = a.py\n```\n", "p.md").unwrap_err();
    assert!(error.to_string().contains("`wide` and `after QUESTION` behind it"), "{error}");
}

/// What the chapter shows itself stands in no lab, whether or not it waits.
#[test]
fn a_record_that_waits_is_not_shown_beside_its_program() {
    let shown = ["", "```listing life/server.out after many\n```\n"].map(|record| {
        let page = [&fence(PROGRAMS), record].concat();
        printed(&page, Language::English).unwrap().contains("What server.py printed")
    });
    assert_eq!(shown, [true, false]);
}

#[test]
fn hosts_get_addresses_and_programs_their_turn() {
    let body = format!("{PROGRAMS}\nhost server 10.0.0.1\nlink = delay 10ms\nuntil = 5s");
    let labs = find(&fence(&body), "p.md").unwrap();
    let setup = "host server 10.0.0.1\nhost client 10.0.0.2\nprogram server.py server python\n\
                 program client.py client python start 100ms\nlink delay 10ms\nuntil 5s";
    assert_eq!(labs[0].setup, setup);
    assert_eq!(labs[0].title.as_deref(), Some("An *echo*"));
}

#[test]
fn a_listing_that_runs_is_a_lab_of_one_program() {
    let labs = find("```listing life/refused.py run\n```\n", "p.md").unwrap();
    let setup = "host machine 10.0.0.1\nprogram refused.py machine python";
    assert_eq!((labs[0].name.as_str(), labs[0].setup.as_str()), ("life-refused-py", setup));
    assert_eq!(labs[0].title, None);
}

#[test]
fn a_lab_reads_as_listings() {
    let printed = printed(&fence(PROGRAMS), Language::English).unwrap();
    for part in [
        "<section class=\"sw-figure sw-lab\" id=\"lab-echo\"",
        "data-kept=\"life/echo\"",
        "<span class=\"sw-fig-no\">Lab 5.1</span>",
        "<code class=\"language-python\"><b>import</b> socket\n\nlistener",
        "on server, 10.0.0.1",
        "What server.py printed",
        "$ python3 server.py\n$ python3 client.py",
        "data-lab-words data-loading=",
    ] {
        assert!(printed.contains(part), "{part} in {printed}");
    }
    assert!(printed.starts_with("a\n\n<div hidden") && printed.ends_with("</section>\n\n\n\nb\n"));
}

#[test]
fn both_languages_say_the_same() {
    let korean = printed(&fence(PROGRAMS), Language::Korean).unwrap();
    assert!(korean.contains("실습 5.1") && korean.contains(">실행</button>"), "{korean}");
    let blanks = |text: &str| {
        let mut names: Vec<String> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()))
            .collect();
        names.sort();
        names
    };
    for (name, english, korean) in super::words::SAID {
        assert_eq!(blanks(english), blanks(korean), "{name}");
    }
}

#[track_caller]
fn fails(body: &str, message: &str) {
    let error = printed(&fence(body), Language::English).unwrap_err();
    let said = format!("{error:#}");
    assert!(said.contains(message), "{said}");
}

#[test]
fn mistakes_are_told_with_file_and_line() {
    fails("server.py = life/server.py on", "book/src/life.md:6: `server.py = ");
    fails("server.c = life/server.c", "book/src/life.md:6: `server.c` runs by its ending");
    fails(&format!("{PROGRAMS}\nlink = fast"), "book/src/life.md:8: lab `echo` wants delay TIME");
    fails(&format!("{PROGRAMS}\nargs other.py = 1"), "there are: server.py, client.py");
    fails(&format!("{PROGRAMS}\nhost server 10.0.0.900"), "book/src/life.md:8: lab `echo` wants");
    fails("", "lab `echo` wants a lab has a program");
    fails("a.py = life/none.py", "none.py cannot be read");
    fails("a.py = ../index.py", "lies elsewhere");
    let error = printed("```lab echo\na.py = life/server.py\n```\n", Language::English);
    assert!(error.unwrap_err().to_string().starts_with("book/src/life.md:1: a lab has a title"));
    let twice = fence(PROGRAMS).repeat(2);
    let error = printed(&twice, Language::English).unwrap_err().to_string();
    assert!(error.ends_with("two labs are called `echo`"), "{error}");
}

#[test]
fn a_listing_is_read_along_with_a_program_of_the_lab() {
    let along = |file: &str, follows: &str| {
        let body = format!("{PROGRAMS}\nalong server.c = {file} follows {follows}");
        printed(&fence(&body), Language::English)
    };
    let text = along("life/server.c", "server.py").unwrap();
    let part =
        "<div hidden data-along=\"server.c\" data-follows=\"server.py\" data-text=\"#include";
    assert!(text.contains(part), "{text}");
    assert!(text.contains("call listen -&gt; 27 log 28&#10;"), "{text}");
    let error = |file, follows| format!("{:#}", along(file, follows).unwrap_err());
    assert!(error("life/server.c", "nobody.py").contains("no program above is called `nobody.py`"));
    assert!(error("life/client.c", "server.py").contains("client.along cannot be read"));
}
