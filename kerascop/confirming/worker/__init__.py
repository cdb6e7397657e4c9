"""What runs in the other process: it needs Keras of any kind, and nothing else that is installed.

Nothing here may import kerascop, or use what Python 3.8 lacks: TensorFlow 2.x runs there.
"""
