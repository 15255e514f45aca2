from django.db import migrations, models


def add_up(apps, schema_editor):
    line_model = apps.get_model("orders", "OrderLine")
    for order in apps.get_model("orders", "Order").objects.all():
        lines = line_model.objects.filter(order=order)
        order.total = sum(line.quantity * line.price for line in lines)
        order.save(update_fields=["total"])


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_customers")]
    operations = [
        migrations.AddField(
            "Order", "total", models.DecimalField(decimal_places=2, default=0, max_digits=10)
        ),
        migrations.RunPython(add_up, migrations.RunPython.noop),
    ]
