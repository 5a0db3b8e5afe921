"""
What measures of both tracks share: a store that follows the ledger, and how numbers are said.

Which measures there are, and where their rows come from, the tracks say.
"""
