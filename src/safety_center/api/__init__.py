"""The JSON API under /api/v1: a door for systems; same services, same models, one error shape."""
