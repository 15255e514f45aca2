"""A job that is its own witness: it writes down where no controller can touch it when it began,
while it works that it does, and when it ended.

WITNESS_SECONDS (how long it works) and WITNESS_EXITS (exit codes) are lists: the n-th attempt of
a run takes the n-th word, later ones the last.
"""
import os
import sys
import time

import psycopg2


def env(key):
    return os.environ["WITNESS_" + key]


def word(key, attempt):
    words = env(key).split()
    return words[min(attempt, len(words)) - 1]


database = psycopg2.connect(
    host=env("DB"), user="pythonapp", password="password", connect_timeout=3
)
database.autocommit = True
cursor = database.cursor()
cursor.execute("select pg_advisory_lock(1)")  # two that create one table collide
cursor.execute(
    "create table if not exists witness (id serial, stack text, run text, service text, task text,"
    " started timestamptz default clock_timestamp(),"
    " alive timestamptz default clock_timestamp(), finished timestamptz)"
)
cursor.execute("select pg_advisory_unlock(1)")
cursor.execute(
    "insert into witness (stack, run, service, task) values (%s, %s, %s, %s) returning id",
    [env(key) for key in ("STACK", "RUN", "SERVICE", "TASK")],
)
row = cursor.fetchone()
cursor.execute(
    "select count(*) from witness where stack = %s and run = %s", (env("STACK"), env("RUN"))
)
attempt = cursor.fetchone()[0]
print("attempt", attempt, "of", env("RUN"), "works for", word("SECONDS", attempt), "s", flush=True)
end = time.monotonic() + float(word("SECONDS", attempt))
while time.monotonic() < end:
    time.sleep(max(0, min(0.1, end - time.monotonic())))
    cursor.execute("update witness set alive = clock_timestamp() where id = %s", row)
cursor.execute("update witness set finished = clock_timestamp() where id = %s", row)
print("exits with", word("EXITS", attempt), flush=True)
sys.exit(int(word("EXITS", attempt)))
