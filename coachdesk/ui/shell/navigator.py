"""Back and forward over routes, like a browser's."""

from __future__ import annotations

from coachdesk.ui.views.route import Route

LIMIT = 100


class Navigator:
    """Where the window has been. Going somewhere new forgets what Forward would have reached."""

    def __init__(self) -> None:
        self._routes: list[Route] = []
        self._at = -1

    @property
    def current(self) -> Route | None:
        """The present place."""
        return self._routes[self._at] if self._routes else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place behind."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place ahead."""
        return self._at < len(self._routes) - 1

    def visit(self, route: Route) -> None:
        """Go to a new place; the same place again only renews it."""
        if self.current == route:
            return
        self._routes = [*self._routes[: self._at + 1], route][-LIMIT:]
        self._at = len(self._routes) - 1

    def replace(self, route: Route) -> None:
        """Name the present place differently, such as once what it shows has an identity."""
        if self._routes:
            self._routes[self._at] = route

    def back(self) -> Route | None:
        """Go one place back and return it."""
        if not self.can_go_back:
            return None
        self._at -= 1
        return self.current

    def forward(self) -> Route | None:
        """Go one place forward and return it."""
        if not self.can_go_forward:
            return None
        self._at += 1
        return self.current
