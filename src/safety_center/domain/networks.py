"""From which networks a role may work: lists of addresses in CIDR notation."""

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from safety_center.domain.access import Role

Network = IPv4Network | IPv6Network
#: Role → its networks. A role without an entry may come from anywhere.
Networks = dict[str, tuple[Network, ...]]


def parse_networks(value: Any) -> Any:
    """`administrator=10.1.0.0/16 10.2.0.0/24; officer=…` → networks per role.

    Raises `ValueError` that names the role or the network that is wrong.
    """
    if not isinstance(value, str):
        return value
    parts = [part for part in value.split(";") if part.strip()]
    return dict(_parse_role(part) for part in parts)


def _parse_role(part: str) -> tuple[str, tuple[Network, ...]]:
    name, _, listed = (piece.strip() for piece in part.partition("="))
    if name not in {role.value for role in Role}:
        raise ValueError(f"no such role: {name}")
    networks = tuple(ip_network(text) for text in listed.replace(",", " ").split())
    if not networks:
        raise ValueError(f"no network for role {name}")
    return name, networks


def may_come_from(
    networks: Mapping[str, tuple[Network, ...]], role: str, client: str | None
) -> bool:
    """True when a role may work from an address; with a list, an unknown address may not."""
    if role not in networks:
        return True
    address = _address(client)
    return address is not None and any(address in network for network in networks[role])


def _address(client: str | None) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(client or "")
    except ValueError:
        return None
    # A server that listens on both kinds sees an old address wrapped in a new one.
    return getattr(address, "ipv4_mapped", None) or address
