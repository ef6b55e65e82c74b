def move(connection, number):
    pass
