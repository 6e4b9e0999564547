"""Makes the wheel out of what build.sh has laid beside this file; PJPROJECT in the environment says
where pjproject was built. The distribution has the name of the public wheel, so that pip replaces
one by the other and never keeps both."""

import json
import os
import subprocess
from pathlib import Path

from setuptools import Extension, setup

TREE = Path(os.environ["PJPROJECT"])
SWIG = TREE / "pjsip-apps/src/swig/python"


def told(target: str) -> list[str]:
    """What pjproject's own make says of its flags."""
    make = ["make", "--no-print-directory", "-s", "-C", str(SWIG), "-f", "helper.mak", target]
    return subprocess.run(make, check=True, capture_output=True, text=True).stdout.split()


build = json.loads(Path("pjsua2/build.json").read_text(encoding="utf-8"))
setup(
    name="pjsua2-python",
    version=build["version"],
    description="pjsua2 of pjproject, built for Desk Client against OpenSSL 3",
    license="GPL-2.0-or-later",
    packages=["pjsua2"],
    package_data={"pjsua2": ["build.json"]},
    ext_modules=[
        Extension(
            "pjsua2._pjsua2",
            ["pjsua2_wrap.cpp"],
            libraries=told("libs"),
            extra_compile_args=[*told("cflags"), "-g0", "-O1"],
            extra_link_args=[*told("ldflags"), "-Wl,--strip-all"],
            language="c++",
        )
    ],
)
