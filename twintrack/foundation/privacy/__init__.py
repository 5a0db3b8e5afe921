"""What is known of persons outside: found wherever it stands, given out, erased."""
