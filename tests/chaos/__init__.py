"""Faults on purpose: kills, a Telegram that fails, a database that cannot write, clocks that jump.

Each fault of the matrix is played on the real bot and judged by what the phones saw and what the
database holds. What came of it is a line of one table, printed when the tests are over.
"""
