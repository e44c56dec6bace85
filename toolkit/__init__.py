"""Position papers: written once, checked, numbered, rendered in the official EU languages."""

__version__ = "0.1.0"
