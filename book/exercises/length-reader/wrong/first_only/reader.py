class Reader:
    def __init__(self):
        self.kept = b""

    def feed(self, data):
        self.kept += data
        if len(self.kept) < 2:
            return []
        end = 2 + int.from_bytes(self.kept[:2], "big")
        if len(self.kept) < end:
            return []
        message = self.kept[2:end]
        self.kept = b""
        return [message]
