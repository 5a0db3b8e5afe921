"""Pages of accounts, people, teams, invitations and tokens."""
