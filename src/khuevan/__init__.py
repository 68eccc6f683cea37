"""Khuê Văn: one platform for a province's schools."""
