"""
Measures over years of history: one definition each, computed by a columnar engine.

`metrics` says what each measure is; `store` keeps the rows they are made of, a Parquet part a
month; `cells` adds them up by week; `engines` runs the SQL. Nothing here knows Django.
"""
