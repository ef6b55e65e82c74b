import os


def move(connection, number):
    os.dup2(connection.fileno(), number)
    connection.close()
