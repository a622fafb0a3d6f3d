"""Reading what a template gives, for tests of pages and their parts."""

from html.parser import HTMLParser

from django.template import Context, Template
from django.test import RequestFactory
from django.utils.html import strip_tags


def render(source: str, path: str = "/", **context: object) -> str:
    context["request"] = RequestFactory().get(path)
    return Template("{% load ui charts govuk %}" + source).render(Context(context))


def words(html: str) -> str:
    return " ".join(strip_tags(html).split())


class Elements(HTMLParser):
    """Every element of a page as (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.all if tag == name]
