"""One signed-in browser without scripts, for asking a server for pages."""

import http.client

from benchmarks.harness import require_equal
from safety_center.domain.access import Actor
from safety_center.services.accounts.sign_in import _open_session
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from safety_center.store.tables import Account


def sign_in(made: Installation, actor: Actor) -> str:
    """A session without the slow hash of a password, which is not what is measured."""
    with writing(made, None) as ctx:
        return _open_session(ctx, ctx.session.get_one(Account, actor.account_id))


class Visitor:
    """Every page must be shown, not a way to sign in."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Cookie": f"session_token={token}"}

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()

    def see(self, path: str) -> bytes:
        """Ask for a page; its content."""
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self._connection.close()  # the server would close one that waits; a new one takes no time
        require_equal(f"status of {path}", answer.status, 200)
        require_equal(f"{path} is a page", b"</html>" in content, True)
        return content
