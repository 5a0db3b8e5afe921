"""Work that is done at set times: once, however many workers there are."""
