"""Ways out of a sandbox: each says whether it got out, and is tried with walls and without."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kerascop.confirming.sandboxing.execution import Execution, execute
from kerascop.confirming.sandboxing.mechanisms import Mechanism
from kerascop.confirming.sandboxing.report import ExecutionReport, Limits
from kerascop.confirming.slicing import Slice

SECRET = "the canary sings"

_TRYING = """
import ctypes, os, sys
OUTSIDE, PROJECT, CANARY, VICTIM = {outside!r}, {project!r}, {canary!r}, {victim!r}
PORT, UNIX, ABSTRACT, PARENT, SLEEPER = {port}, {unix!r}, {abstract!r}, {parent}, {sleeper}
SECRET, HOME = {secret!r}, {home!r}

def attempt(name, code):
    try:
        space = dict(globals())
        exec(code, space)
        escaped = space.get("escaped", True)
    except BaseException as error:
        print("TRIED", name, "refused", type(error).__name__, flush=True)
    else:
        print("TRIED", name, "escaped" if escaped else "nothing", flush=True)

def libc(name, *words):
    library = ctypes.CDLL(None, use_errno=True)
    result = getattr(library, name)(*words)
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result
"""


@dataclass
class World:
    """What is around the sandbox.

    Attributes:
        project: the folder of the file that is run; `outside`: one that is not its business.
        connections: how many clients the listeners have had.
        sleeper: a process that does nothing.
    """

    project: Path
    outside: Path
    port: int
    unix: Path
    abstract: str
    connections: list[str]
    sleeper: subprocess.Popen[bytes]

    @property
    def canary(self) -> Path:
        """A file to be read by nobody."""
        return self.outside / "canary.txt"

    @property
    def victim(self) -> Path:
        """A file to be left alone."""
        return self.outside / "victim.txt"

    def state(self) -> dict[str, tuple[int, int, bytes | None]]:
        """All that is in the two folders: modes, times of changing, contents."""
        return {
            str(path): (
                path.lstat().st_mode,
                path.lstat().st_mtime_ns,
                path.read_bytes() if path.is_file() else None,
            )
            for folder in (self.project, self.outside)
            for path in [folder, *sorted(folder.rglob("*"))]
        }

    def program(self, attempts: dict[str, str]) -> str:
        """A program that tries them all, as soon as it runs."""
        lines = _TRYING.format(
            outside=str(self.outside),
            project=str(self.project),
            canary=str(self.canary),
            victim=str(self.victim),
            port=self.port,
            unix=str(self.unix),
            abstract=self.abstract,
            parent=os.getpid(),
            sleeper=self.sleeper.pid,
            secret=SECRET,
            home=str(Path.home()),
        )
        return lines + "".join(f"attempt({name!r}, {code!r})\n" for name, code in attempts.items())

    def run(
        self, source: str, mechanism: Mechanism, limits: Limits | None = None
    ) -> ExecutionReport:
        """Runs a program as the file of the project."""
        path = self.project / "train.py"
        return execute(
            Execution(Slice(path, source, 1, 0)),
            Path(sys.executable),
            limits,
            mechanism=mechanism,
        )

    def tried(self, report: ExecutionReport) -> set[str]:
        """The attempts that were made."""
        return {words[1] for words in _outcomes(report)}

    def escaped(self, report: ExecutionReport) -> set[str]:
        """Those of them that reached what they were after."""
        return {words[1] for words in _outcomes(report) if words[2] == "escaped"}


def _outcomes(report: ExecutionReport) -> list[list[str]]:
    return [line.split() for line in report.output.splitlines() if line.startswith("TRIED ")]


@contextmanager
def world() -> Iterator[World]:
    """A world in a folder of its own, with listeners and a sleeping process."""
    # The path of a socket has to be short, which a folder of pytest's is not.
    with tempfile.TemporaryDirectory() as folder:
        yield from _world(Path(folder).resolve())


def _world(folder: Path) -> Iterator[World]:
    project, outside = folder / "project", folder / "outside"
    project.mkdir()
    outside.mkdir()
    (project / "train.py").write_text("model = None\n")
    (project / ".env").write_text(f"TOKEN={SECRET}\n")
    (project / "way_out").symlink_to(outside)
    (project / "words.txt").write_text("one two\n")
    (outside / "canary.txt").write_text(SECRET)
    (outside / "victim.txt").write_text("left alone")
    connections: list[str] = []
    tcp = socket.create_server(("127.0.0.1", 0))
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(str(folder / "listening"))
    abstract = socket.socket(socket.AF_UNIX)
    name_of_abstract = f"\0kerascop-{uuid.uuid4()}"
    abstract.bind(name_of_abstract)
    with subprocess.Popen(["sleep", "600"]) as sleeper:
        for name, listener in (("tcp", tcp), ("unix", unix), ("abstract", abstract)):
            listener.listen()
            threading.Thread(
                target=_accept, args=(name, listener, connections), daemon=True
            ).start()
        try:
            yield World(
                project,
                outside,
                tcp.getsockname()[1],
                folder / "listening",
                name_of_abstract,
                connections,
                sleeper,
            )
        finally:
            sleeper.kill()
            for listener in (tcp, unix, abstract):
                listener.close()


def _accept(name: str, listener: socket.socket, connections: list[str]) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        connections.append(name)
        client.close()


READING = {
    "read-canary": "escaped = open(CANARY).read() == SECRET",
    "read-canary-in-c": "libc('open', CANARY.encode(), 0)",
    "read-through-root-of-process": "escaped = bool(open('/proc/self/root' + CANARY).read())",
    "read-through-link-of-project": "escaped = bool(open(PROJECT + '/way_out/canary.txt').read())",
    "read-through-own-link": "os.symlink(CANARY, 'link'); escaped = bool(open('link').read())",
    "read-through-hard-link": "os.link(CANARY, 'hard'); escaped = bool(open('hard').read())",
    "list-outside": "escaped = 'canary.txt' in os.listdir(OUTSIDE)",
    "read-hidden-file": "escaped = bool(open(PROJECT + '/.env').read())",
    "read-secrets-of-parent": "escaped = 'PATH=' in open(f'/proc/{PARENT}/environ').read()",
    "read-memory-of-parent": "open(f'/proc/{PARENT}/mem', 'rb')",
    "read-passwords": "escaped = bool(open('/etc/passwd').read())",
}

WRITING = {
    "write-outside": "open(OUTSIDE + '/new', 'w').write('x')",
    "write-in-c": "libc('open', (OUTSIDE + '/new_in_c').encode(), 0o101, 0o600)",
    "append": "open(VICTIM, 'a').write('x')",
    "make-folder": "os.mkdir(OUTSIDE + '/folder')",
    "rename": "os.rename(VICTIM, OUTSIDE + '/renamed'); os.rename(OUTSIDE + '/renamed', VICTIM)",
    "change-mode": "os.chmod(VICTIM, 0o600)",
    "change-mode-of-open-file": "f = open(PROJECT + '/words.txt'); os.fchmod(f.fileno(), 0o600)",
    "change-time": "os.utime(PROJECT + '/words.txt', (1, 1))",
    "set-attribute": "os.setxattr(PROJECT + '/words.txt', 'user.x', b'1')",
    "link-into-outside": "os.link(PROJECT + '/words.txt', OUTSIDE + '/linked')",
    "make-pipe": "os.mkfifo(OUTSIDE + '/pipe')",
    "write-project": "open(PROJECT + '/new.py', 'w').write('x')",
    "overwrite-own-file": "open(__file__, 'a').write('x = 1')",
    "overwrite-through-link": "open('train.py', 'a').write('x = 1')",
    "write-interpreter": (
        "p = os.path.join(os.path.dirname(os.__file__), 'kerascop_escape.tmp');"
        "open(p, 'w').close(); os.remove(p)"
    ),
    "write-home": "p = HOME + '/.kerascop_escape'; open(p, 'w').close(); os.remove(p)",
    "truncate": "os.truncate(VICTIM, 3)",
    "remove": "old = open(VICTIM).read(); os.remove(VICTIM); open(VICTIM, 'w').write(old)",
}

CONNECTING = {
    "connect": "import socket; socket.create_connection(('127.0.0.1', PORT), 5)",
    "connect-in-c": "libc('socket', 2, 1, 0)",
    "udp": (
        "import socket; a_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
        "a_socket.sendto(b'x', ('127.0.0.1', PORT))"
    ),
    "listen": "import socket; socket.create_server(('127.0.0.1', 0))",
    "connect-unix": "import socket; socket.socket(socket.AF_UNIX).connect(UNIX)",
    "connect-abstract": "import socket; socket.socket(socket.AF_UNIX).connect(ABSTRACT)",
    "socket-pair": "import socket; socket.socketpair()",
    "download": (
        "import urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{PORT}', timeout=5)"
    ),
}

STARTING = {
    "subprocess": "import subprocess; subprocess.run(['/bin/true'], check=True)",
    "system": "escaped = os.system('true') == 0",
    "fork": "pid = os.fork()\nif not pid: os._exit(0)\nos.waitpid(pid, 0)",
    "fork-bomb": (
        "for _ in range(30):\n"
        "    pid = os.fork()\n"
        "    if not pid: os._exit(0)\n"
        "    os.waitpid(pid, 0)"
    ),
    "spawn": "os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)",
    "clone-and-replace": (
        "pid = libc('syscall', 56 if os.uname().machine == 'x86_64' else 220, 17, 0, 0, 0, 0)\n"
        "if not pid: os.execv('/bin/true', ['true'])\n"
        "os.waitpid(pid, 0)"
    ),
    "multiprocessing": (
        "import multiprocessing as m; p = m.get_context('fork').Process(target=print); "
        "p.start(); p.join()"
    ),
    "signal-a-stranger": "os.kill(SLEEPER, 0)",
    "signal-the-parent": "os.kill(PARENT, 0)",
    "trace-a-stranger": "libc('ptrace', 0x4206, SLEEPER, 0, 0)",
    "hidden-memory": "os.memfd_create('x')",
    "shared-memory": "libc('shmget', 0, 4096, 0o1600)",
    "namespaces": "libc('unshare', 0x40000000)",
}

HOARDING = {
    "hoard": "import mmap; mmap.mmap(-1, 20 * 1024**3)",
    "tf-hoard": "tf.raw_ops.Empty(shape=[20, 1024, 1024, 1024], dtype=tf.uint8, init=False)",
}
"""More memory than the limit, of which the machine gives none before it is used."""

NEED_POWER = frozenset(
    {
        "namespaces",
        "read-memory-of-parent",
        "set-attribute",
        "trace-a-stranger",
        "write-interpreter",
    }
)
"""Attempts that fail, for many users and on many machines, without walls as well."""

IN_TENSORFLOW = {
    "tf-read": "escaped = tf.io.read_file(CANARY).numpy().decode() == SECRET",
    "tf-read-raw": "escaped = bool(tf.raw_ops.ReadFile(filename=CANARY).numpy())",
    "tf-read-lines": "escaped = bool(list(tf.data.TextLineDataset(CANARY)))",
    "tf-list": "escaped = bool(tf.io.gfile.glob(OUTSIDE + '/*'))",
    "tf-connect": (
        "tf.profiler.experimental.client.monitor(f'grpc://127.0.0.1:{PORT}', duration_ms=10)"
    ),
    "tf-serve": "tf.distribute.Server({'local': ['localhost:0']}, start=True)",
    "tf-write": "tf.io.write_file(OUTSIDE + '/new', 'x')",
    "tf-write-raw": "tf.raw_ops.WriteFile(filename=OUTSIDE + '/raw', contents='x')",
    "tf-write-records": (
        "with tf.io.TFRecordWriter(OUTSIDE + '/records') as writer: writer.write(b'x')"
    ),
    "tf-save": "tf.train.Checkpoint(a=tf.Variable(1.0)).write(OUTSIDE + '/checkpoint')",
    "tf-make-folder": "tf.io.gfile.makedirs(OUTSIDE + '/folder_of_tf')",
    "tf-rename": (
        "tf.io.gfile.rename(VICTIM, OUTSIDE + '/moved');"
        "tf.io.gfile.rename(OUTSIDE + '/moved', VICTIM)"
    ),
    "tf-remove": "tf.io.gfile.remove(CANARY); open(CANARY, 'w').write(SECRET)",
}
"""Done by TensorFlow's C++, past all that watches Python."""
