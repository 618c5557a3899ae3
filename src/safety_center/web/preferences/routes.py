"""Addresses of the display preferences."""

from safety_center.web.gate import OPEN, Route
from safety_center.web.preferences import views

ROUTES = (Route("/preferences", "keep", views.keep, needs=OPEN, methods=("POST",)),)
