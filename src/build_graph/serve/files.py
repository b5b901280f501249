"""Files that are served as they are: those of the release, and those of its site, if there is one. Only what a manifest lists is served."""

from __future__ import annotations

from pathlib import Path

from build_graph import manifest
from build_graph.vocabulary import SHARED

#: Ending of a file of the site -> its media type; the files of a release have theirs from the manifest.
_WEB = {
    ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png",
    ".wasm": "application/wasm",
}  # fmt: skip


class Files:
    """What can be had at which address."""

    def __init__(self, data: Path, site: Path | None) -> None:
        """Note what the manifests of the release in ``data`` and of the site in ``site`` list.

        Raises:
            ReleaseError: one of them is none.
        """
        listed = {f"release/{name}": data / name for name in (manifest.MANIFEST, *manifest.read_manifest(data)["files"])}
        self._pages = {str(name): site / str(name) for name in manifest.read_manifest(site)["files"]} if site else {}
        self._all = listed | self._pages

    @property
    def has_site(self) -> bool:
        """Return whether there are pages."""
        return bool(self._pages)

    def read(self, path: str) -> tuple[str, bytes] | None:
        """Return media type and content of what stands at ``path``, without the slash at its beginning; none if nothing does."""
        name = "index.html" if path == "" else path
        if name not in self._all:
            return None
        return _WEB.get(Path(name).suffix) or manifest.media_type(name), self._all[name].read_bytes()

    def page(self, path: str) -> str:
        """Return the page, with anchor, that shows the thing at ``path``; empty if there is none.

        One rule: the page of the longest part of the address that has one, and the rest as an anchor, slashes made hyphens. Kinds
        that share a page stand there.
        """
        parts = path.split("/")
        for size in range(len(parts), 0, -1):
            page = "/".join(parts[:size]) + ".html"
            if page in self._pages:
                return "#".join(filter(None, (page, "-".join(parts[size:]))))
        shared = SHARED.get(parts[0], "")
        return f"{shared}#{'-'.join(parts)}" if shared in self._pages and len(parts) > 1 else ""
