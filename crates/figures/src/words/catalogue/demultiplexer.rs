//! The demultiplexer.

words! { demultiplexer =>
    dm_question: "Which socket gets it?", "어느 소켓이 받을까요?";
    dm_to_connection: "one of the connections", "연결 가운데 하나";
    dm_to_listener: "a listening socket", "리스닝 소켓";
    dm_to_udp: "a UDP socket", "UDP 소켓";
    dm_to_nobody: "none", "없음";

    dm_sends: "What arrives", "도착하는 것";
    dm_syn: "TCP: SYN", "TCP: SYN";
    dm_data: "TCP: data", "TCP: 데이터";
    dm_datagram: "UDP datagram", "UDP 데이터그램";
    dm_source: "From (address:port)", "출발지(주소:포트)";
    dm_destination: "To (address:port)", "목적지(주소:포트)";
    dm_bad_source: "Write an address of another host and a port from 1 to 65535, such as 198.51.100.7:40002.",
        "다른 호스트의 주소와 1–65535 사이의 포트를 적으세요. 예: 198.51.100.7:40002";
    dm_bad_destination: "Write an address and a port from 1 to 65535, such as 192.0.2.1:80.",
        "주소와 1–65535 사이의 포트를 적으세요. 예: 192.0.2.1:80";
    dm_specific: "A second listener, at 192.0.2.1", "192.0.2.1의 둘째 리스닝 소켓";
    dm_waiting: "A connection in TIME-WAIT", "TIME-WAIT 상태의 연결";

    dm_state: "Socket", "소켓";
    dm_local: "Local address:port", "로컬 주소:포트";
    dm_remote: "Peer address:port", "상대 주소:포트";
    dm_as_peer: "Send as this peer", "이 상대로 보내기";
    dm_gets: "gets it", "받음";
    dm_differs(what): "differs: {what}", "다른 것: {what}";
    dm_protocol: "protocol", "프로토콜";
    dm_local_address: "local address", "로컬 주소";
    dm_local_port: "local port", "로컬 포트";
    dm_remote_address: "peer address", "상대 주소";
    dm_remote_port: "peer port", "상대 포트";
    dm_less_exact: "fits too, but a more exact one comes first", "이것도 맞지만 더 정확한 소켓이 먼저";
    dm_only_syn: "fits, but a listener takes only a SYN", "맞지만, 리스닝 소켓은 SYN만 받음";

    dm_was_connection(peer): "The connection with {peer} gets it.", "상대가 {peer}인 연결이 받습니다.";
    dm_was_listener(local): "The socket that listens at {local} gets it.", "{local} 주소의 리스닝 소켓이 받습니다.";
    dm_was_udp(local): "The UDP socket at {local} gets it.", "{local} 주소의 UDP 소켓이 받습니다.";
    dm_was_nobody: "No socket gets it.", "받는 소켓이 없습니다.";
    dm_was_no_host: "It does not come to this host: nobody here has that address.",
        "이 호스트에 오지 않습니다. 그 주소를 가진 호스트가 없습니다.";
    dm_nothing_sent: "Nothing is sent: one of the two ends is no address.",
        "아무것도 보내지 않습니다. 출발지나 목적지가 올바른 주소가 아닙니다.";
    dm_answer(answer): "The kernel answers: {answer}.", "커널의 응답: {answer}.";
}
