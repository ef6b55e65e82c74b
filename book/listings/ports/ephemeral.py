import socket

with open("/proc/sys/net/ipv4/ip_local_port_range") as setting:
    low, high = map(int, setting.read().split())

listener = socket.create_server(("127.0.0.1", 0))
chosen = [listener.getsockname()[1]]
for _ in range(1000):
    client = socket.create_connection(listener.getsockname())
    served, address = listener.accept()
    chosen.append(client.getsockname()[1])
    client.close()
    served.close()

print("the kernel's range:", low, "to", high)
print("ports it chose:", len(chosen))
print("numbers in the range:", high - low + 1)
print("outside the range:", sum(not low <= port <= high for port in chosen))
