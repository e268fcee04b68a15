"""The system libraries that Qt needs on Linux: which are missing, and how this distribution installs them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from devtools.machine import Machine


@dataclass(frozen=True, slots=True)
class Part:
    """One thing the system must have, and the package that brings it; kind is library, program or module."""

    name: str
    apt: str
    dnf: str
    kind: str = "library"


QT = (
    Part("libEGL.so.1", "libegl1", "libglvnd-egl"),
    Part("libGL.so.1", "libgl1", "libglvnd-glx"),
    Part("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    Part("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
    Part("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Part("libgthread-2.0.so.0", "libglib2.0-0", "glib2"),
    Part("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs"),
)
WINDOW = (
    Part("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    Part("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    Part("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Part("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Part("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Part("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Part("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Part("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Part("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Part("libxcb-xinerama.so.0", "libxcb-xinerama0", "libxcb"),
    Part("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    Part("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    Part("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
)
WINDOW_TESTS = (
    Part("Xvfb", "xvfb", "xorg-x11-server-Xvfb", "program"),
    Part("xdotool", "xdotool", "xdotool", "program"),
    Part("openbox", "openbox", "openbox", "program"),
    Part("strace", "strace", "strace", "program"),
    Part("setpriv", "util-linux", "util-linux", "program"),
    Part("dbus-run-session", "dbus", "dbus-daemon", "program"),
    Part("gnome-keyring-daemon", "gnome-keyring", "gnome-keyring", "program"),
    Part("chromium", "chromium", "chromium", "program"),
)


def list_missing(machine: Machine, parts: Iterable[Part]) -> list[Part]:
    """Return the parts that this machine lacks; none outside Linux, where the wheels bring all they need."""
    if not machine.system.startswith("linux"):
        return []
    return [part for part in parts if not _is_present(machine, part)]


def _is_present(machine: Machine, part: Part) -> bool:
    if part.kind == "library":
        return machine.has_library(part.name)
    if part.kind == "module":
        return machine.has_module(part.name)
    return machine.find_program(part.name) is not None


def install(machine: Machine, packages: Installation) -> bool:
    """Install as root or with a `sudo` that asks nothing; return whether it was allowed and went well."""
    prefix = _rights(machine)
    if prefix is None:
        return False
    machine.say(f"Installing system packages: {' '.join(packages.names)}")
    for step in packages.steps:
        done = machine.capture([*prefix, *step])
        if done.code:
            machine.say(f"{step[0]} ended with code {done.code}:\n{done.text.strip()}")
            return False
    return True


@dataclass(frozen=True, slots=True)
class Installation:
    """Packages to add, the commands that add them silently, and the line a person would type."""

    names: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]
    line: str


def plan_installation(machine: Machine, parts: Iterable[Part]) -> Installation | None:
    """Return how this distribution adds the parts, or None for one with neither apt-get nor dnf."""
    parts = tuple(parts)
    if machine.find_program("apt-get"):
        names = _unique(part.apt for part in parts)
        add = ("apt-get", "install", "-y", "--no-install-recommends")
        steps = (
            ("apt-get", "update", "-qq"),
            ("env", "DEBIAN_FRONTEND=noninteractive", *add, "-qq", "-o", "Dpkg::Use-Pty=0", *names),
        )
        line = f"sudo apt-get update && sudo {shlex.join((*add, *names))}"
        return Installation(names, steps, line)
    if machine.find_program("dnf"):
        names = _unique(part.dnf for part in parts)
        add = ("dnf", "install", "-y", "--setopt=install_weak_deps=False")
        return Installation(names, (("dnf", "-q", *add[1:], *names),), f"sudo {shlex.join((*add, *names))}")
    return None


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _rights(machine: Machine) -> tuple[str, ...] | None:
    if machine.is_root:
        return ()
    if machine.find_program("sudo") and machine.capture(("sudo", "-n", "true")).code == 0:
        return ("sudo", "-n")
    return None


def provide(machine: Machine, parts: Iterable[Part], purpose: str) -> list[Part]:
    """Add what is missing where that is allowed, else print the exact line; return what is still missing.

    `purpose` completes the sentence "… is needed <purpose>".
    """
    missing = list_missing(machine, parts)
    if not missing:
        return []
    plan = plan_installation(machine, missing)
    if plan is None:
        names = " ".join(part.name for part in missing)
        machine.say(f"Missing {purpose}: {names}. Add them with this system's package installer.")
        return missing
    if install(machine, plan):
        missing = list_missing(machine, missing)
    if missing:
        machine.say(f"Some system packages are missing {purpose}. This line adds them:\n\n    {plan.line}\n")
    return missing
