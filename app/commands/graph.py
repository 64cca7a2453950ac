"""`recoup graph`: the steps of a case as Mermaid text."""

from __future__ import annotations

import sys


def graph() -> None:
    """Draw the graph that runs, not a picture of it kept elsewhere."""
    from agent.checkpoints import open_checkpoints

    with open_checkpoints(None) as checkpoints:
        from agent.graph import build_graph

        sys.stdout.write(build_graph(checkpoints).get_graph().draw_mermaid())
