"""Appraisal sheets (phiếu thẩm định) that are handed in, read through the same gate."""
