"""The rules of goal tracking: values in, values out, no clock and no I/O."""
