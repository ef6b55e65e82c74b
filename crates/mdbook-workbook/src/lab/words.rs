//! What stands around labs. What the page's script says is handed to it in attributes.

figure_kit::words! {
    /// What labs say.
    pub struct Words in "labs" over figure_kit::words::Kit;

    lab_number(number): "Lab {number}", "실습 {number}";
    on_host(host, address): "on {host}, {address}", "{host}, {address}";
    programs: "Programs", "프로그램";
    arguments: "Arguments", "명령줄 인자";
    recorded(name): "What {name} printed", "{name}의 출력";
    start: "Run", "실행";
    step: "Next call", "다음 호출";
    by_line: "Next line", "다음 줄";
    edit: "Edit", "편집";
    keys: "Ctrl+Enter runs, Escape leaves the editor", "Ctrl+Enter: 실행, Esc: 편집기 나가기";
    own_machine: "On your own machine", "내 컴퓨터에서 실행하기";
    save_first: "Save the programs in one folder, and open a terminal there for each of them, in this order.",
        "프로그램을 한 폴더에 저장합니다. 그 폴더에서 프로그램마다 터미널을 하나씩 열어 아래 순서대로 실행합니다.";
    save_one: "Save the program and open a terminal in its folder.",
        "프로그램을 저장하고 그 폴더에서 터미널을 엽니다.";
    local_addresses(addresses): "On one machine, write 127.0.0.1 for {addresses}.",
        "컴퓨터 한 대에서 실행할 때는 {addresses} 대신 127.0.0.1을 적습니다.";
    in_browser(name): "Open the developer tools of a browser on a page of your own (http:, not https:) and paste {name} into the console, or run it with Node 24 or newer.",
        "브라우저에서 내 페이지(https:가 아닌 http:)를 열고 개발자 도구의 콘솔에 {name}의 내용을 붙여 넣습니다. Node 24 이상으로 실행해도 됩니다.";
    from_disk: "From a disk this page can show programs and not run them. Open the book over HTTP, for example with `workbook serve`.",
        "파일로 연 페이지에서는 프로그램을 보기만 하고 실행할 수는 없습니다. workbook serve 등으로 책을 HTTP로 열어 주세요.";
}

