"""Finds the features: every folder of `web/` with a `routes.py` that has a table `ROUTES`."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from flask import Flask

from safety_center.web.gate import register_feature

_HERE = Path(__file__).parent


def feature_names() -> list[str]:
    """Folders that are features, by name."""
    return sorted(path.parent.name for path in _HERE.glob("*/routes.py"))


def register_features(app: Flask) -> None:
    """Register every feature; its name is its folder's."""
    for name in feature_names():
        module: ModuleType = import_module(f"safety_center.web.{name}.routes")
        register_feature(app, name, f"safety_center.web.{name}", module.ROUTES)
