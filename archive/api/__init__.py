"""An archive as Python reads it: the class `Archive` and the values that it gives."""
