"""The menu: its sections, and the pages in each. The one place where a page enters it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from portal.access import Permission, Reader, may


@dataclass(frozen=True)
class Page:
    """What it is called in the menu, its name among the addresses, and whose work it is."""

    text: Any
    name: str
    permission: Permission | None = None
    # Where pages begin that stand below this one, although their addresses do not say so.
    also: tuple[str, ...] = ()


SECTIONS: tuple[tuple[Any, tuple[Page, ...]], ...] = (
    (_("Home"), (Page(_("Home"), "gaps:home"),)),
    (
        _("Gaps"),
        (
            Page(_("All gaps"), "gaps:finding_list"),
            Page(_("Map"), "gaps:map", also=("/embeds",)),
            Page(_("Heat map"), "gaps:heat_map"),
            Page(_("Outlook"), "gaps:outlook"),
            Page(_("Fragility"), "gaps:fragility_list"),
            Page(_("Pooling"), "gaps:pooling"),
            Page(_("What if"), "gaps:study_list", Permission.STUDY),
        ),
    ),
    (
        _("Countries"),
        (
            Page(_("All countries"), "gaps:country_list", also=("/suggest/country",)),
            Page(_("Side by side"), "gaps:country_compare"),
        ),
    ),
    (
        _("Directory"),
        (
            Page(_("Resources"), "capabilities:resource_list", also=("/providers", "/suggest")),
            Page(_("Areas"), "gaps:area_list"),
            Page(_("Who works with whom"), "capabilities:network"),
            Page(_("Data quality"), "gaps:quality"),
            Page(_("Duplicates"), "capabilities:duplicate_list", Permission.REVIEW, ("/merges",)),
        ),
    ),
    (
        _("Reports"),
        (
            Page(_("Published"), "gaps:report_list", also=("/releases", "/country-pages")),
            Page(_("On their way"), "gaps:report_desk", Permission.REVIEW),
            Page(_("Verify"), "gaps:verify"),
        ),
    ),
    (
        _("How it works"),
        (
            Page(_("Method"), "gaps:method"),
            Page(_("Runs"), "gaps:run_list"),
            Page(_("API"), "api:docs"),
        ),
    ),
    (
        _("My work"),
        (
            Page(_("Dashboard"), "gaps:dashboard", Permission.SAVE_SEARCHES),
            Page(_("Saved searches"), "capabilities:saved_list", Permission.SAVE_SEARCHES),
            Page(_("Needs"), "capabilities:need_list", Permission.SUBMIT_NEEDS, ("/own-needs",)),
            Page(_("My entries"), "capabilities:entry_list", Permission.KEEP_ENTRIES),
            Page(_("Needs to review"), "capabilities:need_queue", Permission.TRIAGE),
            Page(_("Entries to verify"), "capabilities:proposal_queue", Permission.TRIAGE),
            Page(_("Confirmations"), "gaps:confirmations", Permission.TRIAGE),
            Page(_("Review desk"), "gaps:review_queue", Permission.REVIEW, ("/questions",)),
            Page(_("Suggestions"), "capabilities:suggestion_list", Permission.REVIEW),
            Page(_("Suggestions"), "capabilities:suggestion_list", Permission.KEEP_ENTRIES),
        ),
    ),
)


@dataclass(frozen=True)
class Entry:
    """A link of the menu; `current` is the value of `aria-current`."""

    text: Any
    href: str
    current: str


@dataclass(frozen=True)
class Menu:
    """The sections, and the pages of the one that the reader is in, where it has several."""

    sections: Sequence[Entry]
    pages: Sequence[Entry] = ()


def menu(reader: Reader, here: str) -> Menu:
    """What `reader` finds in the menu on the page at the address `here`."""
    offered = [(text, pages) for text, own in SECTIONS if (pages := _offered(own, reader))]
    inside = _nearest((page for _text, pages in offered for page in pages), here)
    sections, shown = [], []
    for text, pages in offered:
        is_here = any(href == inside for _page, href in pages)
        alone = len(pages) == 1
        current = marking(pages[0][1], here) if alone else "true" if is_here else ""
        sections.append(Entry(text, pages[0][1], current))
        if is_here and not alone:
            shown = [
                Entry(page.text, href, _of_the_nearest(href, here) if href == inside else "")
                for page, href in pages
            ]
    return Menu(sections, shown)


def _offered(pages: Iterable[Page], reader: Reader) -> list[tuple[Page, str]]:
    allowed = (page for page in pages if page.permission is None or may(reader, page.permission))
    found = ((page, _address(page.name)) for page in allowed)
    return [(page, href) for page, href in found if href]


def _address(name: str) -> str:
    """The address of a named page; empty where an installation leaves that part out."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _nearest(pages: Iterable[tuple[Page, str]], here: str) -> str:
    """The address of the page that `here` is, or stands below; empty for none of them."""
    begins = ((start, href) for page, href in pages for start in (href, *page.also))
    found = ((len(start), href) for start, href in begins if marking(start, here))
    return max(found, default=(0, ""))[1]


def _of_the_nearest(href: str, here: str) -> str:
    return "page" if href == here else "true"


def marking(href: str, here: str) -> str:
    """The value of `aria-current`: this page, one below it, or neither."""
    if href == here:
        return "page"
    section = href.rstrip("/") + "/"  # every address begins with that of the home page
    return "true" if section != "/" and here.startswith(section) else ""
