"""Pure rules of opening a year: its dates, how grades follow each other, what is odd about a plan."""
