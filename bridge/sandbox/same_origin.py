"""The people's side has no passwords, so other sites open in the same browser are kept out."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler


@web.middleware
async def same_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what a page of another origin asks for; scripts send no Origin and pass."""
    origin = request.headers.get("Origin")
    if origin and request.path.startswith("/sandbox/") and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden(text="Only the sandbox's own page may do this")
    return await handler(request)
