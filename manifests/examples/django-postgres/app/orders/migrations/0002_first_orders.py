from django.db import migrations

ORDERS = {"Ada": [("honey", 2, "6.50"), ("beeswax", 1, "4.00")], "Grace": [("honey", 1, "6.50")]}


def place_orders(apps, schema_editor):
    order_model = apps.get_model("orders", "Order")
    line_model = apps.get_model("orders", "OrderLine")
    for customer, lines in ORDERS.items():
        order = order_model.objects.create(customer_name=customer)
        for article, quantity, price in lines:
            line_model.objects.create(order=order, article=article, quantity=quantity, price=price)


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [migrations.RunPython(place_orders, migrations.RunPython.noop)]
