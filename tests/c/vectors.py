"""The shared vectors, in C."""


def run(score, compiler, environment):
    """Not yet."""
