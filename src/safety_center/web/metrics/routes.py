"""Address of the metrics. Open at the gate, since a monitor does not sign in: the view asks for its token."""

from safety_center.web.gate import OPEN, Route
from safety_center.web.metrics import views

ROUTES = (Route("/metrics", "metrics.show", views.show, needs=OPEN),)
