"""Runs commands in turn and prints what the kernel accounts to each run, as JSON: seconds of wall and CPU, KiB at the peak.

Standard input: {"runs": N, "commands": [[program, argument, ...], ...]}; one warm-up of each is not counted.
"""

import json
import os
import subprocess
import sys
import time

requested = json.load(sys.stdin)
measured = [[] for _ in requested["commands"]]
for run in range(requested["runs"] + 1):
    for command, rows in zip(requested["commands"], measured):
        start = time.perf_counter()
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"{command} ended with status {child.returncode}")
        if run > 0:
            rows.append({"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss})
json.dump(measured, sys.stdout)
