"""Address of the start page."""

from safety_center.web.gate import SIGNED_IN, Route
from safety_center.web.start import views

ROUTES = (Route("/", "show", views.show, needs=SIGNED_IN),)
