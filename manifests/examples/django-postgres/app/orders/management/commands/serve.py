"""Serves the shop, or ends at once and says why: a server that cannot work must not look alive."""
import signal
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection

from orders.schema import pending_migrations


class ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    def address_string(self):
        return self.client_address[0]  # without a DNS look-up per request

    def log_message(self, format, *args):
        pass


class Command(BaseCommand):
    help = "serve HTTP once the database answers and has every migration"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=3000)

    def handle(self, *args, port, **options):
        # As process 1 of a container nothing would end us on SIGTERM but our own handler.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        check_database()
        server = make_server("", port, get_wsgi_application(), ThreadingServer, QuietHandler)
        self.stdout.write(f"version {settings.APP_VERSION} serves on port {port}")
        server.serve_forever()


def check_database():
    try:
        pending = pending_migrations()
    except OperationalError as error:
        raise CommandError("database cannot be reached: " + " ".join(str(error).split()))
    if pending:
        raise CommandError(f"database lacks {len(pending)} migrations: " + ", ".join(pending))
    connection.close()
