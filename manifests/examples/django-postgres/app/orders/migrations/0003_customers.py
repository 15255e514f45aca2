"""Customers become rows of their own: the kind of change that must run once, and before the app."""
from django.db import migrations, models


def primary_key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def move_names(apps, schema_editor):
    customer_model = apps.get_model("orders", "Customer")
    for order in apps.get_model("orders", "Order").objects.all():
        order.customer, _ = customer_model.objects.get_or_create(name=order.customer_name)
        order.save(update_fields=["customer"])


class Migration(migrations.Migration):
    # PostgreSQL refuses to alter a table that has pending constraint checks, and rows changed
    # above leave some: each operation gets a transaction of its own.
    atomic = False
    dependencies = [("orders", "0002_first_orders")]
    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", primary_key()),
                ("name", models.CharField(max_length=100, unique=True)),
            ],
        ),
        migrations.AddField(
            "Order",
            "customer",
            models.ForeignKey(null=True, on_delete=models.PROTECT, to="orders.customer"),
        ),
        migrations.RunPython(move_names, migrations.RunPython.noop, atomic=True),
        migrations.AlterField(
            "Order", "customer", models.ForeignKey(on_delete=models.PROTECT, to="orders.customer")
        ),
        migrations.RemoveField("Order", "customer_name"),
    ]
