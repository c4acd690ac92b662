"""A short form of every trial, one after the other in one process; ends with 1 when one of them is broken.

usage: python -m tests.hard.short
"""

import sys
from importlib import import_module
from pathlib import Path


def main() -> int:
    trials = [import_module(f"tests.hard.{path.stem}") for path in sorted(Path(__file__).parent.glob("trial_*.py"))]
    return max([trial.main(trial.SHORT) for trial in trials])


if __name__ == "__main__":
    sys.exit(main())
