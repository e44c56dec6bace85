"""What maintainers of the toolkit run: it makes files that the toolkit carries."""
