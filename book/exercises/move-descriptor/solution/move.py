import os


def move(connection, number):
    old = connection.detach()
    if old != number:
        os.dup2(old, number)
        os.close(old)
