"""Addresses of the API's page."""

from safety_center.web.api_guide import views
from safety_center.web.gate import SIGNED_IN, Route

ROUTES = (
    Route("/api-guide", "index", views.index, needs=SIGNED_IN),
    Route("/api-guide/openapi.json", "document", views.document, needs=SIGNED_IN),
)
