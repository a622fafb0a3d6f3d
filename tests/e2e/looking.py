"""Pictures of what a journey comes by, for whoever wants to look at it."""

import os
from pathlib import Path


def look(page, name):
    """Keep a picture on a desktop and on a phone: SCREENSHOTS names the folder."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    before = page.viewport_size
    for device, width in {"desktop": 1280, "phone": 320}.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=str(Path(folder) / f"{name}-{device}.png"), full_page=True)
    page.set_viewport_size(before)
