from __future__ import annotations

from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "asking.ipynb"
nbformat = pytest.importorskip("nbformat", reason="the notebook needs nbformat, nbclient, ipykernel and pandas: pip install -e '.[dev]'")
nbclient = pytest.importorskip("nbclient")


def test_the_notebook_is_kept_without_outputs():
    cells = [cell for cell in nbformat.read(NOTEBOOK, 4).cells if cell.cell_type == "code"]

    assert len(cells) > 10
    assert not any(cell.outputs or cell.execution_count for cell in cells)


@pytest.mark.slow
def test_every_cell_of_the_notebook_runs_and_shows_something(built: Path):
    pytest.importorskip("pandas")
    notebook = nbformat.read(NOTEBOOK, 4)

    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(built.parent)}}).execute()

    silent = [cell.source for cell in notebook.cells if cell.cell_type == "code" and not cell.outputs]
    assert silent == []
