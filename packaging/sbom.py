"""Writes the bill of materials of this environment as CycloneDX JSON: each Python package, and what
the wheel of the SIP library in use is made of, as the loaded library tells its versions, with the
system packages that wheels say they carry.

    python packaging/sbom.py sbom.cdx.json
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from desk_client.phone.abilities import Abilities, ask_library

PRODUCT = "desk-client"
SIP_LIBRARY = "pjsua2-python"


def said(found: Distribution, field: str) -> str | None:
    """What a package says of itself."""
    return next(iter(found.metadata.get_all(field) or ()), None)


def python_package(found: Distribution) -> Component:
    name = re.sub(r"[-_.]+", "-", found.name).lower()
    purl = PackageURL("pypi", name=name, version=found.version)
    licence = said(found, "License-Expression")
    return Component(
        type=ComponentType.APPLICATION if name == PRODUCT else ComponentType.LIBRARY,
        name=name,
        version=found.version,
        purl=purl,
        bom_ref=str(purl),
        description=said(found, "Summary"),
        licenses=[LicenseFactory().make_from_string(licence)] if licence else [],
    )


def native_parts(library: Abilities) -> Iterator[Component]:
    """What is compiled into the SIP library or bound to it, as it runs here."""
    parts = {
        "pjproject": (library.version, "pjsip/pjproject"),
        "openssl": (library.openssl, "openssl/openssl"),
        "libsrtp": (library.libsrtp, "cisco/libsrtp"),
        "opus": (library.libopus, "xiph/opus"),
    }
    for name, (version, home) in parts.items():
        if version:
            owner, _, project = home.partition("/")
            purl = PackageURL("github", owner, project, version)
            cpe = f"cpe:2.3:a:{name}:{name}:{version}:*:*:*:*:*:*:*" if name == "openssl" else None
            yield Component(
                type=ComponentType.LIBRARY,
                name=name,
                version=version,
                purl=purl,
                bom_ref=f"{SIP_LIBRARY}/{name}",
                cpe=cpe,
            )


def carried_parts(found: Distribution) -> Iterator[Component]:
    """The system packages that a wheel says were copied into it (PEP 770), each once."""
    seen = set()
    for file in found.files or ():
        if file.parent.name != "sboms" or not file.name.endswith(".cdx.json"):
            continue
        told = json.loads(Path(str(found.locate_file(file))).read_text(encoding="utf-8"))
        for part in told.get("components", ()):
            purl = part.get("purl", "")
            if purl.startswith(("pkg:deb/", "pkg:rpm/", "pkg:apk/")) and purl not in seen:
                seen.add(purl)
                yield Component(
                    type=ComponentType.LIBRARY,
                    name=part["name"],
                    version=part.get("version"),
                    purl=PackageURL.from_string(purl),
                    bom_ref=f"{found.name}/{purl}",
                )


def bill() -> Bom:
    """Everything, and what consists of what."""
    made = Bom()
    packages: dict[str, tuple[Component, Distribution]] = {}
    for found in distributions():
        component = python_package(found)
        packages.setdefault(component.name, (component, found))  # the first is what is imported
    made.metadata.component = product = packages.pop(PRODUCT)[0]
    for component, found in packages.values():
        parts = list(carried_parts(found))
        if component.name == SIP_LIBRARY:
            parts += native_parts(ask_library())
        made.components.update([component, *parts])
        made.register_dependency(component, parts)
    made.register_dependency(product, [component for component, _ in packages.values()])
    return made


def main() -> None:
    Path(sys.argv[1]).write_text(JsonV1Dot6(bill()).output_as_string(indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
