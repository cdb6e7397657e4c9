"""Phase two: models are built with real Keras, in another process, and compared with the claims."""
