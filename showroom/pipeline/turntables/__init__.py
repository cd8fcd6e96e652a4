"""Turns around a product for every option value that changes its picture."""
