"""What organisations say of a paper that was circulated, gathered for its drafter."""
