"""`/healthz`: may traffic be sent here."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from safety_center.services.health import check_health
from safety_center.web.request import current_installation


def healthz() -> ResponseReturnValue:
    """200 when the database answers and is migrated, else 503; says nothing more to anybody."""
    health = check_health(current_installation())
    answer = {"status": "ok" if health.good else "unavailable", "database": health.database}
    return jsonify(answer | {"migrations": health.migrations}), 200 if health.good else 503
