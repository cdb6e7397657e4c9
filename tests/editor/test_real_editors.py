"""The language server in a real editor, where one is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.editor.client import PATIENCE, REPOSITORY

pytest.importorskip("pygls")

_SCRIPT = """
vim.cmd("edit model.py")
local buffer = vim.api.nvim_get_current_buf()
local client = vim.lsp.start_client({
  name = "kerascop", cmd = { "PYTHON", "-m", "kerascop", "server" }, root_dir = vim.fn.getcwd(),
})
vim.lsp.buf_attach_client(buffer, client)
local function wait(wanted) return vim.wait(60000, wanted, 50) end
local function told(text) io.stdout:write(text .. "\\n") end
wait(function() return #vim.diagnostic.get(buffer) > 0 end)
for _, found in ipairs(vim.diagnostic.get(buffer)) do
  told(found.code .. " " .. found.lnum .. " " .. found.col)
end
vim.api.nvim_buf_set_text(buffer, 3, 14, 3, 21, { "sigmoid" })
told("repaired " .. tostring((wait(function() return #vim.diagnostic.get(buffer) == 0 end))))
local document = vim.lsp.util.make_text_document_params(buffer)
local place = { textDocument = document, position = { line = 4, character = 60 } }
local hover = vim.lsp.buf_request_sync(buffer, "textDocument/hover", place, 60000)
told(hover[client].result.contents.value)
vim.cmd("qa!")
"""

_MODEL = """\
import keras
from keras import layers

ACTIVATION = "softmax"
model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation=ACTIVATION)])
model.compile(optimizer="adam", loss="binary_crossentropy")
"""


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_neovim_shows_findings_and_sees_them_go(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(_MODEL)
    script = tmp_path / "session.lua"
    script.write_text(_SCRIPT.replace("PYTHON", sys.executable))
    path = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        ["nvim", "--headless", "--clean", "-c", f"luafile {script}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path, "XDG_STATE_HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
    )
    said = done.stdout + done.stderr
    assert "KC204 " in said
    assert "repaired true" in said
    assert "`(None, 8)` → `(None, 1)`" in said
