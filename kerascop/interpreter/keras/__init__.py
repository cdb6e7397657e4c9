"""What calls of Keras and TensorFlow mean: layers, models, tensors, losses, training."""
