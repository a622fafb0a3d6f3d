"""How an attachment leaves the portal: to be kept, never to be shown or run in its name."""

import logging

from django.http import FileResponse, Http404, HttpRequest

from capabilities import vault
from capabilities.inspection import MIME_TYPES
from capabilities.models import Attachment
from portal import audit
from portal.trail import Kind

logger = logging.getLogger(__name__)

# Whatever a browser makes of it: no script, no form, no frame, nothing fetched.
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


def answer(request: HttpRequest, attachment: Attachment) -> FileResponse:
    """A download of an attachment that the reader may see; the trail tells of it."""
    try:
        file = vault.path_of(attachment.stored_as).open("rb")
    except FileNotFoundError:
        logger.error("The file of attachment %s is missing", attachment.pk)
        raise Http404 from None
    response = FileResponse(
        file,
        as_attachment=True,
        filename=attachment.name,
        content_type=MIME_TYPES[Attachment.Kind(attachment.kind)],
        headers={**HEADERS, "ETag": f'"{attachment.sha256}"'},
    )
    # These formats are compressed already, and a download shows how far it has come.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    if request.method == "GET":
        audit.note(Kind.EXPORT, by=request.user, about=attachment)
    return response
