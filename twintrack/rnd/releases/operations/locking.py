"""Hold a release while it changes."""

from __future__ import annotations

from twintrack.rnd.releases.models import Release


def locked(release: Release) -> Release:
    """Read a release anew and hold it until the end of the transaction."""
    rows = Release.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "product", "version"
    )
    found: Release = rows.get(pk=release.pk)
    return found
