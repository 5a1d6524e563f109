"""Places on this machine that messages go to: a web hook, a mail server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@contextmanager
def receiver() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The address of a place that messages go to, with a password in it, and what came there."""
    came: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"json://user:s3cret@127.0.0.1:{server.server_address[1]}/hook", came
        server.shutdown()


@contextmanager
def mail_receiver() -> Iterator[tuple[str, list[EmailMessage]]]:
    """The address by which Apprise mails through a server that asks for a password, and what came there."""
    from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

    came: list[EmailMessage] = []

    class Handler:
        async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            came.append(message)
            return "250 OK"

    def authenticate(
        server: object, session: object, envelope: object, how: str, given: object
    ) -> AuthResult:
        return AuthResult(success=given == LoginPassword(b"me", b"s3cret"))

    def protocol() -> SMTP:
        return SMTP(
            Handler(), loop=loop, authenticator=authenticate, auth_required=True, auth_require_tls=False
        )

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(protocol, "127.0.0.1", 0))
    port = server.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"mailto://me:s3cret@127.0.0.1:{port}?from=me@mail.example&to=you@mail.example", came
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.close()
