"""Address of the health check."""

from safety_center.web.gate import OPEN, Route
from safety_center.web.health import views

ROUTES = (Route("/healthz", "healthz", views.healthz, needs=OPEN),)
