#!/usr/bin/env python3
"""Schedules one-off jobs through the Docker socket: each is a Swarm service that runs once.

A job is made every INTERVAL seconds, and for each POST /jobs; GET /jobs tells how they fare. The
program never removes a job: that is for whoever reads the label on it. It keeps no state either:
what it has made, it asks the engine.
"""
import http.client
import itertools
import json
import os
import signal
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

ONE_SHOT = {"com.replicated.ephemeral": "true"}
OURS = "com.example.scheduler"
# A job that nobody sees is no example: this one prints a line, works for a second, and ends.
SCRIPT = 'echo "$0 counts the orders"; sleep 1; echo "$0 ends with $1"; exit "$1"'


class Engine:
    """The Engine API, as far as it is needed here."""

    def __init__(self, path):
        self.path = path
        # The engine's own version is one that it speaks: old ones are refused in time.
        self.prefix = "/v" + self.call("GET", "/version")["ApiVersion"]

    def list(self, kind, label):
        filters = quote(json.dumps({"label": [label]}))
        return self.call("GET", f"{self.prefix}/{kind}?filters={filters}")

    def create(self, service):
        return self.call("POST", f"{self.prefix}/services/create", service)["ID"]

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("localhost", timeout=30)
        connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.sock.settimeout(connection.timeout)
            connection.sock.connect(self.path)
            connection.request(
                method, path, body and json.dumps(body), {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = json.loads(response.read() or b"{}")
        finally:
            connection.close()
        if response.status >= 300:
            raise OSError(f"{method} {path}: {response.status} {answer.get('message', '')}")
        return answer


class Scheduler:
    def __init__(self, engine, settings):
        self.engine = engine
        self.settings = settings
        self.numbers = itertools.count(1)  # next() is one step: no two threads get the same

    def start_job(self):
        number = next(self.numbers)
        name = time.strftime("report-%Y%m%d-%H%M%S-", time.gmtime()) + str(number)
        self.engine.create(self.service(name, number))
        print(f"made {name}", flush=True)
        return name

    def service(self, name, number):
        s = self.settings
        code = "3" if s["fail_every"] and number % s["fail_every"] == 0 else "0"
        # `none` and on-failure in turn, by default. Without a limit a failing job would be tried
        # for ever; without a policy even a finished one would be started again.
        condition = s["restart"][(number - 1) % len(s["restart"])]
        restart = {"Condition": condition}
        if condition == "on-failure":
            restart |= {"MaxAttempts": 1, "Delay": 1_000_000_000}
        return {
            "Name": name,
            # Of the service, not of its containers. No com.docker.stack.namespace: the job belongs
            # to no stack, so `docker stack rm` leaves it, and whoever collects jobs may take it.
            "Labels": ONE_SHOT | {OURS: s["name"]},
            "TaskTemplate": {
                "ContainerSpec": {"Image": s["image"], "Command": ["sh", "-c", SCRIPT, name, code]},
                "RestartPolicy": restart,
            },
            "Mode": {"Replicated": {"Replicas": 1}},
        }

    def jobs(self):
        label = f"{OURS}={self.settings['name']}"
        tasks = sorted(self.engine.list("tasks", label), key=lambda t: t["CreatedAt"])
        services = self.engine.list("services", label)
        return [
            self.row(service, [t for t in tasks if t["ServiceID"] == service["ID"]])
            for service in sorted(services, key=lambda s: s["CreatedAt"])
        ]

    @staticmethod
    def row(service, tasks):
        # A service that was just made has no task yet.
        status = tasks[-1]["Status"] if tasks else {"State": "new"}
        ended = status["State"] in ("complete", "failed")
        return {
            "name": service["Spec"]["Name"],
            "restart": service["Spec"]["TaskTemplate"]["RestartPolicy"]["Condition"],
            "attempts": len(tasks),
            "state": status["State"],
            "exitCode": status.get("ContainerStatus", {}).get("ExitCode", 0) if ended else None,
        }

    def run(self):
        while True:
            time.sleep(self.settings["interval"])
            try:
                self.start_job()
            except Exception as e:  # The engine is away or says no; the next round may do better.
                print(f"no job this time: {e}", file=sys.stderr, flush=True)


def handler(scheduler):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.answer("/jobs", 200, scheduler.jobs)

        def do_POST(self):
            self.answer("/jobs", 201, lambda: {"name": scheduler.start_job()})

        def answer(self, path, status, ask):
            body = {"error": "GET or POST /jobs"}
            if self.path != path:
                status = 404
            else:
                try:
                    body = ask()
                except OSError as e:
                    status, body = 502, {"error": str(e)}
            text = json.dumps(body, indent=2).encode() + b"\n"
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass  # The health check would fill the log.

    return Handler


def settings(env):
    restart = env.get("RESTART", "none,on-failure").split(",")
    if not set(restart) <= {"none", "on-failure"}:
        sys.exit(f"RESTART is {env['RESTART']!r}; write none, on-failure, or both with a comma")
    numbers = {"INTERVAL": "30", "FAIL_EVERY": "3"}
    for key, default in numbers.items():
        numbers[key] = env.get(key, default)
        if not numbers[key].isdecimal():
            sys.exit(f"{key} is {numbers[key]!r}; write a whole number, 0 for never")
    return {
        "name": env.get("SCHEDULER", "reports"),
        "image": env.get("JOB_IMAGE", "busybox:1"),
        "restart": restart,
        "interval": int(numbers["INTERVAL"]),
        "fail_every": int(numbers["FAIL_EVERY"]),
    }


def main():
    # The first process of a container has no handlers but its own, and would ignore the signal.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    scheduler = Scheduler(Engine("/var/run/docker.sock"), settings(os.environ))
    if scheduler.settings["interval"]:
        threading.Thread(target=scheduler.run, daemon=True).start()
    ThreadingHTTPServer(("", 8000), handler(scheduler)).serve_forever()


if __name__ == "__main__":
    main()
