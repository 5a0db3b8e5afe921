"""Requirements: scored, ranked, reviewed, merged, split and moved through their life."""
