class Reader:
    def __init__(self):
        self.kept = b""

    def feed(self, data):
        self.kept += data
        messages = []
        while length := int.from_bytes(self.kept[:2], "big"):
            if len(self.kept) < 2 + length:
                break
            messages.append(self.kept[2 : 2 + length])
            self.kept = self.kept[2 + length :]
        return messages
