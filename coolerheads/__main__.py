"""``python -m coolerheads`` is the ``coolerheads`` command."""

import sys

from coolerheads.cli import main

sys.exit(main())
