class Reader:
    def __init__(self):
        self.kept = b""

    def feed(self, data):
        self.kept += data
        messages = []
        while len(self.kept) >= 2:
            end = 2 + int.from_bytes(self.kept[:2], "big")
            if len(self.kept) < end:
                break
            messages.append(self.kept[2:end])
            self.kept = self.kept[end:]
        return messages
