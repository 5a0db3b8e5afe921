"""Review meetings: the agenda, the vote, the decision, and minutes that write themselves."""
