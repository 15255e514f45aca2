"""What the database lacks, compared with the code."""
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending_migrations():
    """Names of migrations the database has not had; raises OperationalError when it is away."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
