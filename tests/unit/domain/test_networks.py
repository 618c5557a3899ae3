"""From which networks a role may work."""

import pytest

from safety_center.domain.networks import may_come_from, parse_networks

NETWORKS = parse_networks("administrator=10.1.0.0/16, 2001:db8::/32; auditor=192.0.2.7")


@pytest.mark.parametrize(
    ("role", "client", "may"),
    [
        ("administrator", "10.1.255.1", True),
        ("administrator", "::ffff:10.1.0.1", True),
        ("administrator", "2001:db8::1", True),
        ("administrator", "10.2.0.1", False),
        ("administrator", None, False),
        ("administrator", "unknown", False),
        ("auditor", "192.0.2.7", True),
        ("auditor", "192.0.2.8", False),
        ("officer", "203.0.113.9", True),
    ],
)
def test_a_role_with_a_list_comes_only_from_its_networks(
    role: str, client: str | None, may: bool
) -> None:
    assert may_come_from(NETWORKS, role, client) is may


@pytest.mark.parametrize("text", ["chief=10.0.0.0/8", "officer=10.0.0.1/8", "officer=", "10.0.0.1"])
def test_a_wrong_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"role|network|host bits"):
        parse_networks(text)
