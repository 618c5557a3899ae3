"""Clients of the write benchmark: each keeps one connection and sends its requests one after another."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from benchmarks.harness import Times, WrongResult

_PATIENCE = 120


@dataclass
class Load:
    """What came of it: seconds of the whole, of each request, and how many answers of each status."""

    seconds: float = 0.0
    requests: Times = field(default_factory=Times)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.requests.seconds) / self.seconds


def send_all(port: int, clients: int, count: int, request: Callable[[int], bytes]) -> Load:
    """Send requests `0..count` from so many clients at a time."""
    load, lock = Load(), threading.Lock()
    numbers = iter(range(count))
    faults: list[BaseException] = []

    def work() -> None:
        try:
            _work(port, numbers, lock, request, load)
        except BaseException as fault:  # told by the main thread
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - begun
    if faults:
        raise WrongResult(f"a client failed: {faults[0]!r}") from faults[0]
    return load


def _work(
    port: int,
    numbers: Iterator[int],
    lock: threading.Lock,
    request: Callable[[int], bytes],
    load: Load,
) -> None:
    connection = _Connection(port)
    while True:
        with lock:
            number = next(numbers, None)
        if number is None:
            break
        message = request(number)
        begun = time.perf_counter()
        status = connection.ask(message)
        took = time.perf_counter() - begun
        with lock:
            load.requests.seconds.append(took)
            load.statuses[status] = load.statuses.get(status, 0) + 1
    connection.close()


class _Connection:
    """As little of HTTP as a measuring client needs: it must not be what is measured."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=_PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, message: bytes) -> int:
        """Send a request and read the whole answer; its status."""
        self._socket.sendall(message)
        head, body = self._read_until(b"\r\n\r\n")
        lowered = head.lower()
        length = int(lowered.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        while len(body) < length:
            body += self._receive()
        status = int(head[9:12])
        if b"connection: close" in lowered:
            self.close()
            self._open()
        return status

    def _read_until(self, mark: bytes) -> tuple[bytes, bytes]:
        data = b""
        while mark not in data:
            data += self._receive()
        head, _, rest = data.partition(mark)
        return head, rest

    def _receive(self) -> bytes:
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A POST request of JSON."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
