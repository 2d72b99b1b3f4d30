"""A corpus on a Ray cluster, a task per shard. Ray repeats tasks of nodes that fail; 75 ("not finished") is repeated as well.

    python convert_ray.py train.jsonl results 8k 100
"""
import subprocess
import sys

import ray


class NotFinished(Exception):
    pass


@ray.remote(num_cpus=1, max_retries=5, retry_exceptions=[NotFinished])
def convert(manifest, results, output, index, count):
    status = subprocess.run([
        "announce", "convert", "--manifest", manifest, "--shard", f"{index}/{count}", "--results", results,
        "-o", output, "--quiet", "-j1",
    ]).returncode
    if status in (75, 130) or status < 0:
        raise NotFinished(f"shard {index} ended with {status}")
    return index, status


if __name__ == "__main__":
    manifest, results, output, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    ray.init()
    statuses = ray.get([convert.remote(manifest, results, output, index, count) for index in range(count)])
    sys.exit(max(status for _, status in statuses))
