"""Benchmarks: what a request costs, beside a stock stack on the same data in the same run."""
