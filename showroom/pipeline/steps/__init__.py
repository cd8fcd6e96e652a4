"""What the pipeline does to a model: one step is one file with its options and one function.

A step takes a document and returns a new one; what it does not change is shared. None merges or renames what an option
addresses.
"""
