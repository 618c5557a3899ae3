"""The web door. A folder with a `routes.py` is a feature; `gate.py` asks who may enter."""
