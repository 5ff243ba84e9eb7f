"""What it costs: made-up municipalities of any number and size, and measurements against the bare driver."""
