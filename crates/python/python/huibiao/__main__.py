"""The command ``huibiao``, as the wheel brings it: ``python -m huibiao convert returned/``."""

import signal
import sys

from ._huibiao import run


def main() -> None:
    # Ctrl-C ends the command as it ends the program: Python would hear of it only afterwards.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.stdout.flush()
    sys.exit(run(["huibiao", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
