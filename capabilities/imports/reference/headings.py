"""Where the codes of other frameworks are, and what each is called."""

from collections.abc import Iterator
from typing import Any

ROLES = "tcf"
# Of each framework: the file, and the part of it.
FRAMEWORKS = {
    "cmm-2021": ("frameworks/cmm_2021.json", "dimensions"),
    "gfce-theme": ("frameworks/gfce_cybil.json", "themes"),
    "ncsi-v2": ("frameworks/ncsi.json", "v2"),
    "ncsi-v3-capacity": ("frameworks/ncsi.json", "v3"),
    "gci-v5": ("frameworks/gci.json", "pillars"),
    "budapest-article": ("frameworks/budapest.json", "articles"),
    ROLES: ("frameworks/roles_ecsf_nice_tcf.json", "tcf"),
}


def headings(node: Any) -> Iterator[tuple[str, str]]:
    """Every code and its title, however deep it stands."""
    if isinstance(node, list):
        for item in node:
            yield from headings(item)
    elif isinstance(node, dict):
        code, title = node.get("code", node.get("article")), node.get("name", node.get("heading"))
        if code is not None and title:
            yield str(code), str(title)
        for value in node.values():
            yield from headings(value)
