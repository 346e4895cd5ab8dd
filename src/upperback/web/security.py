"""Who may speak to the app: this machine alone, with the cookie that the printed address gave.

The address carries a one-time token; the first visit turns it into a cookie (`SameSite=Strict`, `HttpOnly`) and the token
disappears from the address. The word in the cookie is kept beside the database, so that an installed app and a page left open
outlive a restart; it is another one after everything was deleted. Host names other than loopback's are refused (a page
elsewhere that resolves to 127.0.0.1 can't read anything), POSTs and sockets must come from the app's own origin, and every
form carries a CSRF token.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs, quote

from starlette.datastructures import Headers
from starlette.types import Scope

COOKIE_S: Final = (
    90 * 24 * 3600
)  # from the last visit of the first page on; expert judgement: longer than a break from exercising
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")

CSP: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "media-src 'self' blob:",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
    )
)

HEADERS: Final = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def new_secret() -> str:
    """A random word of 256 bits, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def kept_nowhere(_word: str) -> None:
    """For an app whose cookie ends with it."""


@dataclass
class Keys:
    """What the app accepts. `token` opens the door once; `cookie` is what the browser then holds. `port` is where the app
    listens: cookies don't know ports, so its name carries it, and two apps side by side don't lock each other out.
    `keep` is told every new word of the cookie before it counts."""

    token: str
    port: int
    cookie: str = field(default_factory=new_secret)
    keep: Callable[[str], None] = kept_nowhere
    token_used: bool = False

    @property
    def cookie_name(self) -> str:
        return f"upperback_{self.port}"

    @property
    def csrf(self) -> str:
        """The word every form carries, derived from the cookie, which no other site can read."""
        return hmac.new(self.cookie.encode(), b"csrf", sha256).hexdigest()

    def open_with(self, token: str) -> bool:
        """Whether `token` is the right one and still unused; it is used up then.

        >>> keys = Keys(token="once", port=8737)
        >>> keys.open_with("wrong"), keys.open_with("once"), keys.open_with("once")
        (False, True, False)
        """
        if self.token_used or not _same(token, self.token):
            return False
        self.token_used = True
        return True

    def knows(self, headers: Headers) -> bool:
        """Whether the request carries the cookie."""
        found = SimpleCookie()
        try:
            found.load(headers.get("cookie", ""))
        except CookieError:
            return False
        morsel = found.get(self.cookie_name)
        return morsel is not None and _same(morsel.value, self.cookie)

    def host_allowed(self, headers: Headers) -> bool:
        """Whether the request asks for a loopback name at this port.

        >>> keys = Keys(token="", port=8737)
        >>> [keys.host_allowed(Headers({"host": host})) for host in ("127.0.0.1:8737", "localhost:8737", "evil.test:8737")]
        [True, True, False]
        """
        return headers.get("host", "").lower() in self._authorities

    def origin_allowed(self, headers: Headers) -> bool:
        """Whether the request comes from the app's own pages; one that doesn't say (a script with the cookie) is refused.

        Under `Referrer-Policy: no-referrer` a browser sends `Origin: null` with a form, so there `Sec-Fetch-Site`, which
        no page can forge, has to say that the form is our own.
        """
        origin = headers.get("origin", "")
        if origin == "null":
            return headers.get("sec-fetch-site") == "same-origin"
        return origin.lower() == f"http://{headers.get('host', '').lower()}" and self.host_allowed(headers)

    def csrf_allowed(self, word: str) -> bool:
        return _same(word, self.csrf)

    @property
    def _authorities(self) -> frozenset[str]:
        return frozenset(f"{name}:{self.port}" for name in LOOPBACK) | (frozenset(LOOPBACK) if self.port == 80 else frozenset())

    def set_cookie(self) -> str:
        return f"{self.cookie_name}={self.cookie}; Path=/; Max-Age={COOKIE_S}; HttpOnly; SameSite=Strict"

    def renew(self) -> None:
        """Another word from here on: whoever holds the old one is a stranger, and so is every form made with it.

        >>> kept = []
        >>> keys = Keys(token="", port=8737, cookie="old", keep=kept.append)
        >>> before = keys.csrf
        >>> keys.renew()
        >>> keys.cookie == kept[0] != "old", keys.csrf != before
        (True, True)
        """
        word = new_secret()
        self.keep(word)
        self.cookie = word


def token_in(scope: Scope) -> str | None:
    """The token of a request's address, None without one."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    return query["token"][0] if "token" in query else None


def address_without_token(scope: Scope) -> str:
    """Where to go once the token is spent: the same path, nothing else of the query.

    >>> address_without_token({"path": "/tests/t_wall_angel"}), address_without_token({"path": "//evil.test"})
    ('/tests/t_wall_angel', '/evil.test')
    """
    return "/" + quote(str(scope.get("path", "/")).lstrip("/\\"))


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
