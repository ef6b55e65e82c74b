#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *call) {
    if (result < 0) {
        perror(call);
        exit(1);
    }
    return result;
}

int main(void) {
    int s = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(9000),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    check(connect(s, (struct sockaddr *)&address, sizeof address), "connect");
    check(send(s, "hello", 5, 0), "send");
    char buffer[1024];
    int got = check(recv(s, buffer, sizeof buffer, 0), "recv");
    printf("answer: %.*s\n", got, buffer);
    close(s);
    return 0;
}
