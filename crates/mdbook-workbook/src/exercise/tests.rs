use std::fs;
use std::path::{Path, PathBuf};

use checker::Reason;
use figure_kit::words::Language;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};

use super::*;

const SETTINGS: &str = r#"title = { en = "Echo a line", ko = "줄 되돌려 보내기" }
kind = "program"
minutes = 15
level = 1
trains = { en = "the end of a message", ko = "메시지의 끝" }
section = "life.md#calls"
[[check]]
name = "short"
says = { en = "A `short` line", ko = "짧은 줄" }
why = { en = "It did not come.", ko = "오지 않았습니다." }
[[hint]]
en = "One."
ko = "하나."
[[hint]]
en = "Two."
ko = "둘."
[[wrong]]
key = "deaf"
fails = "short"
reason = "nothing"
says = { en = "says nothing", ko = "아무 말도 하지 않음" }
"#;
const CHECKS: &str = "program server.py\ncheck short\npeer client\nconnect 8080\nsend \"a\"\n";

/// A book in a folder of its own with one exercise in it, which ends with the test.
struct Home(PathBuf);

impl Home {
    fn new(test: &str) -> Self {
        let name = format!("workbook-exercise-{test}-{}", std::process::id());
        let home = Self(std::env::temp_dir().join(name));
        let _ = fs::remove_dir_all(&home.0);
        for (file, text) in [
            ("exercise.toml", SETTINGS),
            ("checks.txt", CHECKS),
            ("task.md", "Do it.\n\n```text\na\n```\n"),
            ("task.ko.md", "하세요.\n\n```text\na\n```\n"),
            ("server.py", "import socket\n"),
            ("solution/server.py", "pass\n"),
            ("wrong/deaf/server.py", "pass\n"),
        ] {
            home.write(file, text);
        }
        home
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.join(FOLDER).join("echo").join(file)
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        self.write(file, &text.replacen(from, to, 1));
    }

    fn expanded(&self, language: Language) -> anyhow::Result<String> {
        expand("# Page {#p}\n\n```exercise echo\n```\n\nend\n", "page.md", &self.0, language)
    }

