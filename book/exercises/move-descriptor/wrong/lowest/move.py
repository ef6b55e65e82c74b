import os


def move(connection, number):
    copy = os.dup(connection.fileno())
    connection.close()
    return copy
