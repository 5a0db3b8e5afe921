"""
What will be sold and paid, and how sure that is, from a company's own history.

Days are ordinals (`date.toordinal`). Nothing here knows of databases or languages; who calls gives
what was known on a day, and gets numbers with their spread and with what they were worth before.
"""
