import socket

with open("/proc/sys/net/ipv4/ip_unprivileged_port_start") as setting:
    print("unprivileged ports begin at", setting.read().strip())

for port in (80, 9100):
    s = socket.socket()
    try:
        s.bind(("127.0.0.1", port))
        print(port, "is ours")
    except PermissionError as error:
        print(port, "is not:", error)
