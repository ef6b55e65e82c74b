class Reader:
    kept = bytearray()

    def feed(self, data):
        self.kept.extend(data)
        messages = []
        while len(self.kept) >= 2:
            end = 2 + int.from_bytes(self.kept[:2], "big")
            if len(self.kept) < end:
                break
            messages.append(bytes(self.kept[2:end]))
            del self.kept[:end]
        return messages
