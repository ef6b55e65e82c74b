//! What the port map says.

use figure_kit::words::Kit;

figure_kit::words! {
    /// The words of the port map.
    pub struct Words in "port-map" over Kit;

    // The sheet.
    query: "Port number or service name", "포트 번호나 서비스 이름";
    no_port: "Not a port: ports are 16 bits wide, 0 to 65535.",
        "포트가 아닙니다. 포트는 16비트라서 0부터 65535까지입니다.";
    truncated(port): "In C, htons() would keep the low 16 bits without a word: {port}.",
        "C의 htons()는 아무 말 없이 아래 16비트만 남깁니다: {port}.";
    no_registry: "The registry of names has not been loaded. Numbers work without it.",
        "이름 목록을 아직 불러오지 않았습니다. 번호는 이름 없이도 됩니다.";
    none_found: "IANA’s registry has no name like this.", "IANA 목록에 이런 이름은 없습니다.";
    more(count): "and {count} more", "그 밖에 {count}개";
    sheet_said: "All ports as a sheet of 64 rows, 1,024 ports a row",
        "모든 포트를 한 줄에 1,024개씩 64줄로 펼친 그림";
    ranges: "Ranges", "범위";
    known: "well-known", "잘 알려진 포트";
    registered: "registered", "등록된 포트";
    dynamic: "dynamic, private", "동적·사설 포트";
    ephemeral: "Where systems choose ephemeral ports", "시스템이 임시 포트를 고르는 곳";
    stretch(first, last): "Ports {first} to {last}", "{first}~{last}번 포트";
    unnamed: "No service is registered here.", "등록된 서비스가 없습니다.";
    zero: "No port at all: in bind it asks the kernel to choose one.",
        "실제 포트가 아닙니다. bind에 주면 커널에 골라 달라는 뜻입니다.";
    outside: "None of these systems gives it to a client by itself.",
        "여기 있는 시스템은 클라이언트에 이 포트를 스스로 주지 않습니다.";
    inside(systems): "May be any client’s port on {systems}.",
        "다음 시스템에서는 아무 클라이언트의 포트나 될 수 있습니다: {systems}.";

    // The question.
    question(port): "May this process have port {port}, and what happens?",
        "이 프로세스가 {port}번 포트를 가질 수 있을까요?";
    asker: "The process that asks", "포트를 원하는 프로세스";
    holder: "Who has the port already", "포트를 이미 가진 쪽";
    holder_short: "holder", "가진 쪽";
    both: "both:", "양쪽:";
    protocol: "Protocol", "프로토콜";
    address: "Address", "주소";
    user: "User", "사용자";
    bad_start(port): "A port from 0 to 65535 is wanted; until then it is {port}.",
        "0부터 65535까지의 포트를 적어 주세요. 그때까지는 {port}입니다.";
    nobody: "nobody", "없음";
    bound: "a bound socket", "bind만 한 소켓";
    listener: "a listener", "리스닝 소켓";
    connection: "a connection", "연결";
    time_wait: "TIME-WAIT", "TIME-WAIT";
    udp_socket: "a UDP socket", "UDP 소켓";
    tcp_socket: "a TCP socket", "TCP 소켓";
    same_user: "the same user", "같은 사용자";
    chose(port): "Yes: the kernel chose port {port}.", "됩니다. 커널이 고른 포트: {port}.";
    listens: "Yes: it is bound and listens.", "됩니다. bind와 listen이 성공했습니다.";
    receives: "Yes: it is bound and receives datagrams.",
        "됩니다. bind가 성공해 데이터그램을 받습니다.";
    bind_failed(errno): "No: bind fails with {errno}.", "안 됩니다. bind 실패: {errno}.";
    listen_failed(errno): "Bound, but listen fails with {errno}.",
        "bind는 되지만 listen 실패: {errno}.";
    why_low(start): "Ports below {start} need the capability CAP_NET_BIND_SERVICE. Root has it; this process has not.",
        "{start}번 미만의 포트에는 CAP_NET_BIND_SERVICE 권한이 필요합니다. root에는 있고 이 프로세스에는 없습니다.";
    why_not_here: "The address belongs to no interface of this host.",
        "이 호스트의 어느 인터페이스에도 없는 주소입니다.";
    why_taken: "The port is held on an address that overlaps, and the two sockets do not agree to share.",
        "겹치는 주소에서 이미 쓰는 포트이고, 두 소켓이 함께 쓰기로 하지도 않았습니다.";
    why_listen: "Both sockets could be bound, but only one may listen.",
        "두 소켓 모두 bind할 수 있지만 listen은 하나만 할 수 있습니다.";
    why_chosen(low, high): "Port 0 leaves the choice to the kernel. It takes a free port between {low} and {high}.",
        "0번 포트는 커널에 선택을 맡깁니다. {low}~{high} 사이의 빈 포트를 고릅니다.";
    why_free: "Nobody holds the port, and this process may ask for it.",
        "가진 쪽이 없고, 이 프로세스가 요청해도 되는 포트입니다.";
    why_other_protocol: "TCP and UDP count their ports apart: the same number is another port.",
        "TCP와 UDP는 포트를 따로 셉니다. 번호가 같아도 다른 포트입니다.";
    why_shared: "The port is held, but the two may share it: see below what that hangs on.",
        "이미 쓰는 포트이지만 함께 쓸 수 있습니다. 무엇 덕분인지는 아래에 있습니다.";
    why_apart: "The port is held on another address, and the two do not overlap.",
        "다른 주소에서 쓰는 포트이고, 두 주소는 겹치지 않습니다.";
    change_one: "Change one thing, and the kernel says", "하나만 바꾸면 커널의 답";
    nothing_changes: "No single change makes a difference.",
        "하나만 바꾸어서는 달라지지 않습니다.";
    calls: "The calls that were made", "실제로 한 호출";
    at_the_end: "What the host shows at the end", "끝났을 때 호스트의 모습";
}
