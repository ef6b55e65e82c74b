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
    int listener = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    int on = 1;
    check(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "setsockopt");

    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(9000),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    check(bind(listener, (struct sockaddr *)&address, sizeof address), "bind");
    check(listen(listener, 8), "listen");
    printf("listening on port 9000\n");
    fflush(stdout);

    int connection = check(accept(listener, NULL, NULL), "accept");
    printf("accepted a connection\n");
    char buffer[1024];
    ssize_t got;
    while ((got = recv(connection, buffer, sizeof buffer, 0)) > 0) {
        printf("received %.*s\n", (int)got, buffer);
        for (ssize_t sent = 0; sent < got;) {
            sent += check(send(connection, buffer + sent, got - sent, 0), "send");
        }
    }
    check(got, "recv");
    printf("the client has finished\n");

    close(connection);
    close(listener);
    return 0;
}
