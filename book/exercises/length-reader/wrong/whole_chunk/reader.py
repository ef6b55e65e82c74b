class Reader:
    def feed(self, data):
        messages = []
        while data:
            length = int.from_bytes(data[:2], "big")
            messages.append(data[2 : 2 + length])
            data = data[2 + length :]
        return messages
