//! What the interleaver says.

use figure_kit::words::Kit;

figure_kit::words! {
    /// What the interleaver says, in both languages.
    pub struct Words in "interleaver" over Kit;

    // The two messages.
    message(name): "Message {name}", "메시지 {name}";
    sent_as(name): "Message {name} is sent as", "메시지 {name}: 보내는 종류";
    cut_hint: "Press between two bytes to cut there.", "바이트 사이를 누르면 그 자리를 자릅니다.";
    cut_at(name, at): "Cut message {name} before byte {at}", "메시지 {name}: {at}번 바이트 앞에서 자르기";
    join_at(name, at): "Join message {name} before byte {at}", "메시지 {name}: {at}번 바이트 앞을 다시 붙이기";
    shortened(most): "Only the first {most} bytes are sent.", "처음 {most}바이트까지만 보냅니다.";
    is_empty: "An empty message: a frame without a payload.", "빈 메시지입니다. 페이로드가 없는 프레임이 됩니다.";

    // Frames by their names.
    text: "text", "텍스트";
    binary: "binary", "바이너리";
    continuation: "continuation", "연속";
    close: "close", "종료";
    head(opcode, fin): "{opcode}, FIN {fin}", "{opcode}, FIN {fin}";

    // What the reader is at.
    task: "Task", "과제";
    task_free: "Try", "자유롭게";
    task_illegal: "Shortest illegal order", "규칙을 어기는 가장 짧은 순서";
    task_ways: "How many ways?", "몇 가지일까요?";
    free_asks: "Put frames on the wire in any order, and see what the browser makes of it.",
        "프레임을 아무 순서로나 보내 보고, 브라우저가 어떻게 처리하는지 보세요.";
    illegal_asks: "Break a rule with as few frames on the wire as possible, so that the browser closes with",
        "되도록 적은 프레임으로 규칙을 어겨서, 브라우저가 다음 종료 코드로 닫게 하세요.";
    goal: "Close code", "종료 코드";
    any_code: "any code", "아무 코드나";
    illegal_not_yet: "Not yet: no rule is broken in this way.", "아직 아닙니다. 이 순서는 규칙을 어기지 않습니다.";
    illegal_longer(count): "Broken, with {count} frames on the wire. Fewer of these cards will do.",
        "프레임 {count}개로 어겼습니다. 같은 카드로 더 적은 프레임으로도 할 수 있습니다.";
    illegal_done(count, tried): "Done, with {count} {count|frame|frames}. The engine tried the orders of all cards from the shortest on, {tried} of them: fewer will not do.",
        "프레임 {count}개로 해냈습니다. 엔진이 카드의 순서를 짧은 것부터 {tried}가지 시험했습니다. 더 적게는 할 수 없습니다.";
    illegal_none(tried): "With these cards it cannot be done: the engine tried all {tried} orders. Cut a message, or write another.",
        "이 카드로는 할 수 없습니다. 엔진이 순서 {tried}가지를 모두 시험했습니다. 메시지를 자르거나 다른 메시지를 적어 보세요.";
    ways_asks(count): "In how many orders are the {count} frames on the wire legal, so that every frame is read and no message stays open?",
        "지금 보내는 프레임 {count}개를 어떤 순서로 보내야 규칙에 맞을까요? 모든 프레임을 읽고, 끝나지 않은 메시지가 없어야 합니다. 그런 순서는 몇 가지일까요?";
    ways_field: "Legal orders", "규칙에 맞는 순서의 수";
    ways_count: "Count them", "세어 보기";
    ways_not_a_number: "Write a whole number.", "정수로 적으세요.";
    ways_limits(most): "Put 1 to {most} frames on the wire: no more than that are counted.",
        "프레임을 1~{most}개 놓으세요. 그보다 많으면 세지 않습니다.";
    ways_right: "Right.", "맞습니다.";
    ways_wrong(guess): "Not {guess}.", "{guess}: 틀렸습니다.";
    ways_result(orders, legal, as_sent): "Of {orders} {orders|order|orders}, {legal} {legal|is|are} legal. In {as_sent} of them the page gets what was sent.",
        "순서는 모두 {orders}가지이고, 규칙에 맞는 순서는 {legal}가지입니다. 그 가운데 서버가 보낸 그대로 페이지에 전해지는 순서는 {as_sent}가지입니다.";
    ways_garbled: "Show one of the others", "나머지 가운데 하나 보기";

    // The cards and the wire.
    hand: "Cards", "카드";
    hand_hint: "Press one to put it at the end of the wire, or drag it there.",
        "누르면 맨 뒤에 놓입니다. 끌어다 놓아도 됩니다.";
    hand_empty: "All are on the wire.", "모두 보냈습니다.";
    wire: "On the wire", "보내는 순서";
    wire_hint: "from left to right. Press a card to pick it up, then a gap; or drag it.",
        "왼쪽부터 보냅니다. 카드를 눌러 집고 빈틈을 누르거나, 끌어다 놓으세요.";
    wire_empty: "No frame yet.", "아직 프레임이 없습니다.";
    clear: "Clear the wire", "모두 치우기";
    take_off: "Take it off", "빼기";
    gap(card, place): "Put {card} at place {place}", "{place}번째 자리에 놓기: {card}";
    keys_move: "move it", "옮기기";
    keys_off: "take it off", "빼기";
    keys_let_go: "let go", "내려놓기";

    // The receiver.
    receiver: "The browser, frame by frame", "프레임마다 브라우저가 하는 일";
    position: "Frame", "프레임";
    machine: "Its state", "브라우저의 상태";
    machine_alt(state): "The browser’s state: {state}.", "브라우저의 상태: {state}.";
    machine_note: "Ping and pong leave the state as it is. So does a continuation with FIN 0, and a message in one frame.",
        "ping과 pong은 상태를 바꾸지 않습니다. FIN이 0인 연속 프레임과 프레임 하나로 된 메시지도 그렇습니다.";
    between: "between messages", "메시지 사이";
    in_text: "in a text message", "텍스트 메시지 안";
    in_binary: "in a binary message", "바이너리 메시지 안";
    closed: "closed", "닫힘";
    failed: "failed", "강제로 끊음";
    any_state: "from any state", "어느 상태에서나";
    broken_rule: "broken rule", "규칙 위반";
    kept(count): "Kept: {count} {count|byte|bytes} of the message so far.",
        "보관: 지금까지 온 메시지 {count}바이트.";
    waits(bytes): "A character is not whole: {bytes} waits for its other bytes.",
        "글자 하나가 아직 다 오지 않았습니다. 나머지를 기다리는 바이트: {bytes}.";
    told_nothing: "The page is told nothing.", "페이지에는 아무것도 알리지 않습니다.";
    told_message(data): "The message is whole. The page gets one message event: {data}.",
        "메시지가 다 왔습니다. 페이지가 message 이벤트를 한 번 받습니다: {data}.";
    data_text(text): "“{text}”", "“{text}”";
    data_binary(bytes): "binary, {bytes}", "바이너리, {bytes}";
    data_nothing: "binary, no bytes", "바이너리, 0바이트";
    answered: "The browser answers with a pong by itself.", "브라우저가 스스로 pong으로 답합니다.";
    pong_taken: "Taken, and not answered.", "받기만 하고 답하지 않습니다.";
    told_close(code): "The browser answers with a close frame, and the server closes TCP. The page gets close: code {code}, wasClean true.",
        "브라우저가 종료 프레임으로 답하고, 서버가 TCP를 닫습니다. 페이지가 close 이벤트를 받습니다: code {code}, wasClean true.";
    told_failed(sent, code): "The browser sends a close frame with {sent} and hangs up. The page gets error, then close: code {code}, wasClean false.",
        "브라우저가 종료 프레임({sent})을 보내고 연결을 끊습니다. 페이지가 오류(error)와 close 이벤트를 받습니다: code {code}, wasClean false.";
    not_read: "Not read: the connection is over.", "읽지 않습니다. 연결이 이미 끝났습니다.";
    turn_title(number, card, head): "{number}. {card}: {head}", "{number}. {card}: {head}";

    // The verdict.
    is_nothing: "No frame is on the wire.", "아직 보낸 프레임이 없습니다.";
    is_nothing_why: "Press a card to put it there.", "카드를 누르면 보내는 순서에 놓입니다.";
    is_legal(count): "Legal: {count} {count|frame|frames}, and the page gets what was sent.",
        "규칙에 맞습니다. 프레임은 {count}개이고, 페이지는 서버가 보낸 그대로 받습니다.";
    is_legal_why: "Each fragment goes on with its own message; control frames may stand anywhere.",
        "조각은 저마다 자기 메시지를 잇습니다. 제어 프레임은 어디에나 올 수 있습니다.";
    is_garbled: "Legal, and wrong: the page gets what nobody sent.",
        "규칙에는 맞지만 틀렸습니다. 페이지가 아무도 보내지 않은 것을 받습니다.";
    is_garbled_why: "A continuation frame does not say to which message it belongs: it goes on with the one that is open. To keep the order is the sender’s task.",
        "연속 프레임에는 어느 메시지의 조각인지 적혀 있지 않습니다. 지금 열려 있는 메시지를 이을 뿐입니다. 순서를 지키는 것은 보내는 쪽의 일입니다.";
    is_open: "Legal so far: a message has begun and not ended.",
        "여기까지는 규칙에 맞지만, 시작한 메시지가 끝나지 않았습니다.";
    is_open_why: "Its last fragment, with FIN 1, has yet to come. Until then the page is told nothing of it.",
        "FIN이 1인 마지막 조각이 아직 오지 않았습니다. 그때까지 페이지는 이 메시지를 모릅니다.";
    is_unread(count): "Legal up to the close frame; {count} {count|frame|frames} behind it will not be read.",
        "종료 프레임까지는 규칙에 맞습니다. 그 뒤의 프레임 {count}개는 읽지 않습니다.";
    is_unread_why: "A sender must send no data after its close frame, and a receiver takes nothing more.",
        "종료 프레임을 보낸 쪽은 데이터를 더 보내면 안 되고, 받는 쪽은 더 받지 않습니다.";
    is_illegal(number, card, code): "Frame {number}, {card}, breaks a rule: close {code}.",
        "규칙 위반: {number}번째 프레임 {card}. 종료 코드 {code}.";
    why_start_inside: "It begins a message while another one is open. Fragments of two messages must not be mixed.",
        "앞의 메시지가 끝나지 않았는데 새 메시지를 시작합니다. 두 메시지의 조각을 섞으면 안 됩니다.";
    why_without_start: "It is a continuation, and no message is open.",
        "연속 프레임인데 열려 있는 메시지가 없습니다.";
    why_not_utf8: "What has come of this text is not UTF-8, and nothing that follows could make it so.",
        "지금까지 온 텍스트는 UTF-8이 아니고, 무엇이 더 와도 UTF-8이 될 수 없습니다.";
    certain_at(at): "Certain at byte {at} on the wire, counted from 0.",
        "보낸 바이트를 0부터 세면 {at}번 바이트에서 확실해집니다.";
}
