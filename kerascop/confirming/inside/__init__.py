"""What runs with the interpreter that has Keras, confined: nothing here needs more than Python 3.7.

Neither kerascop nor anything it depends on is there. `__main__` loads this folder as a package of
its own, `kerascop_inside`.
"""
