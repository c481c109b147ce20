"""Whose certificates are trusted."""

import ssl
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import certifi

from bridge.errors import Misconfigured

FILE_VARIABLE = "SSL_CERT_FILE"
FOLDER_VARIABLE = "SSL_CERT_DIR"


@dataclass(frozen=True)
class Certificates:
    """Empty: the authorities that the machine knows, and those that come with the program.

    Args:
        file: authorities in the place of those, as PEM.
        folder: more authorities, as `openssl rehash` leaves them; several with the system's separator between them.
    """

    file: str = ""
    folder: str = ""

    @property
    def context(self) -> ssl.SSLContext:
        return _context(self.file, self.folder)

    def check(self) -> None:
        """Raises Misconfigured when they cannot be used."""
        for folder in self.folder.split(":") if self.folder else ():
            if not Path(folder).is_dir():
                raise Misconfigured("{name} is wrong: {path} is no folder", name=FOLDER_VARIABLE, path=folder)
        if not self.file:
            return
        try:
            _ = self.context
        except ssl.SSLError as error:
            raise Misconfigured(
                "{name} is wrong: there is no certificate in {path}; it must be a PEM file",
                name=FILE_VARIABLE,
                path=self.file,
            ) from error
        except OSError as error:
            raise Misconfigured(
                "{name} is wrong: {path} cannot be read: {reason}",
                name=FILE_VARIABLE,
                path=self.file,
                reason=error.strerror,
            ) from error


PUBLIC_CERTIFICATES = Certificates()


@cache
def _context(file: str, folder: str) -> ssl.SSLContext:
    """One for all clients: reading the authorities takes its time."""
    context = ssl.create_default_context(cafile=file or None)
    if not file:
        # A small machine may know none; a machine of a company knows one that nobody else does.
        context.load_verify_locations(cafile=certifi.where())
    if folder:
        context.load_verify_locations(capath=folder)
    return context
