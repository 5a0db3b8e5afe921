"""Sources, references and path patterns."""

from pathlib import Path

import pytest

from twintrack.foundation.access.refusals import Refusal
from twintrack.rnd.engineering.history.globs import Chooser, fits
from twintrack.rnd.engineering.history.references import (
    is_pattern,
    merged_branch,
    numbers_in,
)
from twintrack.rnd.engineering.history.sources import (
    SourceImpossible,
    SourceMissing,
    SourceSecret,
    any_source,
    name_of,
    remote_source,
)


@pytest.mark.parametrize(
    "source",
    [
        "https://example.com/a/b.git",
        "ssh://git@example.com:22/a.git",
        "git://example.com/a",
        "git@example.com:team/tool.git",
    ],
)
def test_addresses_of_other_machines_are_taken(source: str) -> None:
    assert remote_source(f" {source} ") == source


@pytest.mark.parametrize(
    "source",
    [
        "--upload-pack=touch x",
        "-x",
        "ext::sh -c x",
        "http://example.com/a",
        "file:///etc",
        "/etc",
        "https://",
        "https://example.com",
        "ssh://-oProxyCommand=x/a",
        "ssh://-x@example.com/a",
        "https://example.com/a b",
        "https://example.com/a\nb",
        "-a@example.com:x",
        "https://[/a",
        "",
    ],
)
def test_options_commands_and_paths_are_no_addresses(source: str) -> None:
    with pytest.raises(SourceImpossible):
        remote_source(source)


@pytest.mark.parametrize(
    "source",
    [
        "https://me:secret@example.com/a",
        "https://token@example.com/a",
        "ssh://me:secret@example.com/a",
    ],
)
def test_a_password_does_not_become_part_of_an_address(source: str) -> None:
    with pytest.raises(SourceSecret):
        remote_source(source)


def test_paths_are_taken_where_they_exist(tmp_path: Path) -> None:
    assert any_source(str(tmp_path)) == str(tmp_path)
    assert any_source(f"file://{tmp_path}") == str(tmp_path)
    assert any_source("git@example.com:a/b") == "git@example.com:a/b"
    for missing in (str(tmp_path / "x"), "http//x"):
        with pytest.raises(SourceMissing):
            any_source(missing)
    for hostile in ("--help", "", "ext::sh -c x://"):
        with pytest.raises(Refusal):
            any_source(hostile)


def test_a_repository_is_called_as_its_address_ends() -> None:
    assert name_of("https://example.com/team/tool.git") == "tool"
    assert name_of("git@example.com:tool.git/") == "tool"
    assert name_of("/data/tool.bundle") == "tool"


def test_references_are_found_alone_and_once() -> None:
    assert numbers_in("REQ-12, req-12 and (REQ-7): REQ-007", "REQ-#") == ["REQ-12", "REQ-7"]
    assert numbers_in("XREQ-1 REQ-2x REQ- feature/REQ-3_a", "REQ-#") == ["REQ-3"]
    assert numbers_in("see #12 or need 4", "REQ-#") == []
    assert numbers_in("JOB-4 REQ-5", "REQ-#, JOB-#") == ["REQ-4", "REQ-5"]
    assert is_pattern("REQ-#, JOB-#")
    assert not is_pattern("#")
    assert not is_pattern("REQ")
    assert not is_pattern("")


@pytest.mark.parametrize(
    ("subject", "branch"),
    [
        ("Merge branch 'REQ-1-x' into main", "REQ-1-x"),
        ("Merge remote-tracking branch 'origin/a'", "origin/a"),
        ("Merge pull request #3 from team/feature", "team/feature"),
        ("Merged in feature/x (pull request #12)", "feature/x"),
        ("Mend the merge", ""),
    ],
)
def test_a_merge_tells_its_branch(subject: str, branch: str) -> None:
    assert merged_branch(subject) == branch


@pytest.mark.parametrize(
    ("path", "pattern", "is_fitting"),
    [
        ("src/a.c", "src/*", True),
        ("src/core/a.c", "src/*", False),
        ("src/core/a.c", "src/**", True),
        ("src/core/a.c", "src/", True),
        ("a.c", "**/*.c", True),
        ("x/y/a.c", "/**/a.?", True),
        ("srcs/a.c", "src/**", False),
        ("new\nline.c", "*.c", True),
        ("a+b.c", "a+b.c", True),
    ],
)
def test_patterns_of_paths(path: str, pattern: str, is_fitting: bool) -> None:
    assert fits(path, pattern) is is_fitting


def test_the_first_rule_that_fits_holds() -> None:
    chooser = Chooser([("src/core/**", 1), ("src/**", 2)])

    assert [chooser.choose(path) for path in ("src/core/a", "src/b", "c", "src/b")] == [
        1,
        2,
        None,
        2,
    ]
