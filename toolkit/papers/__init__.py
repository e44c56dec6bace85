"""What a kind of document is made of: a definition, arranged as the kind says, becomes a Document."""
