"""Writing down an endorsement, and how a position stands with those who were asked for theirs."""
