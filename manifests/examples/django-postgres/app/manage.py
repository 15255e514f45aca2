#!/usr/bin/env python3
"""`manage.py db upgrade` migrates the database, `manage.py serve` serves the shop."""
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    execute_from_command_line(sys.argv)
