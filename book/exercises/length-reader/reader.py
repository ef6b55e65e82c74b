class Reader:
    def feed(self, data):
        return [data]
