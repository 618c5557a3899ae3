"""Address of the page about the system."""

from safety_center.web.about import views
from safety_center.web.gate import OPEN, Route

ROUTES = (Route("/about", "show", views.show, needs=OPEN),)
