"""Tables on a sheet: forms found by titles and headings, their rows by kind, every cell accounted for."""
