#!/usr/bin/python3
"""What a PostgreSQL database on this machine takes of the server's own code: events of calls, announcements in and out.

    database.py [--build .build/debug] [--calls 16000] [--announcements 300]

Starts a server of its own (Debian's postgresql; as the user postgres, if this is root) and stops it. fsync is off, as the disk is not what
is measured. Says whether the build was a release.
"""

import argparse
import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def database():
    """A new database; yields its URL."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    own = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
    folder = tempfile.mkdtemp(prefix="announce-pg-", dir="/tmp")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if own:
        shutil.chown(folder, "postgres")
    run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(own + [programs / "initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "announce", "-E", "UTF8",
                          "--locale=C", "--no-sync"], **run)
    server = subprocess.Popen(
        own + [programs / "postgres", "-D", f"{folder}/data", "-p", str(port), "-k", folder, "-c", "fsync=off",
               "-c", "shared_buffers=256MB"], stderr=subprocess.DEVNULL, cwd=folder)
    try:
        while subprocess.run([programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]).returncode:
            time.sleep(0.05)
        yield f"postgresql://announce@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--build", type=Path, default=Path(__file__).parent.parent / ".build/release")
parser.add_argument("--calls", type=int, default=16_000)
parser.add_argument("--announcements", type=int, default=300)
options = parser.parse_args()
kind = "release" if "release" in options.build.resolve().parts else "debug"
print(f"{kind} build, load {os.getloadavg()[0]:.1f}")
with database() as url:
    tool = options.build / "fill-log"
    subprocess.run([tool, url, "--calls", str(options.calls), "--days", "1"], check=True)
    subprocess.run([tool, url, "--announcements", str(options.announcements)], check=True)
