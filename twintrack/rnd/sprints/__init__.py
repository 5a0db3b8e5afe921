"""Working in iterations: planning, the daily board, burn-up, closing, retrospectives."""
