import os


def move(connection, number):
    old = connection.fileno()
    connection.close()
    os.dup2(old, number)
