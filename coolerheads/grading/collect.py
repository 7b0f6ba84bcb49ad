"""``nbgrader collect`` that follows no link out of the inbound folder."""

from __future__ import annotations

import os
import shutil
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns


class CollectWithoutLinks(ExchangeCollect):
    """Copies what was handed in; a link stays a link, and a folder that is one is left where it is."""

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy one submission."""
        if os.path.islink(src):
            self.log.error("%s is a link to another folder; it is not collected", src)
            return
        settings = self.coursedir
        skipped = ignore_patterns(
            exclude=settings.ignore, include=settings.include, max_file_size=settings.max_file_size, log=self.log
        )

        def ignore(folder: str, names: list[str]) -> list[str]:
            special = [n for n in names if not _ordinary(os.path.join(folder, n))]
            return [*skipped(folder, names), *special]

        shutil.copytree(src, dest, symlinks=True, ignore=ignore)


def _ordinary(path: str) -> bool:
    return os.path.islink(path) or os.path.isfile(path) or os.path.isdir(path)
