"""``python -m khuevan.site.cli``"""

import sys

from khuevan.site.cli.main import main

sys.exit(main())
