"""Assessment rules: one file or folder per regulation, pure functions over NumPy arrays of whole numbers."""
