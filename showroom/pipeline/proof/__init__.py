"""The picture proof: a processed model looks like its source, in every variant and every value, or it is refused."""

from showroom.pipeline.proof.proving import Likeness, Proof, ProofOptions, Tolerance, prove, refuse_changes

__all__ = ["Likeness", "Proof", "ProofOptions", "Tolerance", "prove", "refuse_changes"]
