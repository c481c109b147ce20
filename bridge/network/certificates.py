"""The certificate authorities that are trusted."""

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
    """A choice of certificate authorities. The default is those of the machine and those of certifi.

    Args:
        file: a PEM file of authorities that replace the default ones.
        folder: more authorities, as `openssl rehash` leaves them; a colon separates several folders.
    """

    file: str = ""
    folder: str = ""

    @property
    def context(self) -> ssl.SSLContext:
        return _context(self.file, self.folder)

    def check(self) -> None:
        """Check that the authorities can be read.

        Raises:
            Misconfigured: the file or a folder cannot be used.
        """
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
    """Build the TLS context once for all clients, because reading the authorities takes time."""
    context = ssl.create_default_context(cafile=file or None)
    if not file:
        # A small machine may have no authorities. A company's machine may have one that certifi lacks.
        context.load_verify_locations(cafile=certifi.where())
    if folder:
        context.load_verify_locations(capath=folder)
    return context