    fn printed(&self, language: Language) -> anyhow::Result<(String, Vec<String>)> {
        let chapter = Chapter::new("L", "## The calls {#calls}\n".to_owned(), "life.md", vec![]);
        let book = Book::new_with_items(vec![BookItem::Chapter(chapter)]);
        let sections = Sections::of(&book);
        let place = Numbered {
            page: "book/src/life-exercises.md",
            chapter: Some("3"),
            root: &self.0,
            sections: &sections,
            language,
        };
        print(&self.expanded(language)?, &place)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_fence_becomes_a_heading_a_task_and_a_trial() {
    let home = Home::new("fence");
    let english = home.expanded(Language::English).unwrap();
    let start = "# Page {#p}\n\n## Echo a line {#echo}\n\n<p class=\"sw-exercise-meta\">";
    assert!(english.starts_with(start), "{english}");
    assert!(english.contains("<span>15 minutes</span> <span>easy</span>"), "{english}");
    assert!(english.contains("\n\nDo it.\n\n```text\na\n```\n\n```trial echo\n```"), "{english}");
    assert!(english.ends_with("\n\nend\n"), "{english}");
    let korean = home.expanded(Language::Korean).unwrap();
    assert!(korean.contains("## 줄 되돌려 보내기 {#echo}") && korean.contains("하세요."));
}

#[test]
fn a_trial_holds_programs_checks_and_hints() {
    let (page, ids) = Home::new("trial").printed(Language::English).unwrap();
    for part in [
        "id=\"lab-exercise-echo\" role=\"group\" aria-labelledby=\"echo\"",
        "data-kept=\"life-exercises/exercise-echo\"",
        "data-checks=\"program server.py&#10;check short",
        "<span class=\"sw-fig-no\">Exercise 3.1</span>",
        "data-program=\"server.py\" data-language=\"python\"",
        "<b>import</b> socket",
        "data-judge>Check</button><button",
        "data-check=\"short\"",
        "A <code>short</code> line",
        "href=\"life.html#calls\">Explained in: The calls</a>",
        "data-hint=\"2\"><summary>Hint 2 of 2</summary><p>Two.</p>",
        "data-reason-nothing=\"{peer} waited",
        "$ workbook exercise book/exercises/echo server.py",
    ] {
        assert!(page.contains(part), "{part:?} in {page}");
    }
    assert!(ids[0].starts_with("life-exercises/echo.") && ids.len() == 1, "{ids:?}");
    let (korean, same) = Home::new("trial-ko").printed(Language::Korean).unwrap();
    assert!(korean.contains(">연습 3.1<") && korean.contains(">검사하기</button>"));
    assert_eq!(ids, same, "the record knows no languages");
}

#[test]
fn another_check_or_starter_is_another_exercise_and_another_sentence_is_not() {
    let id = |home: &Home| Folder::read(&home.0, "echo").unwrap().id("life-exercises");
    let home = Home::new("id");
    let before = id(&home);
    home.edit("exercise.toml", "It did not come.", "It never came.");
    assert_eq!(id(&home), before);
    home.edit("checks.txt", "\"a\"", "\"b\"");
    let other = id(&home);
    assert_ne!(other, before);
    home.write("server.py", "import threading\n");
    assert_ne!(id(&home), other);
}

#[test]
fn what_is_wrong_with_a_folder_is_told_with_its_place() {
    type Change = fn(&Home);
    let faults: [(&str, Change); 17] = [
        ("exercise.toml:3: minutes are 1 to 120", |home| {
            home.edit("exercise.toml", "minutes = 15", "minutes = 0");
        }),
        ("exercise.toml:4: a level is 1, 2 or 3", |home| {
            home.edit("exercise.toml", "level = 1", "level = 4");
        }),
        ("exercise.toml:1: missing field `ko`", |home| {
            home.edit("exercise.toml", ", ko = \"줄 되돌려 보내기\"", "");
        }),
        ("exercise.toml:2: a kind is program, figure or trace, not `poem`", |home| {
            home.edit("exercise.toml", "\"program\"", "\"poem\"");
        }),
        ("exercise.toml: 2 to 4 hints in steps are wanted, not 1", |home| {
            home.edit("exercise.toml", "[[hint]]\nen = \"One.\"\nko = \"하나.\"\n", "");
        }),
        (
            "exercise.toml:8: the check `short` stands where checks.txt has `long` (line 2)",
            |home| {
                home.edit("checks.txt", "check short", "check long");
            },
        ),
        ("checks.txt:6: the check `more` has no [[check]] in exercise.toml", |home| {
            let more = "\"a\"\ncheck more\npeer c\nconnect 8080\n";
            home.edit("checks.txt", "\"a\"\n", more);
        }),
        ("checks.txt:4: ", |home| home.edit("checks.txt", "connect 8080", "connect there")),
        ("exercise.toml:20: no reason is called `bored`", |home| {
            home.edit("exercise.toml", "\"nothing\"", "\"bored\"");
        }),
        ("exercise.toml:19: no check is called `brief`", |home| {
            home.edit("exercise.toml", "fails = \"short\"", "fails = \"brief\"");
        }),
        ("solution/server.py is missing", |home| {
            fs::remove_file(home.path("solution/server.py")).unwrap();
        }),
        ("wrong/mute/server.py is missing", |home| {
            home.edit("exercise.toml", "key = \"deaf\"", "key = \"mute\"");
        }),
        ("notes.txt belongs to nothing", |home| home.write("notes.txt", "")),
        ("task.md:1: headings of a task begin with ###", |home| {
            home.edit("task.md", "Do it.", "## Do it");
        }),
        ("task.ko.md:3: ````text` stands where task.md:3 has ````python`", |home| {
            home.edit("task.md", "```text", "```python");
        }),
        ("exercise.toml: `history` and `source` belong to `museum = true`", |home| {
            home.edit("exercise.toml", "[[check]]", "source = \"https://example.com\"\n[[check]]");
        }),
        ("exercise.toml:6: no section of the book is `life.md#calling`", |home| {
            home.edit("exercise.toml", "life.md#calls", "life.md#calling");
        }),
    ];
    for (at, (said, change)) in faults.into_iter().enumerate() {
        let home = Home::new(&format!("fault-{at}"));
        change(&home);
        let error = format!("{:#}", home.printed(Language::English).unwrap_err());
        assert!(error.contains(said), "{said:?} in {error}");
    }
}

#[test]
fn a_fence_that_names_nothing_is_told_with_its_line() {
    let home = Home::new("names");
    let error = |content: &str| {
        format!("{:#}", expand(content, "page.md", &home.0, Language::English).unwrap_err())
    };
    let missing = error("a\n\n```exercise none\n```\n");
    assert_eq!(missing, "page.md:3: book/exercises/none is missing");
    assert!(error("```exercise echo\nwhat\n```\n").starts_with("page.md:1: an exercise's fence"));
    let twice = "```exercise echo\n```\n".repeat(2);
    assert_eq!(error(&twice), "page.md:3: the exercise `echo` stands here twice");
    assert!(error("```exercise ../echo\n```\n").contains("is no name of an exercise"));
}

#[test]
fn a_figure_begins_with_its_script_and_is_judged_by_its_goals() {
    let home = Home::new("figure");
    home.edit("exercise.toml", "\"program\"", "\"figure\"");
    home.edit("exercise.toml", "\"nothing\"", "\"goal\"");
    for file in ["server.py", "solution/server.py", "wrong/deaf/server.py"] {
        fs::remove_file(home.path(file)).unwrap();
    }
    home.write("checks.txt", "figure accept-key\ncheck short\ngoal accept = b\n");
    home.write("start.txt", "figure accept-key\nkey = abc\n");
    home.write("solution.txt", "key = abd\n");
    home.write("wrong/deaf.txt", "key = abe\n");
    let expanded = home.expanded(Language::English).unwrap();
    let fence = "**Bring it to the goal**\n\n```figure accept-key wide\nkey = abc\n```";
    assert!(expanded.contains(fence), "{expanded}");
    let (page, _) = home.printed(Language::English).unwrap();
    assert!(page.contains("data-goals=\"figure accept-key&#10;check short"), "{page}");
    home.write("start.txt", "figure race\n");
    let error = format!("{:#}", home.expanded(Language::English).unwrap_err());
    assert!(error.contains("checks.txt: begins with `figure race`"), "{error}");
}

#[test]
fn every_reason_has_its_sentence() {
    let known: Vec<&str> = Reason::ALL.iter().map(|reason| reason.name()).collect();
    let told: Vec<&str> = reason::names().collect();
    assert_eq!(told, known);
}

#[test]
fn the_exercises_of_the_book_are_whole() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let found = all(&root).unwrap();
    assert!(found.iter().all(|folder| folder.path.ends_with(&folder.name)));
}
