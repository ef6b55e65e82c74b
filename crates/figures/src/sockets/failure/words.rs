//! What is said of calls that fail.

use figure_kit::words::Kit;

figure_kit::words! {
    /// Why calls fail.
    pub struct Words in "failure" over Kit;

    not_listening: "The socket does not listen, so no connection can wait there.",
        "리스닝 소켓이 아니어서 대기 중인 연결이 있을 수 없습니다.";
    cannot_listen: "A socket that is connected cannot begin to listen.",
        "이미 연결된 소켓은 리스닝을 시작할 수 없습니다.";
    bound_already: "The socket has an address already.", "소켓에 이미 주소가 있습니다.";
    out_of_range: "The option does not take this value.", "이 옵션에 쓸 수 없는 값입니다.";
    misfit: "The call does not fit what the socket is, or the state it is in.",
        "소켓의 종류나 지금 상태에 맞지 않는 호출입니다.";
    in_use: "Another socket has that address.", "다른 소켓이 그 주소를 쓰고 있습니다.";
    no_address: "The host has no such address.", "호스트에 없는 주소입니다.";
    not_connected: "The socket has no peer.", "연결된 상대가 없는 소켓입니다.";
    connected_already: "The socket is connected already.", "이미 연결된 소켓입니다.";
    no_such_call: "A socket of this type has no such call.", "이 종류의 소켓에는 없는 호출입니다.";
    not_ready: "Nothing was there, and the call does not wait for it.",
        "준비된 것이 없고, 이 호출은 기다리지 않습니다.";
    no_more_sending: "Nothing can be sent here any more: this direction was shut, or the connection is gone.",
        "더는 보낼 수 없습니다. 보내는 방향을 닫았거나 연결이 사라졌습니다.";
    no_such_option: "The socket’s protocol has no such option.", "소켓의 프로토콜에 없는 옵션입니다.";
    other_family: "The address belongs to another family than the socket.",
        "소켓과 주소 체계가 다른 주소입니다.";
    too_long: "That is more than one message may hold.", "메시지 하나에 담을 수 있는 것보다 깁니다.";
    no_path: "Nothing has that name.", "그 이름을 가진 것이 없습니다.";
    no_route: "No route leads there.", "그곳으로 가는 경로가 없습니다.";
    was_reset: "The other side sent RST: the connection is gone at once.",
        "상대가 RST를 보냈습니다. 연결은 그 자리에서 사라집니다.";
    refused: "Nobody listens at that address, and its kernel says so.",
        "그 주소에 리스닝 소켓이 없고, 그쪽 커널이 그렇게 알려 왔습니다.";
    under_way: "An attempt to connect is still under way.", "연결 시도가 아직 진행 중입니다.";
    has_begun: "The handshake has begun, and the call does not wait for its end.",
        "핸드셰이크가 시작되었고, 이 호출은 끝나기를 기다리지 않습니다.";
    no_answer: "Nobody answered, however often it was asked.",
        "여러 번 다시 물었지만 아무도 답하지 않았습니다.";
    not_open: "The process has no such descriptor.", "프로세스에 없는 디스크립터입니다.";
    other_type: "The socket there is of another type.", "그곳의 소켓은 종류가 다릅니다.";
    table_full: "The process has as many descriptors as it may.",
        "프로세스가 가질 수 있는 디스크립터를 모두 쓰고 있습니다.";
    no_destination: "The socket has no peer, and no address was given.",
        "연결된 상대가 없는 소켓이고 주소도 주지 않았습니다.";
    not_allowed: "The program may not do that.", "이 프로그램에는 허용되지 않은 일입니다.";
}
