"""Proofs by fault: what was acknowledged survives, whatever the machine does."""
