"""The two pages of the shop."""
from django.urls import path

from orders import views

urlpatterns = [path("", views.index), path("healthz", views.healthz)]
