//! What the run of a lab says beyond what views of a recorded run say.

use crate::sockets::recorded;

figure_kit::words! {
    /// What the code lab says.
    pub struct Words in "code-lab" over recorded::Words;

    standing_label: "How the programs stand", "프로그램들의 상태";
    waits_accept(who, at): "{who} waits in accept(): a connect() to {at} would wake it.",
        "{who}: accept()에서 기다립니다. {at}에 connect()하는 프로그램이 있으면 깨어납니다.";
    waits_receive(who, peer): "{who} waits in recv() for {peer}: a send() there, or its close(), would wake it.",
        "{who}: recv()에서 {peer}의 데이터를 기다립니다. 상대가 send()하거나 close()하면 깨어납니다.";
    waits_datagram(who, at): "{who} waits in recv(): a datagram to {at} would wake it.",
        "{who}: recv()에서 기다립니다. {at}에 데이터그램이 오면 깨어납니다.";
    waits_receive_alone(who): "{who} waits in recv(): no program holds the other end of its connection.",
        "{who}: recv()에서 기다립니다. 연결의 반대쪽을 가진 프로그램이 없습니다.";
    waits_send(who, peer): "{who} waits in send(): the buffers are full until {peer} reads with recv().",
        "{who}: send()에서 기다립니다. 버퍼가 가득 차서 {peer} 쪽에서 recv()로 읽어야 합니다.";
    waits_connect(who): "{who} waits in connect() for an answer to its SYN.",
        "{who}: connect()에서 SYN에 대한 응답을 기다립니다.";
    waits_any(who, call): "{who} waits in {call} for news of any of its sockets.",
        "{who}: {call}에서 소켓 가운데 하나에 변화가 생기기를 기다립니다.";
    waits_time(who): "{who} sleeps for a time that it chose.", "{who}: 스스로 정한 시간 동안 잠들어 있습니다.";
    waits_lock(who, holder): "{who} waits for a lock that {holder} holds: its release() would wake it.",
        "{who}: {holder}의 잠금을 기다립니다. 그쪽에서 release()하면 깨어납니다.";
    waits_lock_alone(who): "{who} waits for a lock: a release() would wake it.",
        "{who}: 잠금을 기다립니다. release()가 호출되면 깨어납니다.";
    waits_input(who): "{who} waits for a line of input.", "{who}: 입력 한 줄을 기다립니다.";
    idle(who): "{who}: the page stays open, and nothing is left to happen in it.",
        "{who}: 페이지는 열려 있지만 더 일어날 일이 없습니다.";
    peer_rests(who): "{who}: here the check had failed, and nothing more was done.",
        "{who}: 여기에서 검사에 실패하여 더는 아무것도 하지 않았습니다.";
    deadlock: "A deadlock: each of these waits for the next, and none can go on before another does.",
        "교착 상태입니다. 서로가 서로를 기다리므로 아무도 먼저 진행할 수 없습니다.";
    ended(who, status): "{who} has ended with status {status}.", "{who}: 상태 {status}(으)로 끝났습니다.";
    ended_stopped(who): "{who} was stopped.", "{who}: 정지되었습니다.";
    ended_killed(who): "{who} was killed.", "{who}: 강제로 종료되었습니다.";
    ended_loop(who): "{who} computed for long without a system call and was ended: a loop that never ends?",
        "{who}: 시스템 호출 없이 너무 오래 계산하여 종료되었습니다. 끝나지 않는 반복문이 있는지 확인하세요.";
    ended_memory(who): "{who} wanted more memory than a program has here and was ended.",
        "{who}: 이곳의 프로그램이 쓸 수 있는 메모리를 넘어서 종료되었습니다.";
    ended_output(who): "{who} wrote more than 256 kB and was ended.",
        "{who}: 출력이 256kB를 넘어서 종료되었습니다.";
    ended_silent(who): "{who} did not answer for 20 seconds and was ended.",
        "{who}: 20초 동안 응답이 없어서 종료되었습니다.";
    ended_broken(who): "What runs {who} has failed. Reset the lab and run it again.",
        "{who}: 실행 환경에 오류가 났습니다. 실습을 초기화하고 다시 실행하세요.";
    led(who, from, to): "{who} asked for {from}. Nothing listens there on its own host, so the lab led it to {to}.",
        "{who}: {from}에 연결하려 했습니다. 자기 호스트에는 그곳에서 리스닝 소켓이 없어 실습 환경이 {to}(으)로 이어 주었습니다.";
    thread_of(program, number): "{program}, thread {number},", "{program}의 {number}번 스레드";
    go_on: "Go on from here", "여기서부터 계속";
    read_along(program): "is read along, not executed: no compiler and no Java runs here. Its lines light up by what {program} does.",
        "파일은 실행하지 않고 따라 읽는 코드입니다. 여기에서는 C나 Java를 실행할 수 없으므로, {program}의 동작에 맞추어 해당 줄을 표시합니다.";
    log_of(name): "What {name} would print", "{name}에서 출력할 내용";
    one_host: "One program: nothing that it sends leaves its host.",
        "프로그램이 하나입니다. 보내는 데이터는 호스트를 떠나지 않습니다.";
}
