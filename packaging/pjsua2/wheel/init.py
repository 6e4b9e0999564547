"""pjsua2, the SIP library of pjproject, as Desk Client builds it. What went into it stands in
`build.json` beside this file."""

from .pjsua2 import *  # noqa: F403
