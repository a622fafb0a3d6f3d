"""What administrators keep of the directory."""

from django.contrib import admin

from capabilities.models import Desk
from portal.admin import ForAdministrators


@admin.register(Desk)
class DeskAdmin(ForAdministrators):
    """Who looks at needs of which countries, in which turn."""

    list_display = ("name", "level", "organisation", "days")
    list_filter = ("level",)
    search_fields = ("name",)
    filter_horizontal = ("countries", "people")
