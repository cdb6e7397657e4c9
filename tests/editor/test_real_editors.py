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

_NEOVIM = """
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

_EMACS = """
(require 'package)
(package-initialize)
(require 'eglot)
(defun told (form &rest words) (princ (apply #'format (concat form "\\n") words)))
(defun wait (wanted)
  (let ((tries 600))
    (while (and (> tries 0) (not (funcall wanted)))
      (accept-process-output nil 0.1)
      (flymake-start)
      (setq tries (1- tries)))
    (> tries 0)))
(setq eglot-sync-connect 60 eglot-connect-timeout 60 eglot-send-changes-idle-time 0)
(add-to-list 'eglot-server-programs '(python-mode . ("PYTHON" "-m" "kerascop" "server")))
(find-file "model.py")
(python-mode)
(eglot-ensure)
(unless (eglot-current-server) (call-interactively #'eglot))
(wait (lambda () (flymake-diagnostics)))
(dolist (found (flymake-diagnostics))
  (goto-char (flymake-diagnostic-beg found))
  (told "%s %d %d" (flymake-diagnostic-text found) (1- (line-number-at-pos)) (current-column)))
(goto-char (point-min))
(search-forward "softmax")
(replace-match "sigmoid")
(eglot--signal-textDocument/didChange)
(told "repaired %s" (wait (lambda () (not (flymake-diagnostics)))))
(search-forward "Dense")
(let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover
                              (eglot--TextDocumentPositionParams))))
  (told "%s" (plist-get (plist-get hover :contents) :value)))
(told "outline %S" (mapcar #'car (eglot-imenu)))
(eglot-shutdown (eglot-current-server))
"""

_MODEL = """\
import keras
from keras import layers

ACTIVATION = "softmax"
model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation=ACTIVATION)])
model.compile(optimizer="adam", loss="binary_crossentropy")
"""


def _said(folder: Path, *command: str) -> str:
    """What an editor says that edits the model in a folder."""
    (folder / "model.py").write_text(_MODEL)
    path = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "XDG_STATE_HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_neovim_shows_findings_and_sees_them_go(tmp_path: Path) -> None:
    script = tmp_path / "session.lua"
    script.write_text(_NEOVIM.replace("PYTHON", sys.executable))
    said = _said(tmp_path, "nvim", "--headless", "--clean", "-c", f"luafile {script}")
    assert "KC204 " in said
    assert "repaired true" in said
    assert "`(None, 8)` → `(None, 1)`" in said


def _has_eglot() -> bool:
    if shutil.which("emacs") is None:
        return False
    asked = "(progn (require 'package) (package-initialize) (require 'eglot))"
    done = subprocess.run(
        ["emacs", "--batch", "--eval", asked], capture_output=True, check=False, timeout=PATIENCE
    )
    return done.returncode == 0


@pytest.mark.skipif(not _has_eglot(), reason="Emacs with Eglot is not installed")
def test_emacs_shows_findings_and_sees_them_go(tmp_path: Path) -> None:
    script = tmp_path / "session.el"
    script.write_text(_EMACS.replace("PYTHON", sys.executable))
    said = _said(tmp_path, "emacs", "--batch", "--load", str(script))
    assert "KC204" in said
    assert "repaired t" in said
    assert "(None, 8) → (None, 1)" in said
    assert 'outline ("Class" "Field")' in said
