use super::*;

const NOTES: &str = "About.\n\n## one 10\n\n### ask\n\n- Why?\n\n## two 5\n\n### board\n\n\
                     ```text\n## not a section\n```\n";

#[test]
fn sections_have_minutes_and_kinds() {
    let notes = Notes::parse(NOTES, "a", "a.md").unwrap();
    assert_eq!(notes.minutes(), 15);
    assert_eq!(notes.minutes_of("two"), Some(5));
    assert_eq!(notes.skeleton(), [("one", 10, vec![Kind::Ask]), ("two", 5, vec![Kind::Board])]);
    assert!(notes.sections[1].parts[0].text.contains("## not a section"));
}

#[test]
fn mistakes_are_named_with_their_line() {
    let fails = |text: &str, message: &str| {
        assert_eq!(Notes::parse(text, "a", "a.md").unwrap_err().to_string(), message);
    };
    fails("About.\n\n## one\n", "a.md:3: expected `## SECTION MINUTES`, found `## one`");
    fails("About.\n\n## one 100\n", "a.md:3: a section takes 1 to 90 minutes");
    fails("About.\n\n### ask\n", "a.md:3: `### ask` stands before the first `## SECTION`");
    fails(
        "About.\n\n## one 5\n\n### say\n",
        "a.md:5: `### say` is none of ask, wrong, project, board, homework",
    );
    fails("About.\n\n## one 5\n\ntext\n", "a.md:5: text stands before the first `### KIND`");
    fails("## one 5\n", "a.md: it says nothing about the whole chapter");
    fails("About.\n", "a.md: no section has notes");
}
