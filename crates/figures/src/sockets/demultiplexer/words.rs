//! What the demultiplexer says.

use figure_kit::words::Kit;

figure_kit::words! {
    /// The words of the demultiplexer.
    pub struct Words in "demultiplexer" over Kit;

    question: "Which socket gets it?", "어느 소켓이 받을까요?";
    to_connection: "one of the connections", "연결 가운데 하나";
    to_listener: "a listening socket", "리스닝 소켓";
    to_udp: "a UDP socket", "UDP 소켓";
    to_nobody: "none", "없음";

    sends: "What arrives", "도착하는 것";
    syn: "TCP: SYN", "TCP: SYN";
    data: "TCP: data", "TCP: 데이터";
    datagram: "UDP datagram", "UDP 데이터그램";
    source: "From (address:port)", "출발지(주소:포트)";
    destination: "To (address:port)", "목적지(주소:포트)";
    bad_source: "Write an address of another host and a port from 1 to 65535, such as 198.51.100.7:40002.",
        "다른 호스트의 주소와 1~65535 사이의 포트를 적으세요. 예: 198.51.100.7:40002";
    bad_destination: "Write an address and a port from 1 to 65535, such as 192.0.2.1:80.",
        "주소와 1~65535 사이의 포트를 적으세요. 예: 192.0.2.1:80";
    specific: "A second listener, at 192.0.2.1", "192.0.2.1의 두 번째 리스닝 소켓";
    waiting: "A connection in TIME-WAIT", "TIME-WAIT 상태의 연결";

    state: "Socket", "소켓";
    local: "Local address:port", "로컬 주소:포트";
    remote: "Peer address:port", "상대 주소:포트";
    as_peer: "Send as this peer", "이 상대로 보내기";
    gets: "gets it", "받음";
    differs(what): "differs: {what}", "다른 것: {what}";
    protocol: "protocol", "프로토콜";
    local_address: "local address", "로컬 주소";
    local_port: "local port", "로컬 포트";
    remote_address: "peer address", "상대 주소";
    remote_port: "peer port", "상대 포트";
    less_exact: "fits too, but a more exact one comes first", "이것도 맞지만 더 정확한 소켓이 먼저";
    only_syn: "fits, but a listener takes only a SYN", "맞지만, 리스닝 소켓은 SYN만 받음";

    was_connection(peer): "The connection with {peer} gets it.", "상대가 {peer}인 연결이 받습니다.";
    was_listener(local): "The socket that listens at {local} gets it.", "{local} 주소의 리스닝 소켓이 받습니다.";
    was_udp(local): "The UDP socket at {local} gets it.", "{local} 주소의 UDP 소켓이 받습니다.";
    was_nobody: "No socket gets it.", "받는 소켓이 없습니다.";
    was_no_host: "It does not reach this host: nobody here has that address.",
        "이 호스트에 오지 않습니다. 그 주소를 가진 호스트가 없습니다.";
    nothing_sent: "Nothing is sent: one of the two ends is not an address.",
        "아무것도 보내지 않습니다. 출발지나 목적지가 올바른 주소가 아닙니다.";
    answer(answer): "The kernel answers: {answer}.", "커널의 응답: {answer}.";
}
