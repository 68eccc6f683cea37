"""A school year played forward on a running province, through its web server, by its own people."""
