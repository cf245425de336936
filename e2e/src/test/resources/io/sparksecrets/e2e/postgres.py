"""Runs the PostgreSQL of /opt/jobs/postgres.txz; the variable PASSWORD is that of its user etl."""

import os
import pathlib
import subprocess
import tarfile

home = pathlib.Path("/tmp/postgres")
with tarfile.open("/opt/jobs/postgres.txz") as binaries:
    binaries.extractall(home)
password = pathlib.Path("/tmp/password")
password.write_text(os.environ["PASSWORD"])
subprocess.run(
    [home / "bin/initdb", "-D", "/tmp/data", "-U", "etl", "-A", "scram-sha-256", f"--pwfile={password}", "--no-sync"],
    check=True,
)
with open("/tmp/data/pg_hba.conf", "a") as rules:
    rules.write("host all all all scram-sha-256\n")
server = str(home / "bin/postgres")
os.execv(
    server,
    [server, "-D", "/tmp/data", "-c", "listen_addresses=*", "-c", "unix_socket_directories=/tmp", "-c", "fsync=off"],
)
