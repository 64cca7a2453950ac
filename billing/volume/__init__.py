"""Usage and invoice lines by the million: grouped, filtered and counted in a SQL engine, by Ibis.

The engine groups and matches; it computes no amount. Its sums are of quantities, exact decimals. A
row that is not in its plainest form is handed to the same Python reader that small books have, so
that what is read, and what is refused with which words, does not depend on the way.
"""
