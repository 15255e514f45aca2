"""`db upgrade` and `db status`: Flask-Migrate's words for what Django calls migrate."""
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from orders.schema import pending_migrations


class Command(BaseCommand):
    help = "upgrade: run the migrations that are pending; status: name them"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["upgrade", "status"])

    def handle(self, *args, action, **options):
        try:
            pending = pending_migrations()
            if action == "upgrade" and pending:
                call_command("migrate", interactive=False, verbosity=1, skip_checks=True)
        except OperationalError as error:
            raise CommandError("database cannot be reached: " + one_line(error))
        if action == "upgrade":
            self.stdout.write(f"{len(pending)} migrations applied, the database is up to date")
        else:
            self.stdout.write("\n".join(pending) or "the database is up to date")


def one_line(error):
    return " ".join(str(error).split())
