"""Plain text, so that the example needs no templates."""
from django.conf import settings
from django.http import HttpResponse

from orders.models import Order


def index(request):
    orders = Order.objects.count()
    return HttpResponse(f"{orders} orders, version {settings.APP_VERSION}\n", "text/plain")


def healthz(request):
    return HttpResponse("ok\n", "text/plain")
