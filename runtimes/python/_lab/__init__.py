"""What stands between CPython and the lab: nothing that a program sees by itself."""
