"""Verbs: one function per thing an officer, analyst or mission head can do. First argument `ctx`."""
