"""Addresses of the job board."""

from safety_center.domain.access import Permission
from safety_center.web.gate import Route
from safety_center.web.jobs import views

ROUTES = (
    Route("/jobs", "index", views.index, needs=Permission.JOB_VIEW),
    Route("/jobs/<name>", "show", views.show, needs=Permission.JOB_VIEW),
    Route("/jobs/<name>/run", "run", views.run, needs=Permission.JOB_RUN, methods=("POST",)),
)