/// The sentences of the page's script, in order: the name of an attribute, English, Korean.
/// `{...}` is filled in there.
pub(super) const SAID: [(&str, &str, &str); 60] = [
    ("loading", "{what}: {loaded} of {total} MB", "{what}: {total}MB 가운데 {loaded}MB"),
    ("preparing", "{what} starts…", "{what}: 준비하고 있습니다…"),
    ("the-lab", "The lab", "실습 환경"),
    ("editor", "The editor", "편집기"),
    ("running", "Runs: {time}", "실행 중: {time}"),
    ("paused", "Paused at {time}, at {place}", "{time}에 멈춤: {place}"),
    ("paused-nowhere", "Paused at {time}", "{time}에 멈춤"),
    (
        "differs",
        "At {time} this run goes another way than the one before. It can go on",
        "{time}에 이전 실행과 달라졌습니다. 계속할 수 있습니다",
    ),
    ("place", "{name}, line {line}", "{name} {line}행"),
    ("input", "{names} waits for a line of input", "{names}: 입력 한 줄을 기다립니다"),
    ("ended", "Ended after {time}", "{time} 만에 끝났습니다"),
    (
        "quiet",
        "Nothing moves any more after {time}: a program waits for what nobody will do",
        "{time}에 멈춤: 일어나지 않을 일을 기다리는 프로그램이 있습니다",
    ),
    (
        "time",
        "So far for now: {time} have passed. It can go on",
        "우선 {time}까지 실행했습니다. 이어서 계속할 수 있습니다",
    ),
    (
        "budget",
        "Stopped by the lab: more has happened than it keeps",
        "실습의 한도를 넘어서 멈췄습니다",
    ),
    ("stopped", "Stopped after {time}", "{time}에 정지했습니다"),
    ("stopping", "Stops…", "정지하고 있습니다…"),
    ("failed", "The lab has failed: {reason}", "실습을 실행하지 못했습니다: {reason}"),
    (
        "unreached",
        "{what} could not be loaded. Check the connection and try again",
        "{what}: 불러오지 못했습니다. 연결을 확인하고 다시 실행하세요",
    ),
    (
        "no-jspi",
        "This browser cannot suspend WebAssembly (JSPI), which Python and Rust programs here need. Current Chrome, Edge, Firefox and Safari can",
        "이 브라우저에는 Python과 Rust 실행에 필요한 기능(JSPI)이 없습니다. 최신 Chrome, Edge, Firefox, Safari에서는 실행할 수 있습니다",
    ),
    (
        "unbuilt",
        "This build of the book has no runtime for {language}",
        "이 빌드에는 {language} 실행 환경이 없습니다",
    ),
    (
        "compiled",
        "{name} was compiled when this page was made: its text cannot be changed here, its arguments can",
        "{name}: 책을 만들 때 컴파일한 프로그램입니다. 여기에서 코드는 고칠 수 없고, 명령줄 인자는 바꿀 수 있습니다",
    ),
    (
        "read-only",
        "{name} belongs to the exercise: it can be read here, not changed",
        "{name}: 연습에 딸린 파일이라 고칠 수 없습니다",
    ),
    ("edited", "Your version", "내 코드"),
    (
        "was-reset",
        "This is the book’s version. Yours can be brought back",
        "원래 코드로 되돌렸습니다. 내 코드는 다시 불러올 수 있습니다",
    ),
    ("was-undone", "This is your version again", "내 코드를 다시 불러왔습니다"),
    (
        "shared",
        "The link is copied: {bytes} characters hold {names}",
        "링크를 복사했습니다. {bytes}자에 {names}의 내용이 담겨 있습니다",
    ),
    ("shared-address", "The link stands in the address bar", "링크가 주소 표시줄에 있습니다"),
    (
        "shared-nothing",
        "Nothing is changed: the link leads to the book’s version",
        "바꾼 것이 없어 원래 코드로 이어지는 링크를 복사했습니다",
    ),
    (
        "too-long",
        "These programs are too long for a link: {bytes} characters, and {most} are possible. Save them as files",
        "링크에 담기에는 코드가 너무 깁니다. {bytes}자인데 {most}자까지 담을 수 있습니다. 파일로 저장하세요",
    ),
    (
        "from-link",
        "These programs come with the link, not from the book. Read them before you run them: {names}",
        "책의 코드가 아니라 링크에 담긴 코드입니다. 실행하기 전에 읽어 보세요: {names}",
    ),
    (
        "bad-link",
        "The link holds programs that cannot be read, so this is the book’s version",
        "링크에 담긴 코드를 읽을 수 없어 원래 코드를 표시합니다",
    ),
    (
        "unkept",
        "Your changes last only until you close this page: the browser keeps nothing for it",
        "바꾼 코드가 이 페이지를 닫을 때까지만 남습니다. 브라우저가 저장을 허용하지 않습니다",
    ),
    ("the-run", "The run, call by call", "시스템 호출 단위로 보는 실행"),
    ("act-stop", "Stop", "정지"),
    ("act-go", "Go on", "계속"),
    ("act-reset", "The book’s version", "원래 코드로"),
    ("act-undo", "My version again", "내 코드로"),
    ("act-save", "Save {name}", "{name} 저장"),
    ("act-share", "Link to these programs", "이 코드의 링크 복사"),
    ("act-step", "Next call", "다음 호출"),
    ("act-line", "Next line", "다음 줄"),
    ("output-of", "Output of {name}", "{name}의 출력"),
    ("type-line", "Standard input of {name}", "{name}의 표준 입력"),
    ("send-line", "Enter", "입력"),
    ("end-input", "End of input", "입력 끝"),
    ("stdout", "standard output", "표준 출력"),
    ("stderr", "standard error", "표준 오류"),
    ("typed", "typed", "입력"),
    ("cut", "[earlier output left out]", "[앞의 출력은 생략]"),
    ("end-exited", "ended with status {status}", "종료 상태 {status}"),
    ("end-stopped", "stopped", "정지됨"),
    ("end-killed", "was killed", "강제로 종료됨"),
    ("end-loop", "computed without end", "끝없이 계산하여 종료됨"),
    ("end-memory", "wanted too much memory", "메모리 한도를 넘어 종료됨"),
    ("end-output", "wrote too much", "출력 한도를 넘어 종료됨"),
    ("end-silent", "did not answer", "응답이 없어 종료됨"),
    ("end-broken", "could not go on here", "실행 환경 오류로 종료됨"),
    ("python", "Python", "Python"),
    ("javascript", "JavaScript", "JavaScript"),
    ("rust", "Rust", "Rust"),
];
