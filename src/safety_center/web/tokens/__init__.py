"""Tokens of the API, and the accounts of the systems that use them."""
