"""`start` and `finish` of a job, written down where no controller can touch it."""
import os
import sys

import psycopg2

database = psycopg2.connect(
    host=os.environ["WITNESS_DB"], user="pythonapp", password="password", connect_timeout=3
)
database.autocommit = True
cursor = database.cursor()
me = [os.environ[key] for key in ("WITNESS_RUN", "WITNESS_SERVICE", "WITNESS_TASK")]
if sys.argv[1] == "start":
    cursor.execute("select pg_advisory_lock(1)")  # two that create one table collide
    cursor.execute(
        "create table if not exists witness (run text, service text, task text,"
        " started timestamptz default clock_timestamp(), finished timestamptz)"
    )
    cursor.execute("insert into witness (run, service, task) values (%s, %s, %s)", me)
else:
    cursor.execute(
        "update witness set finished = clock_timestamp()"
        " where run = %s and service = %s and task = %s",
        me,
    )
