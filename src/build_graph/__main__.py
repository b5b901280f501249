"""``python -m build_graph``."""

from build_graph.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
