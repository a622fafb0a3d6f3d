"""A file that was accepted is never lost, and one that was not is not left behind."""

import io
import os
import time

import pytest
from django.db import transaction

from capabilities import attachments, tasks, vault
from capabilities.inspection import FileRefused
from capabilities.models import Attachment
from tests.capabilities.documents import pdf
from tests.capabilities.need_stories import written_draft
from tests.factories import AttachmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path / "attachments"
    return settings.ATTACHMENTS_DIR


def files(folder):
    return {path.name for path in folder.rglob("*") if path.is_file()}


def aged(name):
    long_ago = time.time() - vault.GRACE.total_seconds() - 60
    os.utime(vault.path_of(name), (long_ago, long_ago))


def add(officer, content=None):
    draft = written_draft(officer)
    return attachments.attach_to_draft(
        draft=draft, file=io.BytesIO(content or pdf()), name="a.pdf", by=officer
    )


def test_a_file_is_flushed_to_the_disk_with_its_folder_before_its_row_is_written(
    officer, folder, monkeypatch
):
    done = []
    sync, rename, create = os.fsync, vault.Path.rename, Attachment.objects.create
    monkeypatch.setattr(os, "fsync", lambda handle: done.append("sync") or sync(handle))
    monkeypatch.setattr(
        vault.Path, "rename", lambda path, to: done.append("rename") or rename(path, to)
    )
    monkeypatch.setattr(
        Attachment.objects, "create", lambda **row: done.append("row") or create(**row)
    )
    folder.mkdir()

    add(officer)

    assert done == ["sync", "sync", "rename", "sync", "row"]  # folder, file, its name, its row


def test_names_on_the_disk_tell_nothing_and_only_the_portal_reads_them(officer, folder):
    file = add(officer)

    path = vault.path_of(file.stored_as)
    assert path.read_bytes() == pdf()
    assert "a" not in path.suffix
    assert len(file.stored_as) == 32
    assert file.stored_as != file.public_id
    assert path.stat().st_mode & 0o077 == path.parent.stat().st_mode & 0o077 == 0


def test_a_failing_write_of_the_row_leaves_no_file(officer, folder, monkeypatch):
    monkeypatch.setattr(Attachment.objects, "create", lambda **row: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        add(officer)

    assert not files(folder)


def test_a_full_disk_is_told_and_leaves_nothing(officer, folder, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    folder.mkdir()
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(FileRefused, match="cannot be kept at the moment"):
        add(officer)

    assert not files(folder)
    assert not Attachment.objects.exists()


def test_the_file_of_a_transaction_that_was_undone_is_swept_once_it_is_old(officer, folder):
    kept = add(officer)
    with transaction.atomic():
        left = add(officer, pdf(b"2")).stored_as
        transaction.set_rollback(True)
    assert files(folder) == {kept.stored_as, left}

    tasks.sweep_attachments()
    assert files(folder) == {kept.stored_as, left}, "it may still be committed"

    for name in (kept.stored_as, left):
        aged(name)
    assert vault.sweep() == 1
    assert files(folder) == {kept.stored_as}


def test_what_a_killed_server_left_half_written_is_swept_too(officer, folder):
    kept = add(officer)
    half = vault.path_of(kept.stored_as).parent / ".tmphalf"
    half.write_bytes(b"%PDF")
    long_ago = time.time() - vault.GRACE.total_seconds() - 60
    os.utime(half, (long_ago, long_ago))

    vault.sweep()

    assert files(folder) == {kept.stored_as}


def test_a_file_taken_off_is_there_until_its_row_goes(officer, folder):
    file = add(officer)
    attachments.remove(attachment=file, by=officer)
    aged(file.stored_as)

    assert vault.sweep() == 0
    attachments.restore(attachment=file, by=officer)

    assert vault.path_of(file.stored_as).read_bytes() == pdf()


def test_a_row_without_its_file_is_told_to_whoever_runs_the_portal(caplog):
    AttachmentFactory()

    vault.sweep()

    assert "1 attachments have no file" in caplog.text


def test_a_name_that_is_not_our_own_is_no_path():
    with pytest.raises(ValueError, match="invalid literal"):
        vault.path_of("../../etc/passwd")
