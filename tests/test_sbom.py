"""The bill of materials: made by the command that people type, and true of this machine."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from desk_client.phone.abilities import ask_library

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    file = tmp_path_factory.mktemp("sbom") / "sbom.cdx.json"
    command = [sys.executable, "-W", "error", "packaging/sbom.py", str(file)]
    subprocess.run(command, cwd=ROOT, timeout=60, check=True)
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


def test_it_is_cyclonedx_about_this_program(bill: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    product = bill["metadata"]["component"]
    assert (product["name"], product["version"]) == ("desk-client", version("desk-client"))


@pytest.mark.parametrize(
    "package", ["pyside6-essentials", "cryptography", "numpy", "pjsua2-python"]
)
def test_packages_stand_in_it_as_they_are_installed(bill: dict[str, Any], package: str) -> None:
    found = {part["name"]: part for part in bill["components"]}[package]
    assert found["version"] == version(package)
    assert found["purl"].startswith(f"pkg:pypi/{package}@")


def test_the_sip_library_is_taken_apart(bill: dict[str, Any]) -> None:
    """With the versions that the library itself tells."""
    library = ask_library()
    parts = {part["bom-ref"]: part for part in bill["components"]}
    wheel = next(ref for ref in parts if ref.startswith("pkg:pypi/pjsua2-python@"))
    consists_of = {each["ref"]: each.get("dependsOn", []) for each in bill["dependencies"]}
    told = {
        "pjproject": library.version,
        "openssl": library.openssl,
        "libsrtp": library.libsrtp,
        "opus": library.libopus,
    }
    for name, number in told.items():
        ref = f"pjsua2-python/{name}"
        assert (ref in consists_of[wheel]) == bool(number)
        assert not number or parts[ref]["version"] == number


def test_no_part_stands_twice(bill: dict[str, Any]) -> None:
    refs = [part["bom-ref"] for part in bill["components"]]
    assert len(refs) == len(set(refs)) > 50
