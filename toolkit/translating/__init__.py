"""Translators' work: what there is to translate, what became of it when a draft changed, and how it comes back."""
