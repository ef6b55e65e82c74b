//! What the letters say.

use figure_kit::words::Kit;

figure_kit::words! {
    /// The words of the letters.
    pub struct Words in "letters" over Kit;

    word: "You send", "보낼 단어";
    again: "Again", "다시";
    clock(ms): "{ms} ms", "{ms} ms";
    clock_said: "Time since the first letter left", "첫 글자를 보낸 뒤 지난 시간";
    program: "program", "프로그램";
    kernel: "kernel", "커널";
    lost: "lost", "손실";
    sent_again: "again", "재전송";
    wire_said(protocol): "On their way over {protocol}", "{protocol} 전송 중인 글자";
    lose(letters, protocol): "Destroy “{letters}” on its way over {protocol}",
        "{protocol} 전송 중인 “{letters}” 없애기";
    slots_said(got, held): "The receiving program has “{got}”, and its kernel holds back “{held}”.",
        "받는 프로그램에 도착한 글자: “{got}”. 커널이 보관 중인 글자: “{held}”.";

    // What was written.
    nothing: "Write a word: there is nothing to send.", "보낼 글자가 없습니다. 단어를 적어 주세요.";
    beyond(most, more): "Only {most} letters fit here: {more} {more|stays|stay} at home.",
        "글자는 {most}개까지 보낼 수 있습니다. {more}개는 보내지 않습니다.";
    unseen: "What cannot be seen is not sent.", "보이지 않는 문자는 보내지 않습니다.";

    // What happens over TCP.
    tcp_begins: "Each letter is a segment. Tap one on its way to destroy it.",
        "글자 하나가 세그먼트 하나입니다. 지나가는 글자를 누르면 사라집니다.";
    tcp_runs: "The sender’s kernel keeps a copy of each letter until it is acknowledged.",
        "보낸 쪽 커널은 확인 응답을 받을 때까지 글자마다 사본을 보관합니다.";
    tcp_lost(lost): "“{lost}” is lost. Nobody has noticed yet, but the sender’s kernel has a copy.",
        "“{lost}” 손실. 아직 아무도 모르지만, 보낸 쪽 커널에 사본이 있습니다.";
    tcp_holds(lost, held): "“{held}” arrived, “{lost}” did not. The kernel holds “{held}” back: a program gets bytes in order.",
        "“{held}” 도착, “{lost}” 없음. 프로그램은 바이트를 순서대로만 받으므로, 커널이 “{held}” 글자를 보관합니다.";
    tcp_asked(lost, ms): "Three acknowledgements in a row asked for “{lost}”: sent again after {ms} ms.",
        "확인 응답이 세 번 거듭 “{lost}” 글자를 요구하여, {ms} ms 만에 다시 보냅니다.";
    tcp_asked_behind(lost, behind, ms): "Three ACKs in a row asked for “{lost}”: sent again after {ms} ms. Without SACK nobody says that “{behind}” came: it goes too.",
        "확인 응답이 세 번 거듭 “{lost}” 글자를 요구하여, {ms} ms 만에 다시 보냅니다. SACK 없이는 “{behind}” 도착을 알 수 없어 함께 보냅니다.";
    tcp_waited(lost, ms): "No acknowledgement of “{lost}” came: sent again after {ms} ms.",
        "“{lost}” 글자의 확인 응답이 오지 않아, {ms} ms 만에 다시 보냅니다.";
    tcp_mended(lost, ms): "Whole. “{lost}” was sent again after {ms} ms, and everything behind it waited.",
        "빠짐없이 도착. “{lost}” 글자를 {ms} ms 뒤에 다시 보냈고, 뒤의 글자는 모두 기다렸습니다.";
    tcp_mended_last(lost, ms): "Whole. “{lost}” was sent again after {ms} ms.",
        "빠짐없이 도착. “{lost}” 글자를 {ms} ms 뒤에 다시 보냈습니다.";
    tcp_whole: "Whole: every letter arrived and was acknowledged.",
        "빠짐없이 도착. 글자마다 확인 응답을 받았습니다.";
    tcp_gave_up(lost, times, seconds): "The kernel sent “{lost}” {times} times in {seconds} s and gave up: ETIMEDOUT.",
        "커널은 {seconds}초 동안 “{lost}” 글자를 {times}번 보낸 뒤 포기했습니다(ETIMEDOUT).";

    // What happens over UDP.
    udp_begins: "Each letter is a datagram. Tap one on its way to destroy it.",
        "글자 하나가 데이터그램 하나입니다. 지나가는 글자를 누르면 사라집니다.";
    udp_runs: "Each letter is sent once. Nobody keeps a copy, and nobody answers.",
        "글자마다 한 번만 보냅니다. 사본도 없고 답도 없습니다.";
    udp_lost(lost): "“{lost}” is lost. There is no copy, and what follows does not wait.",
        "“{lost}” 손실. 사본이 없고, 뒤의 글자도 기다리지 않습니다.";
    udp_hole(lost): "A hole for ever: nobody kept “{lost}”, and nobody was told.",
        "영영 빈자리. “{lost}” 글자는 사본이 없고, 손실을 알리는 이도 없습니다.";
    udp_whole: "Whole, by luck: UDP did not promise it.",
        "빠짐없이 도착. 다만 운이 좋았을 뿐, UDP의 약속은 아닙니다.";

    // Said when a run is over.
    end_said(tcp, udp): "Over TCP the program got {tcp}; over UDP it got {udp}.",
        "프로그램이 받은 글자. TCP: {tcp}, UDP: {udp}.";
    lost_said(letters, protocol): "“{letters}” destroyed over {protocol}.",
        "{protocol} 전송 중 “{letters}” 손실.";
}
